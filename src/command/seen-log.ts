// The mark of how far this folder has seen its job log, and the refusal of a copy that does not reach so far.

import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import { readLogMark, writeLogMark } from '../store/log-mark.ts';

/** While a command runs the mark follows so often; what was seen at one look is marked at the next, when it is surely on the disk. */
const EVERY_MS = 1000;

type Seen = Pick<JobLog, 'jobId' | 'link'>;

/** The file of the mark. */
export function seenFile(lockFile: string): string {
  return `${lockFile}.seen`;
}

/**
 * Marks what the log holds now. A log that is an older copy leaves the mark as it is: it must be refused later, too. Never throws, so that
 * log and lock are let go whatever is wrong with the log.
 */
export function markSeen(log: Seen, file: string): void {
  try {
    if (olderCopy(log, file) === undefined) write(log, { file, link: log.link() });
  } catch {
    // Whoever needs the log next says what is wrong with it.
  }
}

/** A command that is killed, or whose computer is, has done what its mark of the beginning does not know. Gives what ends it. */
export function markWhileOpen(log: Seen, file: string, everyMs = EVERY_MS): () => void {
  let before = log.link();
  const timer = setInterval(() => {
    try {
      write(log, { file, link: before });
      before = log.link();
    } catch {
      // Whoever needs the log next says what is wrong with it.
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function write(log: Seen, { file, link }: { readonly file: string; readonly link: ReturnType<Seen['link']> }): void {
  if (link !== undefined) writeLogMark(file, { job: log.jobId, ...link });
}

/** A copy from before the last command, or the log of another folder, knows nothing of what that has done. */
export function olderCopy(log: Seen, file: string): Problem | undefined {
  const mark = readLogMark(file);
  if (mark === undefined) return undefined;
  if (mark.job !== log.jobId) return otherLog(mark.number);
  if (log.link(mark.number)?.hash === mark.hash) return undefined;
  return {
    code: 'job.older-copy',
    severity: 'error',
    place: { file: 'data/job.db' },
    what: `The job log data/job.db is an older copy: it ends with event ${log.link()?.number ?? 0}, and event ${mark.number} was seen here.`,
    why: 'What was done since would be done again, and partners would get a second letter where nobody can look for the first.',
    todo:
      'Put the newest data/job.db back. Where it is lost: say who has got a letter (migrate notice done), then delete ' +
      'data/job.lock.seen; accounts, drafts, sent items and copies in an archive are found and adopted.',
  };
}

/** The same for a command that only shows the log, in words: it may not be the newest. */
export function whyOlder(log: Seen, lockFile: string): string | undefined {
  const problem = olderCopy(log, seenFile(lockFile));
  return problem && `${problem.what} What is said here is no longer so. ${problem.todo}`;
}

function otherLog(seen: number): Problem {
  return {
    code: 'job.other-log',
    severity: 'error',
    place: { file: 'data/job.db' },
    what: `The job log data/job.db is that of another workspace: here one was seen up to event ${seen}.`,
    why: 'It knows nothing of what has been done here, and partners would get a second letter where nobody can look for the first.',
    todo: 'Put the data/job.db of this folder back. If this is the right one after all, delete data/job.lock.seen.',
  };
}
