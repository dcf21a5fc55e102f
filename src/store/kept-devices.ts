// Evidence of devices, exceptions from the device gate, and where devices stand: the part of the job log that is about devices.

import type { DatabaseSync } from 'node:sqlite';
import type { DeviceEvidence, KeptEvidence } from '../model/device-evidence.ts';
import { exceptionKey } from '../model/device-exception.ts';
import type { DeviceException } from '../model/device-exception.ts';
import type { DeviceMark } from '../model/device-mark.ts';

/** Neither is ever changed: of the exceptions of one key the newest counts. */
export const KEPT_DEVICES_SCHEMA = `
  CREATE TABLE device_evidence (
    key TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER device_evidence_is_never_changed BEFORE UPDATE ON device_evidence
    BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
  CREATE TRIGGER device_evidence_is_never_deleted BEFORE DELETE ON device_evidence
    BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;

  CREATE TABLE device_exception (
    number INTEGER PRIMARY KEY,
    body TEXT NOT NULL CHECK (json_valid(body))
  ) STRICT;
`;

/** Never changed: what counts no more is taken back by another one. */
export const DEVICE_MARKS_SCHEMA = `
  CREATE TABLE device_mark (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL CHECK (json_valid(body))
  ) STRICT;
  CREATE TRIGGER device_mark_is_never_changed BEFORE UPDATE ON device_mark
    BEGIN SELECT RAISE(ABORT, 'a mark is never changed'); END;
  CREATE TRIGGER device_mark_is_never_deleted BEFORE DELETE ON device_mark
    BEGIN SELECT RAISE(ABORT, 'a mark is never deleted'); END;
`;

export interface KeptDevices {
  /** Inside the caller's transaction; undefined where it is known already. */
  keepEvidence(evidence: DeviceEvidence, at: number): KeptEvidence | undefined;
  /** Oldest first, as it was taken in. */
  evidence(): Iterable<KeptEvidence>;
  /** Inside the caller's transaction. */
  keepException(exception: DeviceException): void;
  /** The newest of each person and device, in the order in which they were first made. */
  exceptions(): readonly DeviceException[];
}

export interface KeptMarks {
  /** Inside the caller's transaction; false where it is known already. */
  keepMark(mark: DeviceMark): boolean;
  /** In the order in which they were recorded. */
  marks(): Iterable<DeviceMark>;
}

export function keptDevicesOf(database: DatabaseSync): KeptDevices {
  const keep = database.prepare('INSERT OR IGNORE INTO device_evidence (key, at, body) VALUES (?, ?, ?)');
  const read = database.prepare('SELECT at, body FROM device_evidence ORDER BY at, key');
  const except = database.prepare('INSERT INTO device_exception (body) VALUES (?)');
  const readExceptions = database.prepare('SELECT body FROM device_exception ORDER BY number');
  return {
    keepEvidence: (evidence, at) =>
      keep.run(evidence.key, at, JSON.stringify(evidence)).changes === 1 ? { ...evidence, takenAt: at } : undefined,
    *evidence() {
      for (const { at, body } of read.iterate()) {
        yield { ...(JSON.parse(String(body)) as DeviceEvidence), takenAt: Number(at) };
      }
    },
    keepException(exception) {
      except.run(JSON.stringify(exception));
    },
    exceptions() {
      const newest = new Map<string, DeviceException>();
      for (const { body } of readExceptions.iterate()) {
        const exception = JSON.parse(String(body)) as DeviceException;
        newest.set(exceptionKey(exception), exception);
      }
      return [...newest.values()];
    },
  };
}

export function keptMarksOf(database: DatabaseSync): KeptMarks {
  const keep = database.prepare('INSERT OR IGNORE INTO device_mark (key, body) VALUES (?, ?)');
  const read = database.prepare('SELECT body FROM device_mark ORDER BY number');
  return {
    keepMark: (mark) => keep.run(mark.key, JSON.stringify(mark)).changes === 1,
    *marks() {
      for (const { body } of read.iterate()) yield JSON.parse(String(body)) as DeviceMark;
    },
  };
}

/** Of a log that is older than devices, and may only be read. */
export const NO_DEVICES_KEPT: KeptDevices = {
  keepEvidence: () => undefined,
  evidence: () => [],
  keepException: () => undefined,
  exceptions: () => [],
};

/** Of a log that is older than marks, and may only be read. */
export const NO_MARKS_KEPT: KeptMarks = { keepMark: () => false, marks: () => [] };
