// A real job log in the middle of a migration: a small Japanese company whose days are written by hand, event by event.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FailureFacts } from '../../src/model/failure.ts';
import type { JobLog } from '../../src/model/job-log.ts';
import type { BatchCount, PlanPurpose, PlanSummary } from '../../src/model/plan.ts';
import { stepId, type HandTask, type Step, type StepId } from '../../src/model/step.ts';
import { openJobLog } from '../../src/store/job-log.ts';

export const START = Date.UTC(2026, 9, 10, 5, 0);

export const THROTTLED: FailureFacts = {
  kind: 'throttled',
  operation: 'POST /users',
  said: 'too many requests',
  status: 429,
};
export const REFUSED: FailureFacts = {
  kind: 'refused',
  operation: 'POST /users',
  said: 'the password is not strong enough',
  status: 400,
  todo: 'let the tenant accept generated passwords, then migrate retry --failed',
};
export const DOUBT: FailureFacts = { kind: 'in-doubt', operation: 'POST /users', said: 'the connection was reset' };

export interface Scene {
  readonly log: JobLog;
  /** The clock of the log; a test sets it. */
  readonly clock: { now: () => number; set: (at: number) => void };
  readonly remove: () => void;
}

export function openScene(): Scene {
  const folder = mkdtempSync(path.join(tmpdir(), 'migrate-report-'));
  let at = START;
  const clock = { now: () => at, set: (moment: number) => void (at = moment) };
  const log = openJobLog(path.join(folder, 'job.db'), { clock, mode: 'create', newJobId: () => '00c0ffee0042' });
  const remove = (): void => {
    log.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { log, clock, remove };
}

/** The steps of one person: create, then wait for the mailbox, then forward. */
export function stepsOf(name: string, batch: string, displayName = name): readonly [Step, Step, Step] {
  const address = `${name}@new.example`;
  const create = stepId('user.create', address);
  const shared = { batch, person: `${name}@old.example`, account: { madeBy: create, address } };
  const wait = stepId('mailbox.wait', address);
  return [
    {
      id: create,
      kind: 'user.create',
      batch,
      person: `${name}@old.example`,
      needs: ['domain.verify/new.example'],
      address,
      displayName,
      familyName: displayName,
      givenName: '',
      language: 'ja',
      country: 'JP',
      stamp: '00c0ffee0042',
    },
    { ...shared, id: wait, kind: 'mailbox.wait', needs: [create] },
    {
      ...shared,
      id: stepId('forward.set', address),
      kind: 'forward.set',
      needs: [wait],
      forwarding: { isOn: true, to: address, keepsCopy: true },
    },
  ];
}

/** The new domain: add, have its record published, verify. */
export function domainSteps(): readonly [Step, HandTask, Step] {
  const add = stepId('domain.add', 'new.example');
  const publish = stepId('hand.task', 'publish-dns/new.example');
  return [
    { id: add, kind: 'domain.add', batch: '', needs: [], domain: 'new.example' },
    {
      id: publish,
      kind: 'hand.task',
      batch: '',
      needs: [add],
      task: 'publish-dns',
      title: 'Publish the TXT record of new.example',
      lines: ['new.example TXT v=proof-42'],
    },
    {
      id: stepId('domain.verify', 'new.example'),
      kind: 'domain.verify',
      batch: '',
      needs: [publish],
      domain: 'new.example',
    },
  ];
}

export function save(
  log: JobLog,
  steps: readonly Step[],
  { batches, purpose = 'apply' }: { readonly batches: readonly BatchCount[]; readonly purpose?: PlanPurpose },
): void {
  const summarise = (): PlanSummary => ({
    purpose,
    batches,
    steps: steps.length,
    checked: 0,
    problems: [],
    forecast: { durationMs: 0, lanes: [] },
  });
  log.savePlan({ purpose, fingerprints: {}, steps, summarise });
}

export function countOf(name: string, people: number, rest: Partial<BatchCount> = {}): BatchCount {
  return { name, people, steps: {}, settled: 0, refused: 0, ...rest };
}

export async function make(log: JobLog, ...ids: readonly StepId[]): Promise<void> {
  for (const id of ids) {
    await log.record({ id, to: 'started', attempt: 1 });
    await log.record({ id, to: 'done', attempt: 1, how: 'made' });
  }
}

export function say(step: Step): string {
  if (step.kind === 'hand.task') return step.title;
  return step.kind === 'user.create' ? `create the mailbox ${step.address}` : step.id.replace('/', ' ');
}
