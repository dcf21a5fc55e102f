// The tables of data/job.db. A change here is a new number of JOB_LOG_VERSION: an older program must refuse a newer file.

import { DEVICE_MARKS_SCHEMA, KEPT_DEVICES_SCHEMA } from './kept-devices.ts';
import { KEPT_MAIL_SCHEMA } from './kept-mail.ts';
import { NOTE_INDEX } from './send-starts.ts';

/** `PRAGMA application_id`: "mgrt" in ASCII, so that a foreign database is never taken for a job log. */
export const JOB_LOG_APPLICATION = 0x6d677274;

/** `PRAGMA user_version`. */
export const JOB_LOG_VERSION = 4;

/**
 * What brings a file of each older format to the next one: format 1 knew nothing of mail, format 2 nothing of devices, format 3 nothing of
 * what becomes of them.
 */
export const JOB_LOG_UPGRADES: Readonly<Record<number, string>> = {
  1: `${KEPT_MAIL_SCHEMA} ${NOTE_INDEX} PRAGMA user_version = 2;`,
  2: `${KEPT_DEVICES_SCHEMA} PRAGMA user_version = 3;`,
  3: `${DEVICE_MARKS_SCHEMA} PRAGMA user_version = 4;`,
};

/**
 * - `step` holds the newest state of each step; `event` holds how it got there, and can only grow.
 * - A step belongs to the newest plan that holds it: `plan` and `position` change when a later plan holds it again.
 * - `step_unfinished` holds only what may still need work, so that resuming does not depend on how much is done.
 * - Inserting is guarded too, since INSERT OR REPLACE would pass by the trigger that refuses DELETE.
 */
export const JOB_LOG_SCHEMA = `
  CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE plan (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    fingerprints TEXT NOT NULL CHECK (json_valid(fingerprints)),
    summary TEXT CHECK (json_valid(summary))
  ) STRICT;

  CREATE TABLE step (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    plan INTEGER NOT NULL REFERENCES plan(number),
    position INTEGER NOT NULL,
    batch TEXT NOT NULL,
    person TEXT,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    evidence TEXT,
    failure TEXT
  ) STRICT;
  CREATE INDEX step_order ON step(plan, position);
  CREATE INDEX step_unfinished ON step(plan, position) WHERE state NOT IN ('done', 'undone');
  CREATE INDEX step_person ON step(person, plan, position) WHERE person IS NOT NULL;

  CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    step INTEGER REFERENCES step(key),
    facts TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_step ON event(step, number) WHERE step IS NOT NULL;

  CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
  CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
  CREATE TRIGGER event_is_only_appended BEFORE INSERT ON event
    WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM event)
    BEGIN SELECT RAISE(ABORT, 'an event is only appended'); END;

  ${KEPT_MAIL_SCHEMA}
  ${NOTE_INDEX}
  ${KEPT_DEVICES_SCHEMA}
  ${DEVICE_MARKS_SCHEMA}

  PRAGMA application_id = ${JOB_LOG_APPLICATION};
  PRAGMA user_version = ${JOB_LOG_VERSION};
`;
