// The job log on SQLite: what is done to a step is on disk, with its event, before anybody builds on it.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../model/clock.ts';
import type { StepState } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { StepId } from '../model/step.ts';
import { eventAppender, eventLink, firstBrokenEvent, lastEvent, readEvents } from './event-rows.ts';
import { makeDatabase, openDatabase, pragma } from './job-log-open.ts';
import { keptDevicesOf, keptMarksOf, NO_DEVICES_KEPT, NO_MARKS_KEPT } from './kept-devices.ts';
import { keptMailOf, NOTHING_KEPT } from './kept-mail.ts';
import { journalFlush } from './journal-flush.ts';
import { recorder } from './recorder.ts';
import { readSendRounds, readSendStarts } from './send-starts.ts';
import { currentPlanNumber, type PlanToSave, readCurrentPlan, savePlanRows } from './save-plan.ts';
import { stateMap } from './state-map.ts';
import { readSteps, stepFinder } from './step-query.ts';
import { type CommitPoints, inTransaction } from './transaction.ts';
import { databaseTrouble, type Errand, trouble } from './trouble.ts';

/** Where a test may end the process: right before and right after the commits that must not be torn apart. */
export const JOB_LOG_FAILPOINTS = [
  'record.before-commit',
  'record.after-commit',
  'plan.before-commit',
  'plan.after-commit',
] as const;

export type JobLogFailpoint = (typeof JOB_LOG_FAILPOINTS)[number];

export interface JobLogOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** `create` makes a log where there is none; `write` and `read` want one that is there. */
  readonly mode: 'create' | 'write' | 'read';
  /** Draws the id of a new job: 12 hex digits. */
  readonly newJobId?: () => string;
  /** Reads every page and checks it before anything else. */
  readonly isThorough?: boolean;
  readonly failpoint?: (name: JobLogFailpoint) => void;
  /** Most pages that the file may have: SQLite then says "disk full" as it would on a full disk. */
  readonly mostPages?: number;
}

/** Opens `data/job.db`. Throws StoreTrouble, with what is wrong and what to do, where it cannot be trusted or used. */
export function openJobLog(file: string, options: JobLogOptions): JobLog {
  const { clock, mode, newJobId = () => randomBytes(6).toString('hex') } = options;
  const goal = mode === 'read' ? 'read what has been done' : 'write down what is done';
  const errand: Errand = { file, role: 'job log', goal };
  if (mode === 'create' && !existsSync(file)) makeDatabase(errand, { jobId: newJobId(), at: clock.now() });

  const isThorough = options.isThorough ?? false;
  const database = openDatabase(errand, { mode: mode === 'read' ? 'read' : 'write', isThorough });
  if (options.mostPages !== undefined) database.exec(`PRAGMA max_page_count = ${options.mostPages}`);
  return jobLogOn(database, errand, options);
}

function jobLogOn(database: DatabaseSync, errand: Errand, options: JobLogOptions): JobLog {
  const { clock, mode } = options;
  const jobId = readJobId(database, errand);
  const explain = (thrown: unknown): Error => explainFault(thrown, errand);
  const journal = journalFlush(database, errand.file);
  const changes = recorder({ database, journal, jobId, clock, points: commitPoints('record', options), explain });
  const findStep = stepFinder(database);
  // A log of an older format that may only be read knows of no mail, of no devices, or of nothing that became of them.
  const version = pragma(database, 'user_version');
  const mail = version < 2 ? NOTHING_KEPT : keptMailOf(database);
  const devices = version < 3 ? NO_DEVICES_KEPT : keptDevicesOf(database);
  const marks = version < 4 ? NO_MARKS_KEPT : keptMarksOf(database);

  function read<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (thrown) {
      throw explain(thrown);
    }
  }

  function* walk<Row>(rows: () => Iterable<Row>): Generator<Row, void, undefined> {
    try {
      yield* rows();
    } catch (thrown) {
      throw explain(thrown);
    }
  }

  function requireWriting(): void {
    if (mode === 'read') throw new Error('this job log was opened for reading only');
  }

  /** One transaction of its own, after everything that was promised before it. */
  function write<Result>(work: () => Result): Result {
    requireWriting();
    changes.settle();
    try {
      return inTransaction(database, commitPoints('record', options), work);
    } catch (thrown) {
      throw databaseTrouble(thrown, errand);
    }
  }

  function appendLine(name: string, facts: Readonly<Record<string, unknown>>, id?: StepId): void {
    const key = id === undefined ? undefined : database.prepare('SELECT key FROM step WHERE id = ?').get(id)?.['key'];
    const step = id === undefined || typeof key !== 'number' ? undefined : { key, id };
    eventAppender(database, jobId)([{ at: clock.now(), name, step, facts: JSON.stringify(facts) }]);
  }

  return {
    jobId,
    savePlan(plan) {
      requireWriting();
      changes.settle();
      try {
        return inTransaction(database, commitPoints('plan', options), () =>
          savePlanWithEvent(database, plan, { jobId, clock }),
        );
      } catch (thrown) {
        throw databaseTrouble(thrown, errand);
      }
    },
    currentPlan: () => read(() => readCurrentPlan(database)),
    steps: (filter = {}) =>
      walk(() => readSteps(database, filter, filter.currentPlan === true ? currentPlanNumber(database) : 0)),
    step: (id) => read(() => findStep(id)),
    states: () => read(() => readStates(database)),
    async record(transition) {
      requireWriting();
      await changes.record(transition);
    },
    async note(name, facts) {
      requireWriting();
      await changes.note(name, facts);
    },
    lastEvent: (name) => read(() => lastEvent(database, name)),
    events: (filter = {}) => walk(() => readEvents(database, filter)),
    sendRounds: () => read(() => readSendRounds(database)),
    sendStarts: (sinceMs) => read(() => readSendStarts(database, sinceMs)),
    link: (number) => read(() => eventLink(database, number)),
    firstBrokenEvent: () => read(() => firstBrokenEvent(database, jobId)),
    keepLetter(hash, letter) {
      requireWriting();
      mail.keepLetter(hash, letter);
    },
    letter: (hash) => read(() => mail.letter(hash)),
    approve(approvals, facts) {
      return write(() => {
        const approved = mail.approve(approvals);
        appendLine('notice.approved', { ...facts, ...approved });
        return approved;
      });
    },
    approvedLetter: (id) => read(() => mail.approvedLetter(id)),
    keepMailBack(back) {
      return write(() => {
        const isNew = mail.keepMailBack(back);
        if (isNew) appendLine(`notice.${back.kind}`, { ...back }, back.stepId);
        return isNew;
      });
    },
    mailBacks: () => walk(() => mail.mailBacks()),
    keepEvidence(evidence) {
      return write(() => {
        const at = clock.now();
        const fresh = [...evidence].flatMap((one) => devices.keepEvidence(one, at) ?? []);
        const lines = fresh.map(({ takenAt, ...facts }) => {
          return { at: takenAt, name: 'device.evidence', step: undefined, facts: JSON.stringify(facts) };
        });
        eventAppender(database, jobId)(lines);
        return fresh;
      });
    },
    deviceEvidence: () => walk(() => devices.evidence()),
    keepException(exception) {
      write(() => {
        devices.keepException(exception);
        appendLine('device.exception', { ...exception });
      });
    },
    exceptions: () => read(() => devices.exceptions()),
    keepMarks(given) {
      return write(() => {
        const fresh = [...given].filter((mark) => marks.keepMark(mark));
        const at = clock.now();
        const lines = fresh.map((mark) => {
          return { at, name: `device.${mark.what}`, step: undefined, facts: JSON.stringify(mark) };
        });
        eventAppender(database, jobId)(lines);
        return fresh;
      });
    },
    deviceMarks: () => walk(() => marks.marks()),
    close() {
      changes.flush();
      journal.close();
      database.close();
    },
  };
}

function savePlanWithEvent(
  database: DatabaseSync,
  toSave: PlanToSave,
  { jobId, clock }: { readonly jobId: string; readonly clock: Pick<Clock, 'now'> },
): ReturnType<JobLog['savePlan']> {
  const at = clock.now();
  const { plan, stepCount, stepsHash } = savePlanRows(database, toSave, at);
  const { number, purpose, fingerprints } = plan;
  const facts = JSON.stringify({ plan: number, purpose, steps: stepCount, stepsHash, fingerprints });
  eventAppender(database, jobId)([{ at, name: 'plan.saved', step: undefined, facts }]);
  return plan;
}

function readStates(database: DatabaseSync): ReadonlyMap<StepId, StepState> {
  const statement = database.prepare('SELECT id, state FROM step ORDER BY id');
  statement.setReturnArrays(true);
  return stateMap(statement.iterate() as Iterable<unknown> as Iterable<readonly [StepId, StepState]>);
}

function readJobId(database: DatabaseSync, errand: Errand): string {
  const jobId = database.prepare("SELECT value FROM meta WHERE key = 'jobId'").get()?.['value'];
  if (typeof jobId !== 'string') throw trouble('damaged', errand);
  return jobId;
}

function commitPoints(what: 'record' | 'plan', { failpoint }: JobLogOptions): CommitPoints {
  return {
    before: () => failpoint?.(`${what}.before-commit`),
    after: () => failpoint?.(`${what}.after-commit`),
  };
}

/** JSON of ours that does not parse was not written by us. */
function explainFault(thrown: unknown, errand: Errand): Error {
  if (thrown instanceof SyntaxError) return trouble('damaged', errand, { cause: thrown });
  return databaseTrouble(thrown, errand);
}
