// The one door for changes of a step: checks that the transition is legal, and writes the event and the state in one commit.

import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../model/clock.ts';
import { NEXT_STATES, type StepState, type Transition } from '../model/event.ts';
import type { StepId } from '../model/step.ts';
import { eventAppender, type NewEvent } from './event-rows.ts';
import { groupCommit } from './group-commit.ts';
import type { JournalFlush } from './journal-flush.ts';
import { type CommitPoints, inTransaction } from './transaction.ts';

export interface Recorder {
  record(transition: Transition): Promise<void>;
  note(name: string, facts: Readonly<Record<string, unknown>>): Promise<void>;
  /** Writes what is waiting, and throws where an earlier write failed. */
  settle(): void;
  flush(): void;
}

export interface RecorderParts {
  readonly database: DatabaseSync;
  readonly journal: JournalFlush;
  readonly jobId: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly points: CommitPoints;
  readonly explain: (thrown: unknown) => Error;
}

/** A transition or a note on its way to the disk. */
interface Entry {
  readonly event: NewEvent;
  readonly transition: Transition | undefined;
}

export function recorder({ database, journal, jobId, clock, points, explain }: RecorderParts): Recorder {
  const find = database.prepare('SELECT key, state FROM step WHERE id = ?');
  find.setReturnArrays(true);
  const append = eventAppender(database, jobId);
  const change = stepChanger(database);
  /** Where each step is that has moved since this log was opened or planned: on disk, or promised to be there. */
  const moved = new Map<StepId, { readonly key: number; state: StepState }>();

  const commits = groupCommit<Entry>({
    write: (entries) =>
      journal.unflushed(() =>
        inTransaction(database, points, () => {
          append(entries.map(({ event }) => event));
          for (const { event, transition } of entries) if (transition) change(transition, event);
        }),
      ),
    persist: () => journal.persist(),
    persistNow: () => journal.persistNow(),
    explain,
  });

  function placeOf(id: StepId): { readonly key: number; state: StepState } {
    const known = moved.get(id);
    if (known !== undefined) return known;
    const row = find.get(id) as unknown as readonly [key: number, state: StepState] | undefined;
    if (row === undefined) throw new Error(`the job log knows no step ${id}`);
    const place = { key: row[0], state: row[1] };
    moved.set(id, place);
    return place;
  }

  /** Throws on a transition that is not in the table: whoever asks for it has lost track of the step. */
  function keyForMove({ id, to, attempt }: Transition): number {
    const place = placeOf(id);
    if (!NEXT_STATES[place.state].includes(to))
      throw new Error(`the step ${id} cannot go from ${place.state} to ${to}`);
    if (!Number.isInteger(attempt) || attempt < 0) throw new Error(`the step ${id} cannot be at attempt ${attempt}`);
    place.state = to;
    return place.key;
  }

  return {
    async record(transition) {
      const { id, to, attempt, how, evidence, failure } = transition;
      const broken = commits.brokenBy();
      if (broken !== undefined) throw broken;
      const facts = JSON.stringify({ attempt, how, evidence, failure });
      const event = { at: clock.now(), name: `step.${to}`, step: { key: keyForMove(transition), id }, facts };
      await commits.add({ event, transition });
    },
    async note(name, facts) {
      const event = { at: clock.now(), name, step: undefined, facts: JSON.stringify(facts) };
      await commits.add({ event, transition: undefined });
    },
    settle() {
      commits.flush();
      moved.clear();
      const broken = commits.brokenBy();
      if (broken !== undefined) throw broken;
    },
    flush: () => commits.flush(),
  };
}

/** Evidence stays until newer evidence comes: what was there before a change must survive a second attempt at it. */
function stepChanger(database: DatabaseSync): (transition: Transition, event: NewEvent) => void {
  const update = database.prepare(
    'UPDATE step SET state = ?, attempt = ?, at = ?, evidence = coalesce(?, evidence), failure = ? WHERE key = ?',
  );
  const text = (value: object | undefined): string | null => (value === undefined ? null : JSON.stringify(value));
  return ({ id, to, attempt, evidence, failure }, { at, step }) => {
    if (step === undefined) throw new Error(`the event of ${id} names no step`);
    update.run(to, attempt, at, text(evidence), text(failure), step.key);
  };
}
