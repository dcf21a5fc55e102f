// What people do at a plain mail host, batch by batch: upload the new mailboxes, and set what no program may set there.

import type { Person } from '../model/person.ts';
import type { HostWish, PlanEntry } from '../model/plan.ts';
import { stepId } from '../model/step.ts';
import type { Step, StepId } from '../model/step.ts';
import { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import { shortHash } from './short-hash.ts';
import { taskAgain } from './task-again.ts';

export interface HostBatch {
  /** The step that new mailboxes wait for, if there is one. */
  readonly gate: StepId | undefined;
  /** Takes in what was planned for one person. */
  add(entry: PlanEntry): void;
  /** The tasks of the batch, when everybody of it is planned. */
  tasks(): PlanEntry;
}

/** Undefined where the provider is no plain mail host. */
export function hostBatch(batch: string, members: readonly Person[], inputs: PlanInputs): HostBatch | undefined {
  const { host, stateOf } = inputs;
  if (host === undefined) return undefined;
  // Named by all of the batch, done or not, so that it stays the same task while its mailboxes appear one by one.
  const names = members.map(({ newAddress }) => newAddress).join('\n');
  const upload = host.isUpload ? stepId('hand.task', `upload-mailboxes/${batch}/${shortHash(names)}`) : undefined;
  const wishes: HostWish[] = [];
  const ready: StepId[] = [];
  let isMade = true;
  let mailboxes = 0;
  return {
    gate: upload,
    add({ steps, atHost = [] }) {
      wishes.push(...atHost);
      if (atHost.length > 0) ready.push(...steps.filter(({ kind }) => kind === 'mailbox.wait').map(({ id }) => id));
      const creates = steps.filter(({ kind }) => kind === 'user.create').length;
      mailboxes += creates;
      isMade &&= creates === 0;
    },
    tasks() {
      const draft = new Draft({ batch, stateOf });
      if (upload !== undefined && !isMade) uploadTask(draft, { id: upload, batch, mailboxes });
      if (wishes.length > 0) {
        wishTask(draft, { id: taskAgain(`set-at-host/${batch}`, wishes, inputs), batch, wishes, ready });
      }
      return draft.entry();
    },
  };
}

/** On the way back: an account that only its administrator can shut. Every other step stays as it is. */
export function shutByHand(step: Step): Step {
  if (step.kind !== 'user.suspend') return step;
  const { account, kind, id, ...rest } = step;
  return {
    ...rest,
    kind: 'hand.task',
    id: stepId('hand.task', `set-at-host/shut/${account.address}`),
    task: 'set-at-host',
    title: `Shut ${account.address} at the host by hand`,
    lines: ['Change its password there, so that nobody gets in. Nothing is deleted.'],
  };
}

function uploadTask(
  draft: Draft,
  { id, batch, mailboxes }: { readonly id: StepId; readonly batch: string; readonly mailboxes: number },
): void {
  draft.step({
    kind: 'hand.task',
    id,
    task: 'upload-mailboxes',
    title: `Upload the new mailboxes of batch ${batch} at the host (${mailboxes} of them)`,
    lines: [
      `migrate apply --batch ${batch} puts a first password for each into the vault, and then waits for you.`,
      `migrate credentials upload --batch ${batch} writes the file in the form of the host, passwords in it.`,
      'Upload it, then delete it: it holds passwords that anybody can read. Then go on with migrate resume.',
    ],
  });
}

function wishTask(
  draft: Draft,
  {
    id,
    batch,
    wishes,
    ready,
  }: {
    readonly id: StepId;
    readonly batch: string;
    readonly wishes: readonly HostWish[];
    readonly ready: readonly StepId[];
  },
): void {
  draft.step({
    kind: 'hand.task',
    id,
    task: 'set-at-host',
    title: `Set at the host by hand what the list of batch ${batch} asks for (${wishes.length} ${wishes.length === 1 ? 'line' : 'lines'})`,
    lines: [
      'Aliases, automatic replies and forwards that no program may set there; or whose mailbox has a Sieve script of its own that is active.',
    ],
    file: `out/host-${batch}.csv`,
    needs: ready,
  });
}
