// The event table: appends lines to the chain, and reads them back in order, a page at a time.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LoggedEvent } from '../model/event.ts';
import { type ChainLine, nextHash } from './hash-chain.ts';

const PAGE_ROWS = 1000;

type EventRow = readonly [number: number, at: number, name: string, stepId: string | null, facts: string, hash: string];

/** One line to append. `stepKey` is the row of the step, `facts` its JSON text. */
export interface NewEvent {
  readonly at: number;
  readonly name: string;
  readonly step: { readonly key: number; readonly id: string } | undefined;
  readonly facts: string;
}

/** Appends inside the caller's transaction, which must hold the write lock, since the end of the chain is read here. */
export function eventAppender(database: DatabaseSync, jobId: string): (events: readonly NewEvent[]) => void {
  const end = database.prepare('SELECT number, hash FROM event ORDER BY number DESC LIMIT 1');
  const insert = database.prepare('INSERT INTO event (number, at, name, step, facts, hash) VALUES (?, ?, ?, ?, ?, ?)');
  return (events) => {
    const last = end.get();
    let number = Number(last?.['number'] ?? 0);
    let hash = String(last?.['hash'] ?? jobId);
    for (const { at, name, step, facts } of events) {
      number += 1;
      hash = nextHash(hash, { number, at, name, stepId: step?.id, facts });
      insert.run(number, at, name, step?.key ?? null, facts, hash);
    }
  };
}

export interface EventFilter {
  /** Key of a person or of a partner. */
  readonly person?: string;
  readonly stepId?: string;
}

export function* readEvents(database: DatabaseSync, filter: EventFilter): Generator<LoggedEvent, void, undefined> {
  for (const { number, at, name, stepId, facts, hash } of readLines(database, filter)) {
    const parsed = JSON.parse(facts) as LoggedEvent['facts'];
    yield { number, at, name, ...(stepId !== undefined && { stepId }), facts: parsed, hash };
  }
}

/** The newest event of this name; undefined where there is none. Names of transitions are not in the index `event_note`. */
export function lastEvent(database: DatabaseSync, name: string): LoggedEvent | undefined {
  const indexed = name.startsWith('step.') ? '' : "AND event.name NOT GLOB 'step.*'";
  const statement = database.prepare(`
    SELECT event.number, event.at, event.name, step.id, event.facts, event.hash
    FROM event LEFT JOIN step ON step.key = event.step
    WHERE event.name = ? ${indexed} ORDER BY event.number DESC LIMIT 1`);
  statement.setReturnArrays(true);
  const row = statement.get(name) as unknown as EventRow | undefined;
  if (row === undefined) return undefined;
  const [number, at, , stepId, facts, hash] = row;
  const parsed = JSON.parse(facts) as LoggedEvent['facts'];
  return { number, at, name, ...(stepId !== null && { stepId }), facts: parsed, hash };
}

/** One event of the chain: that of a number, or the newest. */
export function eventLink(database: DatabaseSync, number: number | undefined) {
  const where = number === undefined ? '' : 'WHERE number = ?';
  const found = database
    .prepare(`SELECT number, hash FROM event ${where} ORDER BY number DESC LIMIT 1`)
    .get(...(number === undefined ? [] : [number]));
  return found === undefined ? undefined : { number: Number(found['number']), hash: String(found['hash']) };
}

/** Number of the first event that is missing or whose hash does not follow; undefined where the chain is whole. */
export function firstBrokenEvent(database: DatabaseSync, jobId: string): number | undefined {
  let hash = jobId;
  let number = 0;
  for (const line of readLines(database, {})) {
    number += 1;
    if (line.number !== number) return number;
    hash = nextHash(hash, line);
    if (line.hash !== hash) return number;
  }
  return undefined;
}

function* readLines(
  database: DatabaseSync,
  filter: EventFilter,
): Generator<ChainLine & { readonly hash: string }, void, undefined> {
  const { statement, values } = preparePage(database, filter);
  let last = 0;
  for (;;) {
    const rows = statement.all(...values, last) as unknown as readonly EventRow[];
    for (const [number, at, name, stepId, facts, hash] of rows) {
      yield { number, at, name, stepId: stepId ?? undefined, facts, hash };
      last = number;
    }
    if (rows.length < PAGE_ROWS) return;
  }
}

/** What was recorded of a person and their devices belongs to no step. The index `event_note` finds it. */
const DEVICE_EVENTS = `
  SELECT number FROM event
  WHERE name IN ('device.exception', 'device.handed-over', 'device.done', 'device.reported', 'device.taken-back')
    AND name NOT GLOB 'step.*' AND json_extract(facts, '$.person') = ?`;

function preparePage(
  database: DatabaseSync,
  { person, stepId }: EventFilter,
): { readonly statement: StatementSync; readonly values: readonly string[] } {
  const conditions: string[] = [];
  const values: string[] = [];
  if (person !== undefined) {
    conditions.push(`(event.step IN (
      SELECT key FROM step WHERE person = ? UNION ALL
      SELECT key FROM step WHERE person IS NULL AND json_extract(body, '$.partner') = ?)
      OR event.number IN (${DEVICE_EVENTS}))`);
    values.push(person, person, person);
  }
  if (stepId !== undefined) {
    conditions.push('event.step = (SELECT key FROM step WHERE id = ?)');
    values.push(stepId);
  }
  const statement = database.prepare(`
    SELECT event.number, event.at, event.name, step.id, event.facts, event.hash
    FROM event LEFT JOIN step ON step.key = event.step
    WHERE ${[...conditions, 'event.number > ?'].join(' AND ')}
    ORDER BY event.number LIMIT ${PAGE_ROWS}`);
  statement.setReturnArrays(true);
  return { statement, values };
}
