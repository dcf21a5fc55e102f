// The device list of a workspace. It does not have to be there; one that is named in migrate.yaml has to.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Device } from '../model/device.ts';
import type { Person } from '../model/person.ts';
import type { Fingerprints } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { readDevices } from '../roster/read-devices.ts';
import { readText } from '../store/text.ts';

export const DEVICES_FILE = 'data/devices.csv';

/** Under this name a plan keeps with its fingerprints which file was the device list: without the line in migrate.yaml nobody else knows. */
export const DEVICE_LIST = 'device list';

export interface DeviceList {
  readonly file: string;
  readonly devices: readonly Device[];
}

export interface DeviceListReading {
  /** Absent where there is none. */
  readonly list?: DeviceList;
  readonly fingerprints: Fingerprints;
  readonly problems: readonly Problem[];
}

export interface DeviceListWish {
  readonly folder: string;
  readonly settings: Settings;
  /** Undefined where the staff list has errors. */
  readonly people: readonly Person[] | undefined;
}

/** Whether the workspace has one, or names one that may be missing. Without one there is no device gate. */
export function hasDeviceList(folder: string, { lists }: Settings): boolean {
  return lists.devices !== undefined || existsSync(resolve(folder, DEVICES_FILE));
}

export async function readDeviceList({ folder, settings, people }: DeviceListWish): Promise<DeviceListReading> {
  if (!hasDeviceList(folder, settings)) return { fingerprints: {}, problems: [] };
  const file = settings.lists.devices ?? DEVICES_FILE;
  const text = await readText(resolve(folder, file), { name: file });
  if ('problems' in text) return { list: { file, devices: [] }, fingerprints: {}, problems: text.problems };
  const { devices, problems } = readDevices(text.text, {
    file,
    settings,
    people: people ?? [],
    ...(people === undefined && { isStaffFaulty: true }),
  });
  return {
    list: { file, devices },
    fingerprints: { [file]: text.sha256, [DEVICE_LIST]: file },
    problems: [...text.warnings, ...problems],
  };
}
