// Job log -> summary. Reads the log only: what a provider has, and what the lists say, is not asked here.

import type { Clock } from '../model/clock.ts';
import type { StepRecord } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { SavedPlan } from '../model/plan.ts';
import { NOTICES_BATCH } from '../model/settings.ts';
import { type Blocks, findBlocks } from './blocks.ts';
import type { DevicesSummary } from './device-lines.ts';
import { readHistory } from './history.ts';
import { noticeLines } from './notice-lines.ts';
import {
  type BatchLine,
  PERSON_STATES,
  type PersonLine,
  type PersonState,
  type Summary,
  type TaskLine,
} from './summary.ts';
import { noSteps, type PersonTally, tallySteps, type Tally } from './tally.ts';
import { reasonsOf, type Say } from './words.ts';

export interface SummaryParts {
  readonly clock: Pick<Clock, 'now'>;
  /** In which everything that has a time is told: the company's. */
  readonly timeZone: string;
  /** The sentence of a step: the step table has it. */
  readonly say: Say;
  /** The name of a person, by key, where the log's own steps do not say it. */
  readonly nameOf?: (key: string) => string | undefined;
  /** Why no notice may be sent now. */
  readonly whyStopped?: string;
  /** Where the devices stand, where there is a device list: the log does not have it. */
  readonly devices?: DevicesSummary;
  /** As the summary has it. */
  readonly olderCopy?: string;
}

/** Costs one walk over the steps and one over the events. */
export function summarise(
  log: JobLog,
  { clock, timeZone, say, nameOf, whyStopped, devices, olderCopy }: SummaryParts,
): Summary {
  const plan = log.currentPlan();
  const tally = tallySteps(log);
  const history = readHistory(log.events(), tally);
  const blocks = findBlocks(tally.open);
  const persons = [...tally.persons.values()]
    .map((person) => personLine(person, { blocks, say, name: nameOf?.(person.key) }))
    .sort((left, right) => PERSON_STATES.indexOf(left.state) - PERSON_STATES.indexOf(right.state));
  const batches = batchLines(plan, tally, persons);
  const sum = (part: (batch: BatchLine) => number): number => batches.reduce((total, batch) => total + part(batch), 0);
  return {
    at: clock.now(),
    timeZone,
    jobId: log.jobId,
    ...(olderCopy !== undefined && { olderCopy }),
    plan: plan && { number: plan.number, at: plan.at, purpose: plan.purpose },
    people: sum(({ people }) => people),
    states: countStates(persons),
    alreadyRight: sum(({ alreadyRight }) => alreadyRight),
    refused: sum(({ refused }) => refused),
    batches,
    persons,
    partners: [...noticeLines(log, { whyStopped })],
    ...(devices !== undefined && { devices }),
    tasks: [...tally.open.values()].flatMap((record) => taskLine(record, tally, blocks)),
    troubles: reasonsOf([...tally.open.values()].filter(isEverybodysTrouble), (id) => blocks.rootOf(id), say),
    ...history,
  };
}

function isEverybodysTrouble({ step, state }: StepRecord): boolean {
  return step.person === undefined && step.partner === undefined && (state === 'failed' || state === 'in-doubt');
}

interface PersonParts {
  readonly blocks: Blocks;
  readonly say: Say;
  readonly name: string | undefined;
}

function personLine(person: PersonTally, { blocks, say, name }: PersonParts): PersonLine {
  const { open, done, undone, steps, ...facts } = person;
  const { key, batch, newAddress, attempts, throttled, startedAt, changedAt } = facts;
  return {
    key,
    displayName: name ?? person.displayName,
    newAddress,
    batch,
    state: stateOf(person, blocks),
    reasons: reasonsOf(open, (id) => blocks.rootOf(id), say),
    stepsDone: done,
    steps,
    attempts,
    throttled,
    startedAt,
    changedAt,
  };
}

function stateOf({ open, undone }: PersonTally, blocks: Blocks): PersonState {
  if (open.length === 0) return undone > 0 ? 'taken-back' : 'finished';
  if (open.some(({ state }) => state === 'in-doubt')) return 'in-doubt';
  if (open.some(({ state }) => state === 'failed')) return 'failed';
  return open.every((record) => waitsForPerson(record, blocks)) ? 'held' : 'unfinished';
}

function waitsForPerson(record: StepRecord, blocks: Blocks): boolean {
  return blocks.isOpenTask(record) || blocks.rootOf(record.step.id)?.step.kind === 'hand.task';
}

function batchLines(plan: SavedPlan | undefined, tally: Tally, persons: readonly PersonLine[]): readonly BatchLine[] {
  const planned = new Map(plan?.purpose === 'apply' ? plan.summary.batches.map((batch) => [batch.name, batch]) : []);
  const members = Map.groupBy(persons, ({ batch }) => batch);
  const names = new Set([...planned.keys(), ...tally.batches.keys()]);
  // Partners have a place of their own.
  names.delete(NOTICES_BATCH);
  return [...names].map((name) => {
    const known = members.get(name) ?? [];
    const refused = planned.get(name)?.refused ?? 0;
    const people = Math.max(planned.get(name)?.people ?? 0, known.length);
    return {
      name,
      people,
      states: countStates(known),
      alreadyRight: Math.max(0, people - refused - known.length),
      refused,
      steps: tally.batches.get(name) ?? noSteps(),
    };
  });
}

function countStates(persons: readonly PersonLine[]): Record<PersonState, number> {
  const counts = { 'in-doubt': 0, failed: 0, held: 0, unfinished: 0, 'taken-back': 0, finished: 0 };
  for (const { state } of persons) counts[state] += 1;
  return counts;
}

function taskLine(record: StepRecord, tally: Tally, blocks: Blocks): readonly TaskLine[] {
  const { step } = record;
  if (step.kind !== 'hand.task' || step.partner !== undefined || !blocks.isOpenTask(record)) return [];
  const held = [...tally.persons.values()].filter(({ open }) =>
    open.some(({ step: waiting }) => waiting.id === step.id || blocks.rootOf(waiting.id)?.step.id === step.id),
  );
  const { id, batch, title, lines, file } = step;
  return [{ stepId: id, batch, title, lines, file, holds: held.length }];
}
