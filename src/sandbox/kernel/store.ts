// The world on disk. One rule: what a request changed and its ledger line are one SQLite transaction; ledger.ndjson follows
// after the commit and is mended from the database on start. No fsync: it survives kill -9 of the process, not of the machine.

import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface StoredRow {
  readonly collection: string;
  readonly key: string;
  readonly json: string;
}

export interface Store {
  /** In the order in which the keys came. */
  rows(): Iterable<StoredRow>;
  begin(): void;
  put(row: StoredRow): void;
  remove(collection: string, key: string): void;
  /** Part of the open transaction; the file gets the line when it commits. */
  line(seq: number, json: string): void;
  commit(): void;
  rollback(): void;
  lines(after: number): Iterable<string>;
  readonly lastSeq: number;
  close(): void;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS entity (place INTEGER PRIMARY KEY, collection TEXT NOT NULL, key TEXT NOT NULL,
    json TEXT NOT NULL, UNIQUE (collection, key));
  CREATE TABLE IF NOT EXISTS ledger (seq INTEGER PRIMARY KEY, json TEXT NOT NULL);`;

/** Opens or makes the store of one folder. Throws where another process holds it: the lock dies with its process. */
export function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const db = openLocked(join(folder, 'world.db'));
  const file = openSync(join(folder, 'ledger.ndjson'), 'a+');
  const lastLine = db.prepare('SELECT max(seq) AS seq FROM ledger');
  const linesAfter = db.prepare('SELECT json FROM ledger WHERE seq > ? ORDER BY seq');
  const put = db.prepare(
    'INSERT INTO entity (collection, key, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
  );
  const remove = db.prepare('DELETE FROM entity WHERE collection = ? AND key = ?');
  const line = db.prepare('INSERT INTO ledger (seq, json) VALUES (?, ?)');
  const all = db.prepare('SELECT collection, key, json FROM entity ORDER BY place');
  const [begin, commit, rollback] = ['BEGIN', 'COMMIT', 'ROLLBACK'].map((sql) => db.prepare(sql));
  let waiting: string[] = [];

  const jsonAfter = function* (seq: number): Iterable<string> {
    for (const row of linesAfter.iterate(seq)) yield String(row['json']);
  };
  mendLedgerFile(file, jsonAfter);

  return {
    *rows() {
      for (const row of all.iterate()) {
        yield { collection: String(row['collection']), key: String(row['key']), json: String(row['json']) };
      }
    },
    begin: () => void begin?.run(),
    put: (row) => void put.run(row.collection, row.key, row.json),
    remove: (collection, key) => void remove.run(collection, key),
    line(seq, json) {
      line.run(seq, json);
      waiting.push(json);
    },
    commit() {
      commit?.run();
      if (waiting.length > 0) writeSync(file, waiting.map((json) => `${json}\n`).join(''));
      waiting = [];
    },
    rollback() {
      rollback?.run();
      waiting = [];
    },
    lines: jsonAfter,
    lastSeq: Number(lastLine.get()?.['seq'] ?? 0),
    close() {
      closeSync(file);
      db.close();
    },
  };
}

function openLocked(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = OFF');
    db.exec(`BEGIN EXCLUSIVE; ${TABLES} COMMIT`);
    return db;
  } catch (cause) {
    db.close();
    throw new Error(`another sandbox holds ${path}, or it cannot be written`, { cause });
  }
}

const TAIL_BYTES = 64 * 1024;

/** Cuts a torn last line off and appends what the database has and the file has not. */
function mendLedgerFile(file: number, jsonAfter: (seq: number) => Iterable<string>): void {
  const size = fstatSync(file).size;
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  readSync(file, tail, 0, tail.length, size - tail.length);
  const whole = tail.lastIndexOf(0x0a) + 1;
  if (whole < tail.length) ftruncateSync(file, size - tail.length + whole);
  const lastLine = tail.subarray(0, whole).toString('utf8').trimEnd().split('\n').at(-1) ?? '';
  for (const json of jsonAfter(seqOf(lastLine))) writeSync(file, `${json}\n`);
}

function seqOf(line: string): number {
  return Number(/^\{"seq":(\d+),/.exec(line)?.[1] ?? 0);
}
