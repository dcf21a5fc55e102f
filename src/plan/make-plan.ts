// wanted - present - what the job log says is done = the plan. Pure: no clock, no calls, no files.
// People are planned one by one, so that a hundred thousand of them need no more memory than their own steps at a time.

import type { Person } from '../model/person.ts';
import type { AddressSignature, PlanEntry, Redirection, SyncedMove } from '../model/plan.ts';
import { stepId } from '../model/step.ts';
import type { HandTask, Step, StepId } from '../model/step.ts';
import { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import { chooseLicences, licenceNameOf } from './licence-choice.ts';
import { Moves } from './moves.ts';
import { deviceTasksFor } from './plan-devices.ts';
import { planDomain } from './plan-domain.ts';
import { hostBatch } from './plan-host.ts';
import { kitPlan } from './plan-kits.ts';
import { planNewMailbox } from './plan-new-mailbox.ts';
import { noticePeople, planNotices } from './plan-notices.ts';
import { planScriptPush } from './plan-script-push.ts';
import { planRename } from './plan-rename.ts';
import { goneAgain, noOldMailbox } from './problems.ts';
import { RulesLeft } from './rules-left.ts';
import { taskAgain } from './task-again.ts';

/** Names that a warning about many people shows. */
const MOST_NAMES = 5;

/**
 * Yields an entry for the domains, then one for each person in the order of the batches, and after each batch its tasks for people;
 * at last one for each partner.
 */
export function* makePlan(inputs: PlanInputs): Generator<PlanEntry> {
  const unseen = new Map(inputs.inDoubt);
  const byPerson = Map.groupBy(inputs.inDoubt.values(), ({ person }) => person);
  for (const entry of plannedEntries(inputs)) yield withDoubts(entry, unseen, byPerson);
  // What is left belongs to nobody on the list.
  for (const steps of Map.groupBy(unseen.values(), ({ person, id }) => person ?? id).values()) {
    const { batch = '', person } = steps[0] ?? {};
    yield { batch, ...(person === undefined ? {} : { person }), steps, checked: [], problems: [] };
  }
}

/** A step in doubt stays as it was, whatever is planned in its place, and also where nothing is. */
function withDoubts(
  entry: PlanEntry,
  unseen: Map<StepId, Step>,
  byPerson: ReadonlyMap<string | undefined, readonly Step[]>,
): PlanEntry {
  if (unseen.size === 0) return entry;
  const steps = entry.steps.map((step) => unseen.get(step.id) ?? step);
  const planned = new Set(steps.map(({ id }) => id));
  if (entry.person !== undefined) {
    steps.push(...(byPerson.get(entry.person) ?? []).filter(({ id }) => !planned.has(id)));
  }
  for (const { id } of steps) unseen.delete(id);
  return { ...entry, steps };
}

function* plannedEntries(inputs: PlanInputs): Generator<PlanEntry> {
  const { people, notices } = inputs;
  if (notices === undefined) {
    yield* ourEntries(inputs);
    return;
  }
  const moves = new Moves(noticePeople({ people, notices }));
  for (const entry of ourEntries(inputs)) {
    moves.add(entry);
    yield entry;
  }
  yield* planNotices({ ...inputs, notices, moves: moves.byPerson() });
}

function* ourEntries(inputs: PlanInputs): Generator<PlanEntry> {
  const { settings, present } = inputs;
  const domain = planDomain(inputs);
  const licences = chooseLicences(inputs);
  const isLicensed = settings.mode === 'new-mailbox';
  yield { ...domain.entry, problems: [...domain.entry.problems, ...(isLicensed ? licences.problems : [])] };
  const withoutOldMailbox = new Names();
  const goneAccounts = new Names();
  const rulesLeft = new RulesLeft(inputs);
  const withDeviceTasks = deviceTasksFor(inputs);
  const kits = kitPlan(inputs);
  for (const [batch, members] of byBatch(inputs)) {
    const forwards: Redirection[] = [];
    const signatures: AddressSignature[] = [];
    const changes: SyncedMove[] = [];
    const ready: StepId[] = [];
    const host = hostBatch(batch, members, inputs);
    for (const person of members) {
      const licence = licences.byName.get(licenceNameOf(person, inputs) ?? '');
      const context = { inputs, gate: host?.gate ?? domain.gate, licence };
      const entry = settings.mode === 'rename' ? planRename(person, context) : planNewMailbox(person, context);
      if (entry.forwardByHand !== undefined) forwards.push(entry.forwardByHand);
      if (entry.signatureByHand !== undefined) signatures.push(entry.signatureByHand);
      if (entry.forwardByHand !== undefined || entry.signatureByHand !== undefined) {
        ready.push(...entry.steps.filter(({ kind }) => kind === 'mailbox.wait').map(({ id }) => id));
      }
      if (entry.changeByHand !== undefined) changes.push(entry.changeByHand);
      host?.add(entry);
      rulesLeft.add(person, entry);
      if (isMissingOldMailbox(person, inputs) && present.accountByAddress(person.oldAddress) === undefined) {
        withoutOldMailbox.add(person.displayName);
      }
      if (isGoneAgain(person, entry, inputs)) goneAccounts.add(person.newAddress);
      const whole = withDeviceTasks(entry);
      yield kits === undefined ? whole : kits.withKit(person, whole);
    }
    yield tasksOfBatch(batch, { inputs, forwards, signatures, changes, ready });
    if (host !== undefined) yield host.tasks();
  }
  const problems = [
    ...(withoutOldMailbox.count > 0 ? [noOldMailbox(withoutOldMailbox.shown, withoutOldMailbox.count)] : []),
    ...(goneAccounts.count > 0 ? [goneAgain(goneAccounts.shown, goneAccounts.count)] : []),
    ...rulesLeft.problems(),
  ];
  if (problems.length > 0) yield { batch: '', steps: [], checked: [], problems };
  if (kits !== undefined) {
    const fleet = kits.fleet();
    yield fleet;
    const push = planScriptPush(inputs, fleet);
    if (push !== undefined) yield push;
  }
}

/** A few of many names, and how many there are. */
class Names {
  readonly shown: string[] = [];
  count = 0;

  add(name: string): void {
    this.count += 1;
    if (this.shown.length < MOST_NAMES) this.shown.push(name);
  }
}

/** By the log its account was made, and it is not there; a person who is refused has another trouble. */
function isGoneAgain({ newAddress }: Person, entry: PlanEntry, { settings, present, stateOf }: PlanInputs): boolean {
  return (
    settings.mode === 'new-mailbox' &&
    stateOf(stepId('user.create', newAddress)) === 'done' &&
    present.accountByAddress(newAddress) === undefined &&
    !entry.problems.some(({ severity }) => severity === 'error')
  );
}

function isMissingOldMailbox(person: Person, { settings, present }: PlanInputs): boolean {
  const domain = person.oldAddress.slice(person.oldAddress.lastIndexOf('@') + 1);
  // A whole domain that is elsewhere has been said once already.
  const isHere = present.domains.some(({ name }) => name === domain);
  return isHere && settings.mode === 'new-mailbox' && (settings.oldAddress.reply || settings.oldAddress.forward);
}

function byBatch({ settings, people }: PlanInputs): Map<string, Person[]> {
  const groups = new Map<string, Person[]>(settings.batches.map(({ name }) => [name, []]));
  for (const person of people) {
    const members = groups.get(person.batch);
    if (members === undefined) throw new Error(`the roster let an unknown batch through: ${person.batch}`);
    members.push(person);
  }
  return groups;
}

const SIGNATURES_IN_EXCHANGE = [
  'Signatures can only be set in Exchange, and only while its roaming signatures are off for the whole organisation:',
  'Set-OrganizationConfig -PostponeRoamingSignaturesUntilLater $true. The script says so, and sets none where they are on.',
];

interface BatchWork {
  readonly inputs: PlanInputs;
  readonly forwards: readonly Redirection[];
  readonly signatures: readonly AddressSignature[];
  readonly changes: readonly SyncedMove[];
  readonly ready: readonly StepId[];
}

/** What people do by hand for a whole batch. Its id holds a hash of the list: a longer list is a new task. */
function tasksOfBatch(batch: string, { inputs, forwards, signatures, changes, ready }: BatchWork): PlanEntry {
  const draft = new Draft({ batch, stateOf: inputs.stateOf });
  const task = (
    name: HandTask['task'],
    list: readonly object[],
    words: Pick<HandTask, 'title' | 'lines' | 'file'> & { readonly needs: readonly StepId[] },
  ): void => {
    if (list.length === 0) return;
    draft.step({
      kind: 'hand.task',
      id: taskAgain(`${name}/${batch}`, list, inputs),
      task: name,
      ...words,
    });
  };
  const inExchange = [...forwards, ...signatures];
  const mailboxes = new Set([...forwards.map(({ from }) => from), ...signatures.map(({ address }) => address)]);
  task('run-exchange-script', inExchange, {
    title: `Review and run the Exchange script of batch ${batch} (${mailboxes.size} mailboxes)`,
    lines: [
      ...(forwards.length > 0 ? ['Forwarding of a mailbox can only be set in Exchange.'] : []),
      ...(signatures.length > 0 ? SIGNATURES_IN_EXCHANGE : []),
      'Try the script with -WhatIf first.',
    ],
    file: `out/exchange-${batch}.ps1`,
    needs: ready,
  });
  task('change-local-directory', changes, {
    title: `Have ${changes.length} accounts of batch ${batch} changed in the local directory`,
    lines: ['These accounts are mastered in a local directory; the provider refuses to change them.'],
    file: `out/local-directory-${batch}.csv`,
    needs: [],
  });
  return draft.entry();
}
