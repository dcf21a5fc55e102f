// migrate device exceptions: the register, in force and expired, newest word of each.

import { exceptionLines } from '../../report/device-lines.ts';
import { openJobLog } from '../../store/job-log.ts';
import { realClock } from '../clock.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { sayProblems } from '../say-problems.ts';
import { exceptionRow } from '../text/board-text.ts';
import { tableText } from '../text/table-text.ts';
import { placesOf } from '../workspace.ts';
import { readListedWorkspace } from './device-desk.ts';
import { namingOf } from './devices-now.ts';

export async function listExceptions({ folder, voice }: CommandContext): Promise<ExitCode> {
  const reading = await readListedWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { workspace } = reading;
  const log = openJobLog(placesOf(folder).log, { clock: realClock, mode: 'read' });
  try {
    const exceptions = exceptionLines(log.exceptions(), { ...namingOf(workspace), now: realClock.now() });
    for (const exception of exceptions) voice.fact({ type: 'device.exception', ...exception });
    for (const line of tableText(exceptions.map(exceptionRow))) voice.say(line);
    if (exceptions.length === 0) voice.say('Nobody has an exception from the device gate.');
    return EXIT.done;
  } finally {
    log.close();
  }
}
