// One transaction: all of it is on disk when this returns, or none of it when this throws.

import type { DatabaseSync } from 'node:sqlite';

/** A test's way to end the process right before or right after a commit. */
export interface CommitPoints {
  readonly before: () => void;
  readonly after: () => void;
}

export function inTransaction<Result>(database: DatabaseSync, points: CommitPoints, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  let result: Result;
  try {
    result = work();
    points.before();
    database.exec('COMMIT');
  } catch (thrown) {
    rollBack(database);
    throw thrown;
  }
  points.after();
  return result;
}

/** SQLite rolls back by itself on a full disk; where our ROLLBACK fails too, the first trouble says more than the second. */
function rollBack(database: DatabaseSync): void {
  if (!database.isTransaction) return;
  try {
    database.exec('ROLLBACK');
  } catch {
    // The transaction dies with the connection: SQLite never shows what was not committed.
  }
}
