// What every command that may change something begins with: the lock, the job log, the provider. It ends in the opposite order.

import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openLanes } from '../apply/lane.ts';
import type { Lanes } from '../apply/lane.ts';
import type { JobLog } from '../model/job-log.ts';
import type { LaneLimit } from '../model/lane.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { openJobLog } from '../store/job-log.ts';
import { takeLock } from '../store/lock.ts';
import { realClock } from './clock.ts';
import { failpointFrom } from './failpoints.ts';
import { PasswordBook } from './password-book.ts';
import { markSeen, markWhileOpen, olderCopy, seenFile } from './seen-log.ts';
import { signInOptions } from './sign-in-options.ts';
import { clearUpOften } from './spare-memory.ts';
import { placesOf } from './workspace.ts';
import { openProfileSigner } from './wire-profile-signer.ts';
import type { ProfileSigner } from './wire-profile-signer.ts';
import { connect } from './wire.ts';
import type { Connected } from './wire.ts';
import type { Voice } from './voice.ts';

export interface Job extends Connected, ProfileSigner {
  readonly folder: string;
  readonly settings: Settings;
  readonly log: JobLog;
  readonly lanes: Lanes;
  readonly passwords: PasswordBook;
  close(): void;
}

export type JobReading = { readonly job: Job } | { readonly problems: readonly Problem[] };

export interface OpenJobOptions {
  readonly folder: string;
  readonly settings: Settings;
  readonly voice: Voice;
  /** The command that holds the lock, for whoever is refused because of it. */
  readonly command: string;
  /** `create` where a first plan may make the log; `write` where there must be one. */
  readonly log: 'create' | 'write';
}

/** Throws StoreTrouble where the job log cannot be trusted. */
export async function openJob(options: OpenJobOptions): Promise<JobReading> {
  const { folder, settings, voice, command } = options;
  if (settings.clients !== undefined) clearUpOften();
  const places = placesOf(folder);
  const passwords = new PasswordBook({ folder, settings, voice });
  const connecting = await connect({
    ...signInOptions({ folder, settings }, voice),
    passwords,
  });
  if ('problems' in connecting) return connecting;
  const signer = await openProfileSigner({ folder, settings, environment: process.env });
  if ('problems' in signer) return signer;
  if (options.log === 'create') mkdirSync(dirname(places.log), { recursive: true });
  const lock = takeLock(places.lock, { command, clock: realClock });
  if ('problem' in lock) return { problems: [lock.problem] };
  try {
    const isThere = existsSync(places.log);
    const problem = isThere ? undefined : whyNoLog(options, places);
    if (problem !== undefined) {
      lock.release();
      return { problems: [problem] };
    }
    const log = openJobLog(places.log, {
      clock: realClock,
      mode: options.log,
      failpoint: failpointFrom(process.env),
    });
    const seen = seenFile(places.lock);
    if (!isThere) {
      sayNewLog(log, { voice, file: places.log });
    }
    const { connected } = connecting;
    const wrong = olderCopy(log, seen) ?? otherTenant(log, connected.tenant);
    if (wrong !== undefined) {
      log.close();
      lock.release();
      return { problems: [wrong] };
    }
    markSeen(log, seen);
    const endMarking = markWhileOpen(log, seen);
    const close = (): void => {
      endMarking();
      markSeen(log, seen);
      log.close();
      lock.release();
    };
    const lanes = openLanes([...connected.limits.lanes, DISK], realClock);
    return { job: { ...connected, ...signer, folder, settings, log, lanes, passwords, close } };
  } catch (error) {
    lock.release();
    throw error;
  }
}

export function sayNewLog(log: JobLog, { voice, file }: { readonly voice: Voice; readonly file: string }): void {
  voice.fact({ type: 'log.made', file, job: log.jobId });
  voice.say('A new job log begins in data/job.db. Keep it: it alone knows what has been done.');
}

/** Files of this computer: as many at once as hide the time in which the disk is flushed. */
const DISK: LaneLimit = {
  lane: 'disk',
  burst: 10_000,
  perSecond: 10_000,
  concurrency: 16,
  name: 'the disk of this computer',
  source: 'ours',
};

/** Under this name a plan keeps with its fingerprints which tenant it was made for. */
export const TENANT = 'tenant';

/** What was done at one tenant, a sandbox above all, is not done at another: everybody there would be passed over. */
function otherTenant(log: JobLog, tenant: string): Problem | undefined {
  const before = log.currentPlan()?.fingerprints[TENANT];
  if (before === undefined || before === tenant) return undefined;
  return {
    code: 'job.other-tenant',
    severity: 'error',
    place: { file: 'data/job.db' },
    what: `This job log belongs to ${before}; migrate.yaml names ${tenant} now.`,
    why: 'What has been done there is not done here. People would be taken for moved, and never be moved.',
    todo:
      'For the other tenant begin a workspace of its own: copy migrate.yaml, the lists and templates/ into a new folder, ' +
      'without data/job.db and data/credentials.age. Or correct migrate.yaml.',
  };
}

/** Why there can be no log: it was lost, or nothing was planned yet. Undefined where one may be made. */
export function whyNoLog(
  { log }: Pick<OpenJobOptions, 'log'>,
  { vault, lock }: Pick<ReturnType<typeof placesOf>, 'vault' | 'lock'>,
): Problem | undefined {
  const hasVault = existsSync(vault);
  const left = [
    ...(hasVault ? ['data/credentials.age'] : []),
    ...(existsSync(seenFile(lock)) ? ['data/job.lock.seen'] : []),
  ];
  if (left.length > 0) {
    return {
      code: 'job.log-lost',
      severity: 'error',
      place: { file: 'data/job.db' },
      what: `The job log data/job.db is not there, but ${left.join(' and ')} ${left.length > 1 ? 'are' : 'is'}: there was one.`,
      why: hasVault
        ? 'Accounts have been created here. A new log would know nothing of them, and would take them for accounts of strangers.'
        : 'A new log would know nothing of what has been done, and partners would get a second letter where nobody can look for the first.',
      todo: `Bring data/job.db back from a backup. To begin again without it, move ${left.join(' and ')} to a safe place first.`,
    };
  }
  if (log === 'create') return undefined;
  return {
    code: 'job.no-log',
    severity: 'error',
    place: { file: 'data/job.db' },
    what: 'There is no job log in data/job.db, so nothing has been planned here.',
    why: 'Nothing is done here that nobody has read before.',
    todo: 'Plan first: migrate plan. If the file was moved or deleted, bring it back from a backup instead.',
  };
}

/** Numbers from 0 up to 1 for the jitter of waits. */
export function jitter(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}
