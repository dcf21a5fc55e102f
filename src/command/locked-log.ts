// The job log for a command that changes it and calls nobody: under the lock, closed at the end.

import type { JobLog } from '../model/job-log.ts';
import { openJobLog } from '../store/job-log.ts';
import { takeLock } from '../store/lock.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import type { ExitCode } from './exit-code.ts';
import { sayProblems } from './say-problems.ts';
import { placesOf } from './workspace.ts';

/** `command`: who holds the lock, for whoever is refused because of it. */
export async function onLockedLog(
  { folder, voice }: CommandContext,
  command: string,
  work: (log: JobLog) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  const places = placesOf(folder);
  const lock = takeLock(places.lock, { command, clock: realClock });
  if ('problem' in lock) return sayProblems([lock.problem], voice);
  try {
    const log = openJobLog(places.log, { clock: realClock, mode: 'write' });
    try {
      return await work(log);
    } finally {
      log.close();
    }
  } finally {
    lock.release();
  }
}
