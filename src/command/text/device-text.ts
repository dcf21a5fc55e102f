// The device list in words: how many devices, of which systems, with which mail programs.

import { DEVICE_SYSTEMS, MAIL_CLIENTS, peopleOf } from '../../model/device.ts';
import type { Device } from '../../model/device.ts';

export interface DeviceCounts {
  readonly all: number;
  /** Devices that several people use. */
  readonly shared: number;
  /** People who have at least one. */
  readonly people: number;
  /** `unknown`: the list does not say. */
  readonly bySystem: Readonly<Record<string, number>>;
  /** One for each person who uses it, so a device may count twice. */
  readonly byClient: Readonly<Record<string, number>>;
}

export function countDevices(devices: readonly Device[]): DeviceCounts {
  const uses = devices.flatMap((device) => device.uses);
  return {
    all: devices.length,
    shared: devices.filter((device) => peopleOf(device).length > 1).length,
    people: new Set(uses.map(({ person }) => person)).size,
    bySystem: counted(
      devices.map(({ system }) => system),
      DEVICE_SYSTEMS,
    ),
    byClient: counted(
      uses.map(({ client }) => client),
      MAIL_CLIENTS,
    ),
  };
}

export function deviceLines(file: string, devices: readonly Device[]): readonly string[] {
  const { all, shared, people, bySystem, byClient } = countDevices(devices);
  return [
    `${file} is in order: ${devicesText(all)} of ${people === 1 ? '1 person' : `${people} people`}.`,
    ...(all > 0 ? [`  by system: ${listed(bySystem)}`, `  by mail program: ${listed(byClient)}`] : []),
    ...(shared > 0 ? [`  used by several people: ${shared}`] : []),
  ];
}

/** `1 device`, `2 devices`. */
export function devicesText(count: number): string {
  return count === 1 ? '1 device' : `${count} devices`;
}

/** In the order of `names`, without those that nobody has. */
function counted(found: readonly (string | undefined)[], names: readonly string[]): Readonly<Record<string, number>> {
  const entries = [...names, 'unknown'].map((name): [string, number] => {
    return [name, found.filter((one) => (one ?? 'unknown') === name).length];
  });
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
