// migrate device status: the board, by person and device, with what holds each and what to do.

import { resolve } from 'node:path';
import type { BoardState } from '../../client/device-board.ts';
import { CLEAN_IS_NO_PROOF } from '../../client/evidence/emocheck.ts';
import type { Problem } from '../../model/problem.ts';
import { countDeviceStates } from '../../report/device-words.ts';
import type { DeviceLine, DevicesSummary } from '../../report/device-lines.ts';
import { openJobLog } from '../../store/job-log.ts';
import { writeFileDurably } from '../../store/write-file.ts';
import { realClock } from '../clock.ts';
import type { CommandContext } from '../command-context.ts';
import { zoneOfReports } from '../device-gate-now.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { sayProblems } from '../say-problems.ts';
import { boardText } from '../text/board-text.ts';
import type { Voice } from '../voice.ts';
import { placesOf } from '../workspace.ts';
import { findDevice, findPerson, readListedWorkspace } from './device-desk.ts';
import type { ListedWorkspace } from './device-desk.ts';
import { devicesNow } from './devices-now.ts';

export interface DeviceStatusOptions {
  readonly person?: string;
  readonly host?: string;
  readonly state?: BoardState;
  /** A file, or true for the standard output. */
  readonly csv?: string | true;
}

export async function deviceStatus({ folder, voice }: CommandContext, options: DeviceStatusOptions): Promise<ExitCode> {
  const reading = await readListedWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { workspace } = reading;
  const choice = choiceOf(workspace, options);
  if ('problems' in choice) return sayProblems(choice.problems, voice);
  const devices = readDevices(folder, workspace);
  const lines = devices.board.filter(choice.isWanted);
  if (options.csv !== undefined) return writeCsv(lines, { csv: options.csv, timeZone: devices.timeZone, voice });
  for (const line of lines) voice.fact({ type: 'device', ...line });
  for (const one of devices.without) voice.fact({ type: 'device.none', ...one });
  for (const host of devices.unlisted) voice.fact({ type: 'device.unlisted', host });
  for (const exception of devices.exceptions) voice.fact({ type: 'device.exception', ...exception });
  const counts = Object.fromEntries(countDeviceStates(devices.board));
  voice.fact({ type: 'device.status', ...counts, shown: lines.length });
  for (const line of boardText(lines, devices)) voice.say(line);
  voice.say();
  voice.say(CLEAN_IS_NO_PROOF);
  return EXIT.done;
}

function readDevices(folder: string, workspace: ListedWorkspace): DevicesSummary {
  const log = openJobLog(placesOf(folder).log, { clock: realClock, mode: 'read' });
  try {
    return (
      devicesNow(workspace, log) ?? {
        board: [],
        exceptions: [],
        without: [],
        unlisted: [],
        timeZone: zoneOfReports(workspace.settings),
      }
    );
  } finally {
    log.close();
  }
}

/** Which lines the options ask for. */
function choiceOf(
  workspace: ListedWorkspace,
  { person, host, state }: DeviceStatusOptions,
): { readonly isWanted: (line: DeviceLine) => boolean } | { readonly problems: readonly Problem[] } {
  const who = person === undefined ? undefined : findPerson(workspace, person);
  if (who !== undefined && 'problems' in who) return who;
  const which = host === undefined ? undefined : findDevice(workspace, host);
  if (which !== undefined && 'problems' in which) return which;
  return {
    isWanted: (line) =>
      (who === undefined || line.person === who.person) &&
      (which === undefined || line.host === which.device.host) &&
      (state === undefined || line.state === state),
  };
}

async function writeCsv(
  lines: readonly DeviceLine[],
  { csv, timeZone, voice }: { readonly csv: string | true; readonly timeZone: string; readonly voice: Voice },
): Promise<ExitCode> {
  const { deviceCsv } = await import('../../report/device-csv.ts');
  if (csv === true) voice.output(deviceCsv(lines, timeZone));
  else {
    await writeFileDurably({ file: resolve(csv), role: 'table', goal: 'write it' }, deviceCsv(lines, timeZone));
    voice.say(`The board is in ${csv}: ${lines.length} rows.`);
  }
  return EXIT.done;
}
