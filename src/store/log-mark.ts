// How far a folder has seen its job log, kept beside the lock and not beside the log: a copy of the log that was put back does not bring it
// along, and what was done since is not done again without a word.

import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** The last event that a command has seen. */
export interface LogMark {
  /** Id of the job. */
  readonly job: string;
  readonly number: number;
  /** Its place in the chain of hashes. */
  readonly hash: string;
}

/** Undefined where there is none that can be read: then nothing is known. */
export function readLogMark(file: string): LogMark | undefined {
  try {
    const { job, number, hash } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<keyof LogMark, unknown>>;
    const isMark = typeof job === 'string' && typeof number === 'number' && typeof hash === 'string';
    return isMark ? { job, number, hash } : undefined;
  } catch {
    return undefined;
  }
}

/** Where it cannot be written the old one stays: the mark is a help and no record, and the next command writes it. */
export function writeLogMark(file: string, mark: LogMark): void {
  const draft = `${file}.new`;
  try {
    writeFileSync(draft, JSON.stringify(mark), { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    // A full disk ends the run at its next transition, with words of its own.
  }
}
