// How long it takes to open a job log of a million events and to find what is unfinished, against bare node:sqlite.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { JobLog } from '../../src/model/job-log.ts';
import type { StepState } from '../../src/model/event.ts';
import { stepId, type Step } from '../../src/model/step.ts';
import { eventAppender, type NewEvent } from '../../src/store/event-rows.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import type { BenchResult } from './result.ts';

const TARGET = 1.5;
const UNPARSED_TARGET = 2;
const ROUNDS = 25;
/** Until the file is in the system's cache, the code is compiled, and what making the log left in memory is swept. */
const WARM_UP_ROUNDS = 5;

/**
 * 500,000 steps of 100,000 people, killed near the end: 490,000 are done (980,000 events; 9,849 of them had to wait once, which
 * makes 19,698 more), 100 are started, 100 have failed (200), and 9,800 are planned. With the plan and one note: a million.
 */
const PEOPLE = 100_000;
const STEPS = PEOPLE * 5;
const DONE = 490_000;
const STARTED = 100;
const FAILED = 100;
const WAITED = 9_849;
const EVENTS = 1_000_000;

const UNFINISHED: readonly StepState[] = ['planned', 'started', 'waiting', 'failed', 'in-doubt'];

const REFUSED = '{"kind":"refused","operation":"POST /users","said":"no licence is left","status":400}';

/**
 * Ours: open the log for writing, as `migrate resume` does, with all checks of the header, the version and the length, and walk
 * all unfinished steps of the current plan, each one parsed into its record. Then close.
 *
 * Bare: open the same file with node:sqlite, the same rows and columns in the same order with one query on the same index,
 * read with `all()`, and the step of each row parsed, since a step is what is looked for; nothing is checked. Then close.
 * `resume-1m-unparsed`: there bare leaves the steps as text, so that the ratio holds our JSON too.
 *
 * All run in turn in one process, after some rounds that are not counted; the value is the median over the median.
 */
export function resume1m(): Promise<readonly BenchResult[]> {
  return Promise.resolve(measure());
}

function measure(): readonly BenchResult[] {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-bench-'));
  try {
    const file = join(folder, 'job.db');
    fill(file);
    const ours: number[] = [];
    const bare: number[] = [];
    const unparsed: number[] = [];
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
      const oursMs = timeMs(() => findUnfinished(file));
      const bareMs = timeMs(() => readBare(file, (body) => JSON.parse(body)));
      const unparsedMs = timeMs(() => readBare(file, (body) => body));
      if (round < WARM_UP_ROUNDS) continue;
      ours.push(oursMs);
      bare.push(bareMs);
      unparsed.push(unparsedMs);
    }
    const value = ratio(ours, bare);
    const unparsedValue = ratio(ours, unparsed);
    return [
      { name: 'resume-1m', value, unit: 'ratio', target: TARGET, ok: value <= TARGET },
      {
        name: 'resume-1m-unparsed',
        value: unparsedValue,
        unit: 'ratio',
        target: UNPARSED_TARGET,
        ok: unparsedValue <= UNPARSED_TARGET,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * The plan is saved as `migrate plan` does it. The events go through the appender of the job log itself, in a few big commits
 * instead of a million small ones, and the states are set to what those events say; so the file is the one that a real job leaves.
 */
function fill(file: string): void {
  const log = openJobLog(file, { clock: { now: Date.now }, mode: 'create' });
  log.savePlan({
    purpose: 'apply',
    fingerprints: {},
    steps: steps(),
    summarise: () => ({
      purpose: 'apply',
      batches: [],
      steps: STEPS,
      checked: 0,
      problems: [],
      forecast: { durationMs: 0, lanes: [] },
    }),
  });
  const { jobId } = log;
  log.close();

  const database = new DatabaseSync(file);
  const append = eventAppender(database, jobId);
  let events: NewEvent[] = [{ at: Date.now(), name: 'apply.started', step: undefined, facts: '{}' }];
  let key = 0;
  database.exec('BEGIN');
  for (const { id } of steps()) {
    key += 1;
    for (const { name, facts } of lifeOf(key)) events.push({ at: Date.now(), name, step: { key, id }, facts });
    if (events.length < 10_000) continue;
    append(events);
    events = [];
  }
  append(events);
  database.exec(`
    UPDATE step SET state = 'done', attempt = 1, evidence = json_object('id', 'id-' || key) WHERE key <= ${DONE};
    UPDATE step SET state = 'started', attempt = 1 WHERE key > ${DONE} AND key <= ${DONE + STARTED};
    UPDATE step SET state = 'failed', attempt = 1, failure = '${REFUSED}'
      WHERE key > ${DONE + STARTED} AND key <= ${DONE + STARTED + FAILED};
    COMMIT`);
  const count = database.prepare('SELECT max(number) AS count FROM event').get()?.['count'];
  database.close();
  if (count !== EVENTS) throw new Error(`the log has ${String(count)} events`);
}

interface Line {
  readonly name: string;
  readonly facts: string;
}

function lifeOf(key: number): readonly Line[] {
  const started: Line = { name: 'step.started', facts: '{"attempt":1}' };
  const wait: readonly Line[] = key <= WAITED ? [{ name: 'step.waiting', facts: '{"attempt":1}' }, started] : [];
  if (key <= DONE) {
    const facts = `{"attempt":1,"how":"made","evidence":{"id":"id-${key}"}}`;
    return [started, ...wait, { name: 'step.done', facts }];
  }
  if (key <= DONE + STARTED) return [started];
  if (key > DONE + STARTED + FAILED) return [];
  return [started, { name: 'step.failed', facts: `{"attempt":1,"failure":${REFUSED}}` }];
}

function* steps(): Generator<Step> {
  for (let person = 1; person <= PEOPLE; person += 1) yield* stepsOf(person);
}

function stepsOf(person: number): readonly Step[] {
  const address = `person${person}@new.example`;
  const created = stepId('user.create', address);
  const base = { batch: `batch-${person % 20}`, person: `person${person}@old.example` };
  const account = { madeBy: created, address };
  return [
    {
      ...base,
      id: created,
      kind: 'user.create',
      needs: ['domain.verify/new.example'],
      address,
      displayName: `山田 太郎 ${person}`,
      familyName: '山田',
      givenName: '太郎',
      language: 'ja',
      country: 'JP',
      stamp: '0123456789ab',
    },
    {
      ...base,
      id: stepId('licence.assign', address),
      kind: 'licence.assign',
      needs: [created],
      account,
      licenceName: 'SPE_E3',
      licenceId: '05e9a617-0261-4cee-bb44-138d3ef5d965',
      way: { by: 'direct', licenceId: '05e9a617-0261-4cee-bb44-138d3ef5d965' },
    },
    { ...base, id: stepId('mailbox.wait', address), kind: 'mailbox.wait', needs: [created], account },
    {
      ...base,
      id: stepId('alias.add', `${address}/p${person}@new.example`),
      kind: 'alias.add',
      needs: [created],
      account,
      alias: `p${person}@new.example`,
    },
    {
      ...base,
      id: stepId('forward.set', address),
      kind: 'forward.set',
      needs: [created],
      account,
      forwarding: { isOn: true, to: address, keepsCopy: true },
    },
  ];
}

function findUnfinished(file: string): number {
  const log: JobLog = openJobLog(file, { clock: { now: Date.now }, mode: 'write' });
  let found = 0;
  for (const record of log.steps({ states: UNFINISHED, currentPlan: true })) if (record.step.id !== '') found += 1;
  log.close();
  return found;
}

function ratio(ours: readonly number[], bare: readonly number[]): number {
  return Number((median(ours) / median(bare)).toFixed(3));
}

function readBare(file: string, take: (body: string) => unknown): number {
  const database = new DatabaseSync(file);
  const rows = database
    .prepare(
      `SELECT plan, position, state, attempt, at, body, evidence, failure FROM step INDEXED BY step_unfinished
       WHERE plan = (SELECT max(number) FROM plan) AND state NOT IN ('done', 'undone') ORDER BY plan, position`,
    )
    .all()
    .map(({ body }) => take(String(body)));
  database.close();
  return rows.length;
}

/** Times the work, which must find the 10,000 unfinished steps: a fast wrong answer is no answer. */
function timeMs(work: () => number): number {
  const start = performance.now();
  const found = work();
  const tookMs = performance.now() - start;
  if (found !== STEPS - DONE) throw new Error(`found ${found} unfinished steps`);
  return tookMs;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}
