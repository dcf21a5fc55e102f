// Reads a job log where nothing can be written beside it: a backup, another person's folder, a read-only disk.

import { chmodSync, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/** Throws the system's or SQLite's error where the file cannot be read, or not be copied. */
export function openOnReadOnlyMedium(file: string): DatabaseSync {
  const journal = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (journal !== undefined && journal.size > 0) return openCopy(file);
  // Everything is in the file itself, and SQLite needs no files beside it where nobody changes it.
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

/** The newest entries are in the journal beside the log; to read both together SQLite needs a place that it can write. */
function openCopy(file: string): DatabaseSync {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-log-'));
  try {
    const copy = join(folder, 'job.db');
    for (const end of ['', '-wal']) {
      copyFileSync(`${file}${end}`, `${copy}${end}`);
      chmodSync(`${copy}${end}`, 0o600);
    }
    return new CopiedDatabase(copy, folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Takes its private folder with it when it is closed. */
class CopiedDatabase extends DatabaseSync {
  readonly #folder: string;

  constructor(copy: string, folder: string) {
    super(copy, { readOnly: true });
    this.#folder = folder;
  }

  override close(): void {
    super.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
