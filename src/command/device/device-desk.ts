// What the commands about devices stand on: the lists, the gate and the board of this moment.

import { deviceBoard } from '../../client/device-board.ts';
import type { BoardLine } from '../../client/device-board.ts';
import type { DeviceGate } from '../../client/device-gate.ts';
import { hostKey } from '../../model/device.ts';
import type { Device } from '../../model/device.ts';
import type { StepRecord } from '../../model/event.ts';
import type { JobLog } from '../../model/job-log.ts';
import { nearest } from '../../model/nearest.ts';
import type { Problem } from '../../model/problem.ts';
import { stepId } from '../../model/step.ts';
import { ourPeople } from '../../roster/our-people.ts';
import { realClock } from '../clock.ts';
import { deviceGateNow } from '../device-gate-now.ts';
import { pastKits } from '../kits-written.ts';
import type { DeviceList } from '../device-list.ts';
import { DEVICES_FILE, hasDeviceList } from '../device-list.ts';
import { readWorkspace, readWorkspaceSettings } from '../workspace.ts';
import type { Workspace } from '../workspace.ts';

/** A workspace that has a device list. */
export type ListedWorkspace = Workspace & { readonly devices: DeviceList };

/** Or why there is no work on devices in this folder. */
export async function readListedWorkspace(
  folder: string,
): Promise<{ readonly workspace: ListedWorkspace } | { readonly problems: readonly Problem[] }> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return reading;
  const { devices } = reading.workspace;
  return devices === undefined ? { problems: [noList()] } : { workspace: { ...reading.workspace, devices } };
}

/** Undefined where there is no device list, or none that can be read: migrate check tells why. A workspace without one is not read. */
export async function readIfListed(folder: string): Promise<Workspace | undefined> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading || !hasDeviceList(folder, reading.settings)) return undefined;
  const whole = await readWorkspace(folder);
  return 'workspace' in whole ? whole.workspace : undefined;
}

export interface BoardNow {
  readonly gate: DeviceGate;
  readonly lines: readonly BoardLine[];
}

/** Undefined where the workspace has no device list. `now` in milliseconds since 1970. */
export function boardNow(
  workspace: Pick<Workspace, 'devices' | 'settings'>,
  log: JobLog,
  now = realClock.now(),
): BoardNow | undefined {
  const gate = deviceGateNow(workspace, log, now);
  if (gate === undefined) return undefined;
  const lines = deviceBoard({
    devices: workspace.devices?.devices ?? [],
    gate,
    marks: log.deviceMarks(),
    kitOf: (person) => devicesInKit(log.step(stepId('kit.write', person))),
    pastKits: (person) => pastKits(log, stepId('kit.write', person)),
  });
  return { gate, lines };
}

function devicesInKit(record: StepRecord | undefined): readonly string[] {
  const devices = record?.state === 'done' ? record.evidence?.['devices'] : undefined;
  return Array.isArray(devices) ? devices.filter((key) => typeof key === 'string') : [];
}

/** The device with that name, whatever its case and domain. */
export function findDevice(
  { devices: { devices, file } }: ListedWorkspace,
  host: string,
): { readonly device: Device } | { readonly problems: readonly Problem[] } {
  const key = hostKey(host);
  const device = devices.find((one) => one.key === key);
  if (device !== undefined) return { device };
  const near = nearest(
    key,
    devices.map((one) => one.key),
  );
  return {
    problems: [
      {
        code: 'arguments.unknown-device',
        severity: 'error',
        what: `No device on the list is called ${host}.`,
        why: 'What is recorded of a device that nobody uses would change nothing.',
        todo:
          near === undefined
            ? `Give the host name as it stands in ${file}.`
            : `Did you mean ${near}? The list is ${file}.`,
      },
    ],
  };
}

/** The key of the person with that old or new address, or with that name where only one has it. */
export function findPerson(
  { people }: Pick<Workspace, 'people'>,
  text: string,
): { readonly person: string } | { readonly problems: readonly Problem[] } {
  const found = ourPeople(people).find(text.normalize('NFKC').trim());
  if ('key' in found) return { person: found.key };
  const isSeveral = 'known' in found;
  const near = isSeveral || found.near === undefined ? '' : `Did you mean ${found.near}? `;
  return {
    problems: [
      {
        code: isSeveral ? 'arguments.ambiguous-person' : 'arguments.unknown-person',
        severity: 'error',
        what: isSeveral ? `Several people are called ${text}.` : `Nobody in the staff list is called ${text}.`,
        why: 'It would be recorded of somebody else.',
        todo: isSeveral
          ? `Give one of their addresses: ${found.known.join(', ')}`
          : `${near}Give the old or the new address, as it stands in the staff list.`,
      },
    ],
  };
}

function noList(): Problem {
  return {
    code: 'device.no-list',
    severity: 'error',
    place: { file: DEVICES_FILE },
    what: 'There is no device list.',
    why: 'Without one nobody knows who uses which device, and there is no device gate: credentials and kits go to everybody.',
    todo: `Make ${DEVICES_FILE} with the headings host,user,os,client,protocol,note: migrate init shows an example.`,
  };
}
