// The device gate of a workspace at one moment, from its device list and its job log. Whoever is gated gets neither credentials nor a kit;
// only an exception lets through, never an option of a command.

import { deviceGate } from '../client/device-gate.ts';
import type { DeviceGate } from '../client/device-gate.ts';
import type { DoneAt } from '../client/device-tasks.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import { zoneOfComputer } from '../report/time-text.ts';
import { realClock } from './clock.ts';
import { DEVICE_LIST, DEVICES_FILE, hasDeviceList } from './device-list.ts';
import { savedPlan } from './saved-plan.ts';
import { readWorkspace, readWorkspaceSettings } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** Undefined where the workspace has no device list: then nobody is gated. `now` in milliseconds since 1970. */
export function deviceGateNow(
  { devices, settings }: Pick<Workspace, 'devices' | 'settings'>,
  log: JobLog,
  now = realClock.now(),
): DeviceGate | undefined {
  if (devices === undefined) return undefined;
  return deviceGate({
    devices: devices.devices,
    evidence: log.deviceEvidence(),
    exceptions: log.exceptions(),
    doneAt: doneAtIn(log),
    moment: { now, validForMs: settings.evidence.validForMs, timeZone: zoneOfReports(settings) },
  });
}

/** A list that the plan was made with, or that an exception or a mark speaks of, was there: without it the gate would open for everybody. */
export function listLost({ devices }: { readonly devices?: Workspace['devices'] }, log: JobLog): readonly Problem[] {
  if (devices !== undefined) return [];
  const planned = savedPlan(log)?.fingerprints;
  const isPlanned = planned?.[DEVICES_FILE] !== undefined || planned?.[DEVICE_LIST] !== undefined;
  const isKnown = isPlanned || log.exceptions().length > 0 || [...log.deviceMarks()].length > 0;
  return isKnown ? [listGone(planned?.[DEVICE_LIST] ?? DEVICES_FILE)] : [];
}

function listGone(file: string): Problem {
  return {
    code: 'device.list-gone',
    severity: 'error',
    place: { file },
    what: 'The device list is gone.',
    why: 'It was there before, and without it nobody knows whom the device gate holds: nobody gets anything.',
    todo: `Put ${file} back${file === DEVICES_FILE ? '' : ' into migrate.yaml (lists.devices)'}. Whoever is to go on uncleared needs an exception: migrate device exception`,
  };
}

export function doneAtIn(log: Pick<JobLog, 'step'>): DoneAt {
  return (task) => {
    const record = log.step(task);
    return record?.state === 'done' ? record.at : undefined;
  };
}

/** Where the company's wall clocks are, those of its devices among them: as migrate.yaml says, else where this computer is. */
export function zoneOfReports({ timeZone }: Pick<Workspace['settings'], 'timeZone'>): string {
  return timeZone ?? zoneOfComputer();
}

/** The same of a workspace whose lists need not be readable. */
export async function readZone(folder: string): Promise<string> {
  const reading = await readWorkspaceSettings(folder);
  return zoneOfReports('settings' in reading ? reading.settings : {});
}

/** For a command that needs nothing of the lists but the gate. A device list that cannot be read lets nobody through: then there are problems. */
export async function readDeviceGate(
  folder: string,
  log: JobLog,
): Promise<{ readonly gate: DeviceGate | undefined } | { readonly problems: readonly Problem[] }> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return reading;
  if (!hasDeviceList(folder, reading.settings)) {
    const problems = listLost({}, log);
    return problems.length > 0 ? { problems } : { gate: undefined };
  }
  const whole = await readWorkspace(folder);
  return 'problems' in whole ? whole : { gate: deviceGateNow(whole.workspace, log) };
}
