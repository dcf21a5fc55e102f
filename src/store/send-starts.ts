// The starts of messages in the event table: what the limits on sending count.

import type { DatabaseSync } from 'node:sqlite';
import type { FailureFacts } from '../model/failure.ts';
import type { SendStart } from '../model/job-log.ts';
import type { StepId } from '../model/step.ts';

/** Lines about the run as a whole are few: the newest of a name is found without reading all transitions. */
export const NOTE_INDEX = `
  CREATE INDEX event_note ON event(name, number) WHERE name NOT GLOB 'step.*';
`;

type Row = readonly [step: number, id: string, at: number, name: string, facts: string | null];

/**
 * Oldest first. A step whose last transition is older has no later start. Facts are read only where they tell how a call failed.
 */
export function readSendStarts(database: DatabaseSync, sinceMs: number): readonly SendStart[] {
  const statement = database.prepare(`
    SELECT step.key, step.id, event.at, event.name,
      CASE WHEN event.name IN ('step.waiting', 'step.failed', 'step.in-doubt') THEN event.facts END
    FROM step JOIN event ON event.step = step.key
    WHERE step.id GLOB 'notice.send/*' AND step.at >= ? AND event.name GLOB 'step.*'
    ORDER BY step.key, event.number`);
  statement.setReturnArrays(true);
  const starts: SendStart[] = [];
  let open: { readonly step: number; readonly start: SendStart } | undefined;
  const close = (ended: Partial<SendStart> = {}): void => {
    if (open !== undefined && open.start.at >= sinceMs) starts.push({ ...open.start, ...ended });
    open = undefined;
  };
  for (const [step, id, at, name, facts] of statement.iterate(sinceMs) as Iterable<unknown> as Iterable<Row>) {
    if (open?.step !== step || name === 'step.started') close();
    else close(endOf(facts, at));
    if (name === 'step.started') open = { step, start: { id, at } };
  }
  close();
  return starts.sort((left, right) => left.at - right.at);
}

/** Of each message that was taken back to be sent again: how often. */
export function readSendRounds(database: DatabaseSync): ReadonlyMap<StepId, number> {
  const statement = database.prepare(`
    SELECT step.id, count(*) FROM step JOIN event ON event.step = step.key
    WHERE step.id GLOB 'notice.send/*' AND event.name = 'step.undone' GROUP BY step.key`);
  statement.setReturnArrays(true);
  return new Map(statement.all() as unknown as (readonly [StepId, number])[]);
}

function endOf(facts: string | null, endedAt: number): Partial<SendStart> {
  if (facts === null) return { endedAt };
  const { failure } = JSON.parse(facts) as { readonly failure?: FailureFacts };
  return failure === undefined ? { endedAt } : { endedAt, failure };
}
