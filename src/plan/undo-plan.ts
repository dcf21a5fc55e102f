// The way back, planned like everything else: accounts are suspended, names, senders, replies and forwarding put back. Nothing is deleted.

import type { AutomaticReply, Forwarding } from '../model/account.ts';
import type { StepRecord, StepState } from '../model/event.ts';
import { stepId } from '../model/step.ts';
import { formerGroups } from './plan-script-push.ts';
import type { HandTask, Replaces, RuleRestore, Step, StepId } from '../model/step.ts';

/**
 * The steps that take back what these records did, the last first.
 * Licences, aliases and verified domains stay: to take them away could cost mail.
 */
export function undoPlan(done: Iterable<StepRecord>): readonly Step[] {
  const backwards = [...done].reverse();
  const lastOf = new Map<string, StepId>();
  const at = new Map<StepId, number>();
  const steps: Step[] = [];
  const restores: RuleRestore[] = [];
  for (const record of backwards) {
    const bare = undoOf(record);
    if (bare?.kind === 'rule.restore') {
      restores.push(bare);
      continue;
    }
    // An account that was created and later let in again is suspended once, and both are taken back.
    if (bare === undefined) continue;
    const known = at.get(bare.id);
    const same = known === undefined ? undefined : steps[known];
    if (known !== undefined && same !== undefined) {
      steps[known] = { ...same, alsoUndoes: [...(same.alsoUndoes ?? []), record.step.id] };
      continue;
    }
    at.set(bare.id, steps.length);
    if (bare.kind === 'hand.task') {
      // Nothing of ours waits for a person.
      steps.push(bare);
      continue;
    }
    // One after the other for each person: a mailbox is put right under the name that it has, then the name goes back.
    const owner = bare.person ?? '';
    const previous = lastOf.get(owner);
    steps.push({ ...bare, needs: previous === undefined ? [] : [previous] });
    lastOf.set(owner, bare.id);
  }
  return [...steps, ...rulesPutBack(restores, steps)];
}

/**
 * Rules come back last and hold nothing up: a provider may refuse one, or its owner have made another one in its place. What forwards
 * waits for the address that it uses; all of them for the forwarding that is ours, and for the name that the mailbox will have.
 */
function rulesPutBack(restores: readonly RuleRestore[], steps: readonly Step[]): readonly Step[] {
  const before = Map.groupBy(
    steps.filter(({ kind }) => kind === 'forward.set' || kind === 'user.rename'),
    ({ person }) => person,
  );
  const ofPerson = Map.groupBy(restores, ({ person }) => person);
  return restores.map((restore) => {
    const { person, rule, account } = restore;
    const addresses = (ofPerson.get(person) ?? []).filter(
      (other) => other !== restore && rule.forwardsTo.some((to) => other.rule.id.toLowerCase() === `address/${to}`),
    );
    const first = before.get(person) ?? [];
    const rename = first.find((step) => step.kind === 'user.rename');
    const address = rename?.kind === 'user.rename' ? rename.to : account.address;
    return { ...restore, account: { ...account, address }, needs: [...first, ...addresses].map(({ id }) => id) };
  });
}

/** Whether undo would take the step back, were it known as done. */
export function isUndoable(record: StepRecord): boolean {
  return undoOf(record) !== undefined;
}

/** What a step was to replace still stands there where it was not done. */
function earlier<Value>(state: StepState, replaces: Replaces<Value> | undefined): readonly Value[] {
  return state === 'done' ? [] : (replaces?.ours ?? []);
}

/** What a script has changed in Exchange, only a script puts back. */
function exchangeBack({
  task,
  batch,
  file = '',
}: HandTask): Pick<HandTask, 'kind' | 'id' | 'task' | 'title' | 'lines'> {
  return {
    ...{ kind: 'hand.task', id: stepId('hand.task', `${task}/${batch}/before`), task },
    title: `Run the Exchange script ${file} once more, with -Restore`,
    lines: [
      'It puts back the forwarding and the signatures that were there before it ran, by the file that it has written beside itself.',
      'What owners have changed since stays. Try it with -Restore -WhatIf first.',
    ],
  };
}

function undoOf(record: StepRecord): Step | undefined {
  const { step, state, evidence } = record;
  if (step.undoes !== undefined) return undefined;
  const { batch, person } = step;
  const base = { batch, ...(person === undefined ? {} : { person }), needs: [], undoes: step.id };
  switch (step.kind) {
    case 'user.create': {
      const id = evidence?.['accountId'];
      const account =
        typeof id === 'string' ? { id, address: step.address } : { madeBy: step.id, address: step.address };
      return { ...base, kind: 'user.suspend', id: stepId('user.suspend', step.address), account };
    }
    case 'user.allow':
      return { ...base, kind: 'user.suspend', id: stepId('user.suspend', step.account.address), account: step.account };
    case 'user.rename':
      return {
        ...base,
        kind: 'user.rename',
        id: stepId('user.rename', `${step.to}>${step.from}`),
        account: { ...step.account, address: step.to },
        from: step.to,
        to: step.from,
      };
    case 'reply.set': {
      const previous = (evidence?.['previous'] ?? step.replaces?.before) as AutomaticReply | undefined;
      return {
        ...base,
        kind: 'reply.set',
        id: stepId('reply.set', `${step.account.address}/before`),
        account: step.account,
        reply: previous ?? { ...step.reply, isOn: false },
        replaces: { ours: [step.reply, ...earlier(state, step.replaces)] },
      };
    }
    case 'forward.set': {
      const previous = evidence?.['previous'] as Forwarding | undefined;
      return {
        ...base,
        kind: 'forward.set',
        id: stepId('forward.set', `${step.account.address}/before`),
        account: step.account,
        forwarding: previous ?? { isOn: false, keepsCopy: true },
        replaces: step.forwarding,
      };
    }
    case 'sender.move':
      return {
        ...base,
        kind: 'sender.move',
        id: stepId('sender.move', `${step.to}>${step.from}`),
        account: step.account,
        from: step.to,
        to: step.from,
        displayName: step.displayName,
      };
    case 'kit.write': {
      const { folder } = step;
      return { ...base, kind: 'kit.withdraw', id: stepId('kit.withdraw', folder), folder };
    }
    case 'signature.set': {
      // A mailbox that is shut says nothing under any signature.
      if ('madeBy' in step.account) return undefined;
      const previous = evidence?.['previous'] ?? step.replaces?.before;
      return {
        ...base,
        kind: 'signature.set',
        id: stepId('signature.set', `${step.address}/before`),
        account: step.account,
        address: step.address,
        html: typeof previous === 'string' ? previous : '',
        replaces: { ours: [step.html, ...earlier(state, step.replaces)] },
      };
    }
    case 'script.assign': {
      const { jobId, script } = step;
      const id = stepId('script.assign', 'windows/before');
      return { ...base, kind: 'script.assign', id, jobId, script, former: formerGroups(record) };
    }
    case 'rule.remove': {
      // It was gone before we came.
      if (evidence?.['rule'] === null) return undefined;
      return {
        ...base,
        kind: 'rule.restore',
        id: step.id.replace('rule.remove', 'rule.restore'),
        account: step.account,
        // Only what was approved has been removed, so that is what comes back.
        rule: step.rule,
      };
    }
    case 'hand.task':
      return step.task === 'run-exchange-script' ? { ...base, ...exchangeBack(step) } : undefined;
    case 'domain.add':
    case 'domain.verify':
    case 'licence.assign':
    case 'mailbox.wait':
    case 'rule.restore':
    // Known to Intune and given to nobody, a script does nothing.
    case 'script.push':
    // Only of accounts that this migration has made: they are suspended.
    case 'locale.set':
    case 'alias.add':
    case 'user.suspend':
    case 'kit.withdraw':
    // A message that is out cannot be called back.
    case 'notice.send':
      return undefined;
  }
}
