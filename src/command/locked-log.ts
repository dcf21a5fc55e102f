// The job log for a command that changes it and calls nobody: under the lock, closed at the end.

import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JobLog } from '../model/job-log.ts';
import { openJobLog } from '../store/job-log.ts';
import { takeLock } from '../store/lock.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import type { ExitCode } from './exit-code.ts';
import { failpointFrom } from './failpoints.ts';
import { sayNewLog, whyNoLog } from './job.ts';
import { sayProblems } from './say-problems.ts';
import { markSeen, seenFile } from './seen-log.ts';
import { placesOf } from './workspace.ts';

/** `command`: who holds the lock, for whoever is refused because of it; with `creates` it may make the log, as a first plan does. */
export async function onLockedLog(
  { folder, voice }: CommandContext,
  command: string | { readonly name: string; readonly creates: true },
  work: (log: JobLog) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  const places = placesOf(folder);
  const { name, creates } = typeof command === 'string' ? { name: command, creates: false } : command;
  const isNew = creates && !existsSync(places.log);
  const lost = isNew ? whyNoLog({ log: 'create' }, places) : undefined;
  if (lost !== undefined) return sayProblems([lost], voice);
  if (isNew) mkdirSync(dirname(places.log), { recursive: true });
  const lock = takeLock(places.lock, { command: name, clock: realClock });
  if ('problem' in lock) return sayProblems([lock.problem], voice);
  try {
    const log = openJobLog(places.log, {
      clock: realClock,
      mode: isNew ? 'create' : 'write',
      failpoint: failpointFrom(process.env),
    });
    try {
      if (isNew) sayNewLog(log, { voice, file: places.log });
      return await work(log);
    } finally {
      markSeen(log, seenFile(places.lock));
      log.close();
    }
  } finally {
    lock.release();
  }
}
