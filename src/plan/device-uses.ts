// Who uses which device, as the device list has it.

import type { KitDevice } from '../client/kit.ts';
import type { Device } from '../model/device.ts';

/** One device as one of its people uses it. */
export interface DeviceUse {
  /** Device.key */
  readonly key: string;
  readonly device: KitDevice;
}

/** By Person.key, in the order of the list. */
export function usesByPerson(devices: readonly Device[]): ReadonlyMap<string, readonly DeviceUse[]> {
  const uses = new Map<string, DeviceUse[]>();
  for (const { key, host, system, uses: ofDevice } of devices) {
    for (const { person, client, protocol, logon } of ofDevice) {
      const device = {
        host,
        ...(system && { system }),
        ...(client && { client }),
        ...(protocol && { protocol }),
        ...(logon !== undefined && { logon }),
      };
      const own = uses.get(person);
      if (own === undefined) uses.set(person, [{ key, device }]);
      else own.push({ key, device });
    }
  }
  return uses;
}
