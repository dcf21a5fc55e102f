// What is planned at a plain mail host: accounts and waits as everywhere, and tasks for people where no program may set anything.

import { describe, expect, it } from '@jest/globals';
import type { Settings } from '../../src/model/settings.ts';
import type { HandTask, Step } from '../../src/model/step.ts';
import type { HostInputs } from '../../src/plan/inputs.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { shutByHand } from '../../src/plan/plan-host.ts';
import { undoPlan } from '../../src/plan/undo-plan.ts';
import { anAccount, aPerson, inputsOf, SETTINGS } from './scene.ts';
import type { World } from './scene.ts';

const { licence, ...UNLICENSED } = SETTINGS;
const HOST_SETTINGS: Settings = {
  ...UNLICENSED,
  provider: 'imap-host',
  connection: {
    provider: 'imap-host',
    provision: { by: 'upload', format: { columns: [], encoding: 'utf-8', hasHeadings: true } },
  },
  oldAddress: { reply: true, forward: true, alias: false },
};
const SATO = aPerson('sato', { aliases: ['info@new.example'] });
const ABE = aPerson('abe');
const OLD = [SATO, ABE].map(({ oldAddress }) => anAccount(oldAddress));
const BY_US: HostInputs = { isUpload: false, canSet: () => true };

function plannedAt(host: HostInputs, world: World = {}): readonly Step[] {
  const inputs = inputsOf({ people: [SATO, ABE], accounts: OLD, settings: HOST_SETTINGS, licences: [], ...world });
  return [...makePlan({ ...inputs, host })].flatMap(({ steps }) => steps);
}

const tasksIn = (steps: readonly Step[]): readonly HandTask[] => steps.filter((step) => step.kind === 'hand.task');

describe('at a plain mail host', () => {
  it('old mailboxes are set by us where we may, aliases never', () => {
    const steps = plannedAt(BY_US);
    expect(steps.filter(({ kind }) => kind === 'reply.set' || kind === 'forward.set')).toHaveLength(4);
    expect(steps.filter(({ kind }) => kind === 'alias.add')).toEqual([]);
    expect(tasksIn(steps)).toMatchObject([{ task: 'set-at-host', batch: 'pilot', file: 'out/host-pilot.csv' }]);
  });

  it('a mailbox with a script of its owner becomes a line of the list for the administrator', () => {
    const foreign = `reply.set/${SATO.oldAddress}`;
    const inputs = inputsOf({ people: [SATO, ABE], accounts: OLD, settings: HOST_SETTINGS, licences: [] });
    const entries = [...makePlan({ ...inputs, host: { ...BY_US, canSet: (id) => id !== foreign } })];
    const wishes = entries.flatMap(({ atHost = [] }) => atHost);
    expect(wishes).toMatchObject([
      { mailbox: SATO.newAddress, alias: 'info@new.example' },
      { mailbox: SATO.oldAddress, reply: { isOn: true } },
    ]);
    expect(entries.flatMap(({ steps }) => steps).map(({ id }) => id)).not.toContain(foreign);
  });

  it('without a way to set scripts all of it is for people, after the new mailboxes work', () => {
    const steps = plannedAt({ ...BY_US, canSet: () => false });
    expect(steps.filter(({ kind }) => kind === 'reply.set' || kind === 'forward.set')).toEqual([]);
    const [task] = tasksIn(steps);
    expect(task?.needs.toSorted()).toEqual([`mailbox.wait/${ABE.newAddress}`, `mailbox.wait/${SATO.newAddress}`]);
  });

  it('new mailboxes wait for their upload, one task a batch, the same one while they appear', () => {
    const host = { isUpload: true, canSet: () => true };
    const upload = (steps: readonly Step[]) => tasksIn(steps).find(({ task }) => task === 'upload-mailboxes');
    const steps = plannedAt(host);
    const task = upload(steps);
    const creates = steps.filter(({ kind }) => kind === 'user.create');
    expect(creates.map(({ needs }) => needs)).toEqual([[task?.id], [task?.id]]);
    const half = plannedAt(host, { states: { [`user.create/${SATO.newAddress}`]: 'done' } });
    expect(upload(half)).toMatchObject({ id: task?.id ?? '', title: expect.stringContaining('1 of them') });
    const states = { [`user.create/${SATO.newAddress}`]: 'done', [`user.create/${ABE.newAddress}`]: 'done' } as const;
    expect(upload(plannedAt(host, { states }))).toBeUndefined();
    expect(upload(plannedAt(host, { people: [SATO, ABE, aPerson('mori')] }))?.id).not.toBe(task?.id);
  });

  it('the way back is a task for people where an account is to be shut', () => {
    const created = plannedAt(BY_US).find(({ kind }) => kind === 'user.create');
    if (created === undefined) throw new Error('nobody is created');
    const [step] = undoPlan([
      { step: created, state: 'done', attempt: 1, at: 0, evidence: { accountId: SATO.newAddress } },
    ]).map(shutByHand);
    expect(step).toMatchObject({
      kind: 'hand.task',
      id: `hand.task/set-at-host/shut/${SATO.newAddress}`,
      undoes: created.id,
    });
  });
});
