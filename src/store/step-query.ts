// Reads steps in plan order, a page at a time: memory stays flat, and steps may change state while they are being walked.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StepRecord, StepState } from '../model/event.ts';
import type { StepFilter } from '../model/job-log.ts';
import type { StepId } from '../model/step.ts';
import { STEP_COLUMNS, stepRecord, type StepRow } from './step-rows.ts';

const PAGE_ROWS = 500;

/** The condition of the index `step_unfinished`, word for word: SQLite uses the index only then. */
const UNFINISHED = "state NOT IN ('done', 'undone')";
const UNFINISHED_STATES: ReadonlySet<StepState> = new Set(['planned', 'started', 'waiting', 'failed', 'in-doubt']);

type Value = string | number;

interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** Each page starts where the last one ended, by a seek in the index, so it costs the same wherever it is. */
export function* readSteps(
  database: DatabaseSync,
  filter: StepFilter,
  currentPlan: number,
): Generator<StepRecord, void, undefined> {
  if (filter.states?.length === 0) return;
  const { statement, values } = preparePage(database, filter, currentPlan);
  let last: readonly Value[] = filter.currentPlan === true ? [0] : [0, 0];
  for (;;) {
    const rows = statement.all(...values, ...last) as unknown as readonly StepRow[];
    for (const row of rows) yield stepRecord(row);
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE_ROWS) return;
    last = filter.currentPlan === true ? [end[1]] : [end[0], end[1]];
  }
}

function preparePage(
  database: DatabaseSync,
  filter: StepFilter,
  currentPlan: number,
): { readonly statement: StatementSync; readonly values: readonly Value[] } {
  const conditions = conditionsOf(filter, currentPlan);
  // With the plan fixed, SQLite seeks by a plain position only; a row value would make it read every earlier page again.
  const start = filter.currentPlan === true ? 'position > ?' : '(plan, position) > (?, ?)';
  const where = [...conditions.map(({ sql }) => sql), start].join(' AND ');
  const statement = database.prepare(
    `SELECT ${STEP_COLUMNS} FROM step INDEXED BY ${indexFor(filter)} WHERE ${where} ORDER BY plan, position LIMIT ${PAGE_ROWS}`,
  );
  statement.setReturnArrays(true);
  return { statement, values: conditions.flatMap(({ values }) => values) };
}

function conditionsOf(filter: StepFilter, currentPlan: number): readonly Condition[] {
  const conditions: Condition[] = [];
  if (filter.person !== undefined) conditions.push({ sql: 'person = ?', values: [filter.person] });
  if (filter.batch !== undefined) conditions.push({ sql: 'batch = ?', values: [filter.batch] });
  if (filter.currentPlan === true) conditions.push({ sql: 'plan = ?', values: [currentPlan] });
  if (isUnfinishedOnly(filter.states)) conditions.push({ sql: UNFINISHED, values: [] });
  if (filter.states !== undefined && !isAllUnfinished(filter.states)) {
    conditions.push({ sql: `state IN (${filter.states.map(() => '?').join(', ')})`, values: filter.states });
  }
  return conditions;
}

function indexFor(filter: StepFilter): string {
  if (filter.person !== undefined) return 'step_person';
  return isUnfinishedOnly(filter.states) ? 'step_unfinished' : 'step_order';
}

function isUnfinishedOnly(states: readonly StepState[] | undefined): boolean {
  return states?.every((state) => UNFINISHED_STATES.has(state)) ?? false;
}

function isAllUnfinished(states: readonly StepState[]): boolean {
  return isUnfinishedOnly(states) && new Set(states).size === UNFINISHED_STATES.size;
}

/** Finds one step by its id. */
export function stepFinder(database: DatabaseSync): (id: StepId) => StepRecord | undefined {
  const statement = database.prepare(`SELECT ${STEP_COLUMNS} FROM step WHERE id = ?`);
  statement.setReturnArrays(true);
  return (id) => {
    const row = statement.get(id) as unknown as StepRow | undefined;
    return row === undefined ? undefined : stepRecord(row);
  };
}
