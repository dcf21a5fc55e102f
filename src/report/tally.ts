// Gathers the steps of a job log by person and by batch. A step that a newer plan no longer wants counts only if it did something.

import type { StepRecord, StepState } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Step, StepId } from '../model/step.ts';

export interface PersonTally {
  readonly key: string;
  readonly batch: string;
  displayName: string | undefined;
  newAddress: string | undefined;
  steps: number;
  done: number;
  undone: number;
  attempts: number;
  throttled: number;
  startedAt: number | undefined;
  changedAt: number | undefined;
  /** Neither done nor undone. */
  readonly open: StepRecord[];
}

export interface Tally {
  readonly persons: ReadonlyMap<string, PersonTally>;
  /** Every step that counts, with the person that it is for. */
  readonly owners: ReadonlyMap<StepId, PersonTally | undefined>;
  readonly open: ReadonlyMap<StepId, StepRecord>;
  readonly batches: ReadonlyMap<string, Record<StepState, number>>;
}

const LASTING: readonly StepState[] = ['done', 'undone', 'started', 'in-doubt'];

export function tallySteps(log: JobLog): Tally {
  const persons = new Map<string, PersonTally>();
  const owners = new Map<StepId, PersonTally | undefined>();
  const open = new Map<StepId, StepRecord>();
  const batches = new Map<string, Record<StepState, number>>();
  for (const record of countingSteps(log)) {
    const { step, state } = record;
    if (owners.has(step.id)) continue;
    const owner = step.person === undefined ? undefined : personOf(step.person, step, persons);
    owners.set(step.id, owner);
    const counts = batches.get(step.batch) ?? noSteps();
    counts[state] += 1;
    batches.set(step.batch, counts);
    if (state !== 'done' && state !== 'undone') open.set(step.id, record);
    if (owner !== undefined) addTo(owner, record);
  }
  return { persons, owners, open, batches };
}

function* countingSteps(log: JobLog): Generator<StepRecord> {
  yield* log.steps({ currentPlan: true });
  // The first plan holds every step that there is.
  if ((log.currentPlan()?.number ?? 0) > 1) yield* log.steps({ states: LASTING });
}

function personOf(key: string, { batch }: Step, persons: Map<string, PersonTally>): PersonTally {
  const known = persons.get(key);
  if (known !== undefined) return known;
  const fresh: PersonTally = {
    key,
    batch,
    displayName: undefined,
    newAddress: undefined,
    steps: 0,
    done: 0,
    undone: 0,
    attempts: 0,
    throttled: 0,
    startedAt: undefined,
    changedAt: undefined,
    open: [],
  };
  persons.set(key, fresh);
  return fresh;
}

function addTo(person: PersonTally, record: StepRecord): void {
  const { step, state } = record;
  person.displayName ??= 'displayName' in step ? step.displayName : undefined;
  person.newAddress = newAddressOf(step) ?? person.newAddress;
  // What was taken back is no longer a part of the work; the step that took it back is.
  if (state === 'undone') person.undone += 1;
  else person.steps += 1;
  if (state === 'done') person.done += 1;
  else if (state !== 'undone') person.open.push(record);
}

function newAddressOf(step: Step): string | undefined {
  if (step.undoes !== undefined) return undefined;
  if (step.kind === 'user.create') return step.address;
  return step.kind === 'user.rename' ? step.to : undefined;
}

export function noSteps(): Record<StepState, number> {
  return { planned: 0, started: 0, waiting: 0, done: 0, failed: 0, 'in-doubt': 0, undone: 0 };
}
