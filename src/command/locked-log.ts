// The job log for a command that changes it and runs no steps: refused where it is an older copy, with the mark of what was written, closed at
// the end. Under the lock, or beside whatever runs.

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
import { markSeen, olderCopy, seenFile } from './seen-log.ts';
import { placesOf } from './workspace.ts';

interface LockedCommand {
  /** Who holds the lock, for whoever is refused because of it. */
  readonly name: string;
  /** It may make the log, as a first plan does. */
  readonly creates?: boolean;
  /** It tells an older copy what was done since: that is how one whose newest copy is lost is made fit to be used. */
  readonly mendsOlder?: boolean;
}

export async function onLockedLog(
  { folder, voice }: CommandContext,
  command: string | LockedCommand,
  work: (log: JobLog) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  const places = placesOf(folder);
  const {
    name,
    creates = false,
    mendsOlder = false,
  }: LockedCommand = typeof command === 'string' ? { name: command } : command;
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
      const older = mendsOlder ? undefined : olderCopy(log, seenFile(places.lock));
      return older === undefined ? await work(log) : sayProblems([older], voice);
    } finally {
      markSeen(log, seenFile(places.lock));
      log.close();
    }
  } finally {
    lock.release();
  }
}

/** For a command that must work while another one runs. Who holds the lock marks what is written here with what it writes itself. */
export async function onSharedLog(
  { folder, voice }: CommandContext,
  command: string,
  work: (log: JobLog) => Promise<ExitCode>,
): Promise<ExitCode> {
  const places = placesOf(folder);
  const log = openJobLog(places.log, { clock: realClock, mode: 'write' });
  try {
    const older = olderCopy(log, seenFile(places.lock));
    if (older !== undefined) return sayProblems([older], voice);
    try {
      return await work(log);
    } finally {
      const lock = takeLock(places.lock, { command, clock: realClock });
      if ('release' in lock) {
        markSeen(log, seenFile(places.lock));
        lock.release();
      }
    }
  } finally {
    log.close();
  }
}
