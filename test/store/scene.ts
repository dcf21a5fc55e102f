// What the tests of the store share: a folder of their own, a clock that they own, and plans of any size.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/model/clock.ts';
import type { JobLog } from '../../src/model/job-log.ts';
import type { PlanSummary } from '../../src/model/plan.ts';
import { stepId, type Step } from '../../src/model/step.ts';
import { openJobLog } from '../../src/store/job-log.ts';

/** A fresh folder; `remove` it when the test is over. */
export function makeFolder(): { readonly path: (name: string) => string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-store-'));
  return {
    path: (name) => join(folder, name),
    remove: () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export const START = Date.UTC(2026, 0, 5);

/** Each look at it is a millisecond later; sleeping takes no time. */
export function tickingClock(): Clock {
  let time = START;
  return { now: () => (time += 1), elapsed: () => time, sleep: () => Promise.resolve() };
}

type OpenMode = Parameters<typeof openJobLog>[1]['mode'];

/** Files of job logs in a folder of their own: `close` those that are open after each test, `remove` the folder at the end. */
export function jobLogs(): {
  readonly newFile: () => string;
  readonly logIn: (file: string, mode?: OpenMode) => JobLog;
  readonly close: () => void;
  readonly remove: () => void;
} {
  const folder = makeFolder();
  const open: JobLog[] = [];
  let number = 0;
  return {
    newFile() {
      number += 1;
      return folder.path(`job${number}.db`);
    },
    logIn(file, mode = 'create') {
      const log = openJobLog(file, { clock: tickingClock(), mode });
      open.push(log);
      return log;
    },
    close() {
      for (const log of open.splice(0)) log.close();
    },
    remove: folder.remove,
  };
}

export const SUMMARY: PlanSummary = {
  purpose: 'apply',
  batches: [],
  steps: 0,
  checked: 0,
  problems: [],
  forecast: { durationMs: 0, lanes: [] },
};

export function address(person: number): string {
  return `person${person}@old.example`;
}

/** One person's step to wait for the mailbox, in the batch `pilot` for every tenth person and `rest` for the others. */
export function waitStep(person: number): Step {
  return {
    id: stepId('mailbox.wait', `person${person}@new.example`),
    kind: 'mailbox.wait',
    batch: person % 10 === 0 ? 'pilot' : 'rest',
    person: address(person),
    needs: [],
    account: { id: `id-${person}`, address: `person${person}@new.example` },
  };
}

export function idOf(person: number): string {
  return waitStep(person).id;
}

export function* waitSteps(people: number, from = 1): Generator<Step> {
  for (let person = from; person < from + people; person += 1) yield waitStep(person);
}

/** A plan ready to be saved. */
export function planOf(steps: Iterable<Step>): {
  readonly purpose: 'apply';
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly steps: Iterable<Step>;
  readonly summarise: () => PlanSummary;
} {
  return { purpose: 'apply', fingerprints: { 'migrate.yaml': 'aa' }, steps, summarise: () => SUMMARY };
}
