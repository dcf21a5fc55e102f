// The lock of a workspace: one command at a time. The kernel drops it when the process dies, however it dies.

import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../model/clock.ts';
import type { Problem } from '../model/problem.ts';
import { databaseCode, databaseTrouble, type Errand, fileTrouble, trouble } from './trouble.ts';

/** Who has the lock. Written beside it, to be read by whoever is refused; the lock itself is not this file. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly user?: string;
  readonly command: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface Lock {
  release(): void;
}

/** The new holder needs a moment to write its name. */
const NAME_ATTEMPTS = 20;
const NAME_PAUSE_MS = 15;

const SQLITE_BUSY = 5;

/**
 * Takes the lock, or says who has it. It is an exclusive transaction on a small database of its own, so that the job log can
 * still be read meanwhile, and it works the same on every system. Throws StoreTrouble where the file cannot be used.
 */
export function takeLock(
  file: string,
  { command, clock }: { readonly command: string; readonly clock: Pick<Clock, 'now'> },
): Lock | { readonly problem: Problem; readonly holder: LockHolder | undefined } {
  const errand: Errand = { file, role: 'lock', goal: `run ${command}` };
  const database = lockDatabase(errand);
  if (database === undefined) {
    const holder = readHolder(file);
    return { problem: lockedProblem(file, holder), holder };
  }
  try {
    writeFileSync(holderFile(file), JSON.stringify(ourselves(command, clock.now())));
  } catch (error) {
    database.close();
    throw fileTrouble(error, errand);
  }
  return {
    release() {
      rmSync(holderFile(file), { force: true, maxRetries: 3 });
      database.close();
    },
  };
}

/** The connection that holds the lock until it is closed; undefined where another one has it. */
function lockDatabase(errand: Errand): DatabaseSync | undefined {
  if (statSync(dirname(errand.file), { throwIfNoEntry: false }) === undefined) throw trouble('folder-missing', errand);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(errand.file, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (((databaseCode(error) ?? 0) & 0xff) === SQLITE_BUSY) return undefined;
    throw databaseTrouble(error, errand);
  }
}

function holderFile(file: string): string {
  return `${file}.json`;
}

function ourselves(command: string, since: number): LockHolder {
  const user = userName();
  return { pid: process.pid, host: hostname(), ...(user !== undefined && { user }), command, since };
}

function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined; // a user id without a name, as in many containers
  }
}

/** Waits a little where the name is missing, half written, or that of one who is gone. */
function readHolder(file: string): LockHolder | undefined {
  for (let attempt = 0; attempt < NAME_ATTEMPTS; attempt += 1) {
    const holder = parseHolder(file);
    if (holder !== undefined && isAlive(holder)) return holder;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, NAME_PAUSE_MS);
  }
  return undefined;
}

function parseHolder(file: string): LockHolder | undefined {
  let holder: unknown;
  try {
    holder = JSON.parse(readFileSync(holderFile(file), 'utf8'));
  } catch {
    return undefined; // not written yet
  }
  return isHolder(holder) ? holder : undefined;
}

function isHolder(value: unknown): value is LockHolder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'host' in value &&
    typeof value.host === 'string' &&
    'command' in value &&
    typeof value.command === 'string' &&
    'since' in value &&
    typeof value.since === 'number'
  );
}

/** A name left by a process that was killed is not the holder's. Of another computer we cannot tell. */
function isAlive({ pid, host }: LockHolder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

function lockedProblem(file: string, holder: LockHolder | undefined): Problem {
  const by = holder?.user === undefined ? '' : ` by ${holder.user}`;
  const who =
    holder === undefined
      ? 'another process'
      : `\`${holder.command}\` (process ${holder.pid} on ${holder.host}${by}, since ${new Date(holder.since).toISOString()})`;
  return {
    code: 'job.locked',
    severity: 'error',
    place: { file },
    what: `This workspace is in use by ${who}.`,
    why: 'Two commands at once could do a step twice.',
    todo: 'Wait until it has finished, or stop it with Ctrl-C; the lock goes with the process.',
  };
}
