// Opens or makes data/job.db, and refuses every file that is not a whole job log of this version. Never makes one silently.

import { linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { JOB_LOG_APPLICATION, JOB_LOG_SCHEMA, JOB_LOG_UPGRADES, JOB_LOG_VERSION } from './job-log-schema.ts';
import { openOnReadOnlyMedium } from './read-only-medium.ts';
import { databaseCode, databaseTrouble, fileTrouble, type Errand, systemCode, trouble } from './trouble.ts';
import { syncFolder } from './write-file.ts';

/** How long we wait for another connection that is committing. */
const BUSY_TIMEOUT_MS = 10_000;

/** The write-ahead log is cut back to this after a big plan. */
const JOURNAL_SIZE_LIMIT_BYTES = 16 * 1024 * 1024;

/** Holds the indexes of a big plan while they grow; with SQLite's own 2 MB it takes half as long again. */
const CACHE_KIBIBYTES = 32 * 1024;

/** The write-ahead log is folded into the file after this many pages of 4 KiB: each time costs two more flushes of the disk. */
const CHECKPOINT_PAGES = 4000;

export interface OpenMode {
  readonly mode: 'write' | 'read';
  /** Reads every page and checks every index: minutes on a slow disk, so only when the user asks. */
  readonly isThorough: boolean;
}

/** Opens the log that is there. Throws StoreTrouble, naming the file, where it cannot be trusted or used. */
export function openDatabase(errand: Errand, { mode, isThorough }: OpenMode): DatabaseSync {
  refuseMissing(errand);
  let database: DatabaseSync | undefined;
  try {
    database = connect(errand.file, mode);
    refuseStranger(database, errand);
    if (mode === 'write') upgrade(database);
    if (isThorough) refuseBroken(database, errand);
    if (mode === 'write') prepareToWrite(database);
    return database;
  } catch (error) {
    database?.close();
    throw databaseCode(error) === undefined ? fileTrouble(error, errand) : databaseTrouble(error, errand);
  }
}

/** One transaction a format. The format is read again under the lock: another process may have been faster. */
function upgrade(database: DatabaseSync): void {
  while (pragma(database, 'user_version') < JOB_LOG_VERSION) {
    database.exec('BEGIN IMMEDIATE');
    database.exec(`${JOB_LOG_UPGRADES[pragma(database, 'user_version')] ?? ''} COMMIT;`);
  }
}

function connect(file: string, mode: 'write' | 'read'): DatabaseSync {
  if (mode === 'read') return connectToRead(file);
  // mode=rw: SQLite would otherwise make an empty database where the file has just gone.
  const url = pathToFileURL(file);
  url.searchParams.set('mode', 'rw');
  return new DatabaseSync(url, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
}

/** SQLite wants to make files beside a log that it only reads; whether it may, only its first read tells. */
function connectToRead(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    pragma(database, 'user_version');
    return database;
  } catch (error) {
    database.close();
    if (!isNoPlaceBeside(error)) throw error;
    return openOnReadOnlyMedium(file);
  }
}

/** SQLITE_IOERR_SHMSIZE: there is no room for the file beside the log, above all on a full disk. */
const NO_ROOM_BESIDE = 4874;

/** SQLITE_CANTOPEN and SQLITE_READONLY: the files beside the log cannot be made or written. */
function isNoPlaceBeside(error: unknown): boolean {
  const code = databaseCode(error);
  return code !== undefined && (code === NO_ROOM_BESIDE || [14, 8].includes(code & 0xff));
}

/** Looks without opening: closing a file of ours would drop SQLite's locks on it (POSIX advisory locks). */
function refuseMissing(errand: Errand): void {
  try {
    statSync(errand.file);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw fileTrouble(error, errand);
    if (statSync(dirname(errand.file), { throwIfNoEntry: false }) === undefined) {
      throw trouble('folder-missing', errand, { cause: error });
    }
    const todo =
      'If nothing was done here yet, it begins with: migrate plan. If it was moved or deleted, bring it back from a backup.';
    throw trouble('missing', errand, { todo, cause: error });
  }
}

/** Reading the first page is also where SQLite says that the file is no database, or shorter than it was. */
function refuseStranger(database: DatabaseSync, errand: Errand): void {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (application !== JOB_LOG_APPLICATION) {
    const isEmpty = pragma(database, 'page_count') === 0;
    throw isEmpty
      ? trouble('damaged', errand, { what: `The ${errand.role} ${errand.file} is empty.` })
      : trouble('foreign', errand);
  }
  if (version > JOB_LOG_VERSION) {
    throw trouble('newer', errand, {
      what: `The ${errand.role} ${errand.file} has format ${version}; this version of the program knows format ${JOB_LOG_VERSION}.`,
    });
  }
  if (version < 1) throw trouble('damaged', errand);
}

function refuseBroken(database: DatabaseSync, errand: Errand): void {
  const said = database
    .prepare('PRAGMA quick_check(5)')
    .all()
    .map((row) => String(row['quick_check']));
  if (said.length === 1 && said[0] === 'ok') return;
  throw trouble('damaged', errand, {
    what: `The ${errand.role} ${errand.file} is damaged: ${said.join('; ')}.`,
  });
}

/**
 * FULL: a commit is on the disk when it returns, also in WAL mode. fullfsync: macOS else stops at the drive's cache.
 * temp_store: what one statement could have to take back is kept in memory; on disk it costs twelve writes a row, and is needed
 * by nobody after a crash.
 */
function prepareToWrite(database: DatabaseSync): void {
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -${CACHE_KIBIBYTES};
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    PRAGMA journal_size_limit = ${JOURNAL_SIZE_LIMIT_BYTES};
  `);
  // A file that we may not write opens read-only without a word; taking the write lock once tells.
  database.exec('BEGIN IMMEDIATE; ROLLBACK;');
}

/**
 * Makes a new log where there is none: whole under another name first, then put in its place in one move, so that a crash
 * leaves a whole log or none. Where another process was faster, its log stays.
 */
export function makeDatabase(errand: Errand, facts: { readonly jobId: string; readonly at: number }): void {
  const draft = `${errand.file}.${process.pid}.new`;
  try {
    rmSync(draft, { force: true });
    const database = new DatabaseSync(draft);
    try {
      database.exec(`PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; BEGIN; ${JOB_LOG_SCHEMA}`);
      const insert = database.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
      insert.run('jobId', facts.jobId);
      insert.run('madeAt', String(facts.at));
      database.exec('COMMIT; PRAGMA journal_mode = WAL;');
    } finally {
      database.close();
    }
    putInPlace(draft, errand.file);
    syncFolder(dirname(errand.file));
  } catch (error) {
    rmSync(draft, { force: true });
    if (statSync(dirname(errand.file), { throwIfNoEntry: false }) === undefined) {
      throw trouble('folder-missing', errand, { cause: error });
    }
    const told = databaseTrouble(error, errand);
    throw told === error ? fileTrouble(error, errand) : told;
  }
}

function putInPlace(draft: string, file: string): void {
  try {
    linkSync(draft, file); // unlike a rename, it never replaces a log that has come into being meanwhile
    rmSync(draft);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') rmSync(draft);
    else renameSync(draft, file); // a file system without links (exFAT)
  }
}

export function pragma(database: DatabaseSync, name: string): number {
  const value = database.prepare(`PRAGMA ${name}`).get()?.[name];
  return typeof value === 'number' ? value : 0;
}
