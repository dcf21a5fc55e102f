// The board and the register of this moment, in words and names, for status, plan and report.

import type { JobLog } from '../../model/job-log.ts';
import { deviceLines, exceptionLines } from '../../report/device-lines.ts';
import type { DeviceNaming, DevicesSummary } from '../../report/device-lines.ts';
import { realClock } from '../clock.ts';
import { zoneOfReports } from '../device-gate-now.ts';
import type { Workspace } from '../workspace.ts';
import { boardNow } from './device-desk.ts';

/** Undefined where the workspace has no device list. `now` in milliseconds since 1970. */
export function devicesNow(workspace: Workspace, log: JobLog, now = realClock.now()): DevicesSummary | undefined {
  const board = boardNow(workspace, log, now);
  if (board === undefined) return undefined;
  const naming = namingOf(workspace);
  const without = workspace.people.flatMap(({ key, displayName }) => {
    const { devices, isGated } = board.gate.of(key);
    return devices.length === 0 && isGated ? [{ person: key, name: displayName }] : [];
  });
  return {
    without,
    unlisted: board.gate.unlisted,
    timeZone: naming.timeZone,
    board: deviceLines(board.lines, naming),
    exceptions: exceptionLines(log.exceptions(), { ...naming, now }),
  };
}

/** As the lists have them. */
export function namingOf({ people, devices, settings }: Workspace): DeviceNaming {
  const names = new Map(people.map(({ key, displayName }) => [key, displayName]));
  const hosts = new Map(devices?.devices.map(({ key, host }) => [key, host]));
  return {
    nameOf: (person) => names.get(person),
    hostOf: (device) => hosts.get(device),
    timeZone: zoneOfReports(settings),
  };
}
