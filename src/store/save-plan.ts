// Puts a plan and its steps into the job log, one by one, inside the caller's transaction. Planning again never wipes out a doubt.

import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Fingerprints, PlanPurpose, PlanSummary, SavedPlan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';

export interface PlanToSave {
  readonly purpose: PlanPurpose;
  readonly fingerprints: Fingerprints;
  readonly steps: Iterable<Step>;
  readonly summarise: () => PlanSummary;
}

const IS_NOTICE = `substr(id, 1, 12) = 'notice.send/'`;
const STAYS = `(state IN ('started', 'in-doubt') OR (state = 'failed' AND ${IS_NOTICE}))`;
const HAS_OTHER_LETTER = `(${IS_NOTICE} AND json_extract(body, '$.letter') IS NOT json_extract(excluded.body, '$.letter'))`;

/**
 * A step that the log knows already moves into the new plan, takes the new body and goes back to planned, with its attempts at 0.
 *
 * - `started` and `in-doubt` stay, with all that is known: the call may have gone out, and only a look can tell. Back to planned
 *   they would be made blindly, and somebody would get two.
 * - A notice that failed stays failed: after a refusal for good nobody writes to that address again unasked. Only a retry takes it up.
 * - A letter that was changed has nothing to do with what was kept of the one before: its draft holds the old text.
 * - What was kept of a step that is not done stays too (the value that was there before); of a done one it is in the events.
 * - The condition on `plan` makes a second step of the same id in one plan change nothing, which is how it is noticed.
 */
const UPSERT = `
  INSERT INTO step (id, plan, position, batch, person, body, state, attempt, at)
  VALUES (?, ?, ?, ?, ?, ?, 'planned', 0, ?)
  ON CONFLICT (id) DO UPDATE SET
    plan = excluded.plan,
    position = excluded.position,
    batch = excluded.batch,
    person = excluded.person,
    body = excluded.body,
    state = iif(${STAYS}, state, 'planned'),
    attempt = iif(${STAYS}, attempt, 0),
    at = iif(${STAYS}, at, excluded.at),
    evidence = iif(state IN ('done', 'undone') OR ${HAS_OTHER_LETTER}, NULL, evidence),
    failure = iif(${STAYS}, failure, NULL)
  WHERE plan < excluded.plan`;

export interface SavedSteps {
  readonly plan: SavedPlan;
  readonly stepCount: number;
  /** Hex sha256 over the bodies of all steps, a line feed after each: the event keeps it, so no step can be changed unseen. */
  readonly stepsHash: string;
}

export function savePlanRows(
  database: DatabaseSync,
  { purpose, fingerprints, steps, summarise }: PlanToSave,
  at: number,
): SavedSteps {
  const number = currentPlanNumber(database) + 1;
  database
    .prepare('INSERT INTO plan (number, at, purpose, fingerprints) VALUES (?, ?, ?, ?)')
    .run(number, at, purpose, JSON.stringify(fingerprints));

  const upsert = database.prepare(UPSERT);
  const hash = createHash('sha256');
  let position = 0;
  for (const step of steps) {
    position += 1;
    const body = JSON.stringify(step);
    hash.update(body).update('\n');
    const { changes } = upsert.run(step.id, number, position, step.batch, step.person ?? null, body, at);
    if (changes !== 1) throw new Error(`plan ${number} holds the step ${step.id} twice`);
  }

  const summary = summarise();
  database.prepare('UPDATE plan SET summary = ? WHERE number = ?').run(JSON.stringify(summary), number);
  return { plan: { number, at, purpose, fingerprints, summary }, stepCount: position, stepsHash: hash.digest('hex') };
}

export function currentPlanNumber(database: DatabaseSync): number {
  return Number(database.prepare('SELECT max(number) AS number FROM plan').get()?.['number'] ?? 0);
}

export function readCurrentPlan(database: DatabaseSync): SavedPlan | undefined {
  const row = database
    .prepare('SELECT number, at, purpose, fingerprints, summary FROM plan ORDER BY number DESC LIMIT 1')
    .get();
  if (row === undefined) return undefined;
  return {
    number: Number(row['number']),
    at: Number(row['at']),
    purpose: row['purpose'] as PlanPurpose,
    fingerprints: JSON.parse(String(row['fingerprints'])) as Fingerprints,
    summary: JSON.parse(String(row['summary'])) as PlanSummary,
  };
}
