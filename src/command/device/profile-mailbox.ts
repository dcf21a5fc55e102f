// Whether there is a mailbox behind the account that a profile would get, as the job log knows it: no provider is asked.

import type { StepState } from '../../model/event.ts';
import type { JobLog } from '../../model/job-log.ts';
import type { Person } from '../../model/person.ts';
import type { Fingerprints } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Settings } from '../../model/settings.ts';
import { stepId } from '../../model/step.ts';
import { kitStepId } from '../../plan/kit-facts.ts';
import { sentenceOf } from '../../step/kinds.ts';
import { savedPlan } from '../saved-plan.ts';

export interface MailboxFacts {
  readonly log: JobLog;
  readonly settings: Settings;
  /** Of the lists as they are now. */
  readonly fingerprints: Fingerprints;
}

/** Undefined where the person's account step is done, and nothing has taken it back since. */
export function mailboxMissing(person: Person, facts: MailboxFacts): Problem | undefined {
  const { log, settings } = facts;
  const { oldAddress, newAddress } = person;
  const isRename = settings.mode === 'rename';
  const id = isRename ? stepId('user.rename', `${oldAddress}>${newAddress}`) : stepId('mailbox.wait', newAddress);
  const record = log.step(id);
  if (isShut(newAddress, log))
    return missing(newAddress, 'the account is suspended, since it was taken back (migrate undo)');
  if (record?.state === 'done') return undefined;
  if (record !== undefined)
    return missing(newAddress, `the step "${sentenceOf(record.step).say(record.step)}" is ${SAID[record.state]}`);
  const isWritten = log.step(kitStepId(person))?.state === 'done';
  if (isWritten || (isRename && isMovedAlready(person, facts))) return undefined;
  return missing(newAddress, 'the job log has no step that makes it');
}

/** An account of ours that was suspended is let in again by a step of its own. */
function isShut(newAddress: string, log: JobLog): boolean {
  const allowed = log.step(stepId('user.allow', newAddress))?.state;
  if (allowed !== undefined) return allowed !== 'done';
  return log.step(stepId('user.create', newAddress))?.state === 'undone';
}

/** A plan of these very lists that refuses nobody of the batch has no step for an account that has its new name already. */
function isMovedAlready({ batch }: Person, { log, settings, fingerprints }: MailboxFacts): boolean {
  const saved = savedPlan(log);
  const { staff } = settings.lists;
  if (saved?.purpose !== 'apply' || saved.fingerprints[staff] !== fingerprints[staff]) return false;
  if (saved.summary.batches.some(({ name, refused }) => name === batch && refused > 0)) return false;
  for (const { step } of log.steps({ currentPlan: true, states: NOT_DONE })) {
    if (step.kind === 'hand.task' && step.task === 'change-local-directory' && step.batch === batch) return false;
  }
  return true;
}

const NOT_DONE: readonly StepState[] = ['planned', 'waiting', 'started', 'failed', 'in-doubt', 'undone'];

const SAID: Readonly<Record<StepState, string>> = {
  planned: 'planned, and not done yet',
  waiting: 'waiting',
  started: 'under way',
  done: 'done',
  failed: 'failed',
  'in-doubt': 'in doubt',
  undone: 'taken back',
};

function missing(address: string, because: string): Problem {
  return {
    code: 'profile.no-mailbox',
    severity: 'error',
    what: `There is no mailbox ${address} to set up: ${because}.`,
    why: 'Thunderbird would send by default from an address that does not receive, and ask for a password that opens nothing.',
    todo: 'Make it first: migrate plan, then migrate apply; see: migrate status. What was added before is taken away with --undo.',
  };
}
