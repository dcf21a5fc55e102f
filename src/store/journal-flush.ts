// Flushes SQLite's write-ahead log to the disk without making the program wait: what `synchronous = FULL` does at each commit, but on
// another thread.

import { closeSync, fdatasyncSync, openSync, fdatasync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { syncFolder } from './write-file.ts';

const flushAsync = promisify(fdatasync);

export interface JournalFlush {
  /** Runs one transaction; what it commits is on the disk only after `persist` or `persistNow`. */
  unflushed(work: () => void): void;
  persist(): Promise<void>;
  persistNow(): void;
  close(): void;
}

/**
 * A commit in WAL mode is durable when its frames in the journal are flushed, by whomever. The journal stays the same file as long as
 * a connection is open, and SQLite itself flushes it before it folds it into the database. Without a journal of that kind (some network
 * drives) every commit is flushed by SQLite as it is made, and there is nothing left to do here.
 */
export function journalFlush(database: DatabaseSync, file: string): JournalFlush {
  if (database.prepare('PRAGMA journal_mode').get()?.['journal_mode'] !== 'wal') return FLUSHED_ALREADY;
  let descriptor: number | undefined;
  let underWay = 0;
  let isClosed = false;

  function journal(): number {
    if (descriptor === undefined) {
      descriptor = openSync(`${file}-wal`, 'r+');
      syncFolder(dirname(file));
    }
    return descriptor;
  }

  function closeIfIdle(): void {
    if (!isClosed || underWay > 0 || descriptor === undefined) return;
    closeSync(descriptor);
    descriptor = undefined;
  }

  return {
    unflushed(work) {
      database.exec('PRAGMA synchronous = NORMAL');
      try {
        work();
      } finally {
        database.exec('PRAGMA synchronous = FULL');
      }
    },
    async persist() {
      underWay += 1;
      try {
        await flushAsync(journal());
      } finally {
        underWay -= 1;
        closeIfIdle();
      }
    },
    persistNow: () => fdatasyncSync(journal()),
    close() {
      isClosed = true;
      closeIfIdle();
    },
  };
}

const FLUSHED_ALREADY: JournalFlush = {
  unflushed: (work) => work(),
  persist: () => Promise.resolve(),
  persistNow: () => undefined,
  close: () => undefined,
};
