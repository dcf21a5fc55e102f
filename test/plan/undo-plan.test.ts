// The way back: suspended, renamed back, put back; the last change first, one person after another in order; nothing is deleted.

import { describe, expect, it } from '@jest/globals';
import type { Evidence, StepRecord } from '../../src/model/event.ts';
import { STEP_KINDS, takenBackBy } from '../../src/model/step.ts';
import type { Step } from '../../src/model/step.ts';
import { isUndoable, undoPlan } from '../../src/plan/undo-plan.ts';
import { anAccount, aPerson, ourAccount, RENAME, stepsOf } from './scene.ts';
import type { World } from './scene.ts';

/** The records of a finished apply. */
function doneRecords(
  world: World,
  evidenceOf: (step: Step) => Evidence | undefined = () => undefined,
): readonly StepRecord[] {
  return stepsOf(world).map((step) => {
    const evidence = evidenceOf(step);
    return { step, state: 'done', attempt: 1, at: 0, ...(evidence === undefined ? {} : { evidence }) };
  });
}

const SATO = aPerson('sato', { aliases: ['s@new.example'] });
const ITO = aPerson('ito');
const OLD = [anAccount('sato@old.example'), anAccount('ito@old.example')];
const HOLIDAY = { isOn: true, internalHtml: 'away', externalHtml: 'away', audience: 'all' };
const FORWARD = { isOn: true, to: 'home@old.example', keepsCopy: true };

describe('what undo could take back', () => {
  it('is what it names where its outcome is not known: never a domain, a licence, an alias or a wait', () => {
    const world = { people: [SATO], accounts: OLD };
    const kinds = (isWanted: boolean) => [
      ...new Set(doneRecords(world).flatMap((one) => (isUndoable(one) === isWanted ? [one.step.kind] : []))),
    ];
    expect(kinds(true)).toEqual(['user.create', 'reply.set', 'forward.set']);
    expect(kinds(false)).toEqual(expect.arrayContaining(['licence.assign', 'mailbox.wait', 'alias.add']));
  });
});

describe('the way back from new mailboxes', () => {
  const records = doneRecords({ people: [SATO], accounts: OLD }, ({ kind }) => {
    if (kind === 'user.create') return { accountId: 'made-1' };
    if (kind === 'reply.set') return { previous: HOLIDAY };
    return kind === 'forward.set' ? { previous: FORWARD } : undefined;
  });

  it('takes back the last change first, and each step waits for the one before', () => {
    expect(undoPlan(records).map(({ id, needs, undoes }) => ({ id, needs, undoes }))).toEqual([
      { id: 'forward.set/sato@old.example/before', needs: [], undoes: 'forward.set/sato@old.example' },
      {
        id: 'reply.set/sato@old.example/before',
        needs: ['forward.set/sato@old.example/before'],
        undoes: 'reply.set/sato@old.example',
      },
      {
        id: 'user.suspend/sato@new.example',
        needs: ['reply.set/sato@old.example/before'],
        undoes: 'user.create/sato@new.example',
      },
    ]);
  });

  it('puts back what was there before', () => {
    const [forward, reply] = undoPlan(records);
    expect(forward).toMatchObject({ forwarding: FORWARD });
    expect(reply).toMatchObject({ reply: HOLIDAY });
  });

  it('switches off what had nothing before it', () => {
    const [forward, reply] = undoPlan(doneRecords({ people: [SATO], accounts: OLD }));
    expect(forward).toMatchObject({ forwarding: { isOn: false } });
    expect(reply).toMatchObject({ reply: { isOn: false } });
  });

  it('suspends the account that was made, by its id', () => {
    expect(undoPlan(records).at(-1)).toMatchObject({
      kind: 'user.suspend',
      account: { id: 'made-1', address: 'sato@new.example' },
    });
  });

  it('suspends an account once, though it was created and later let in again', () => {
    const again = doneRecords({ people: [SATO], accounts: [ourAccount(SATO, { isSuspended: true })] });
    const steps = undoPlan([...records, ...again]);
    const ids = steps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const suspend = steps.find(({ id }) => id === 'user.suspend/sato@new.example');
    expect(suspend && takenBackBy(suspend)).toEqual(['user.allow/sato@new.example', 'user.create/sato@new.example']);
  });
});

describe('the way back from a rename', () => {
  const records = doneRecords({ settings: RENAME, people: [SATO, ITO], accounts: OLD }, ({ kind }) =>
    kind === 'reply.set' ? { previous: HOLIDAY } : undefined,
  );

  it('puts the mailbox right under the name that it has, and then the name goes back', () => {
    const ofSato = undoPlan(records).filter(({ person }) => person === SATO.key);
    expect(ofSato).toMatchObject([
      { kind: 'reply.set', account: { address: 'sato@new.example' }, reply: HOLIDAY, needs: [] },
      {
        kind: 'sender.move',
        from: 'sato@new.example',
        to: 'sato@old.example',
        account: { address: 'sato@new.example' },
        needs: ['reply.set/sato@new.example/before'],
      },
      {
        kind: 'user.rename',
        from: 'sato@new.example',
        to: 'sato@old.example',
        account: { address: 'sato@new.example' },
        needs: ['sender.move/sato@new.example>sato@old.example'],
      },
    ]);
  });

  it('lets people go back side by side', () => {
    const first = undoPlan(records).filter(({ kind }) => kind === 'reply.set');
    expect(first.map(({ needs }) => needs)).toEqual([[], []]);
  });

  it('has ids of its own, so that the way there and the way back stand side by side in the log', () => {
    const there = new Set(records.map(({ step }) => step.id));
    for (const { id } of undoPlan(records)) expect(there).not.toContain(id);
  });
});

describe('no way back', () => {
  it('deletes anything, or touches licences, aliases and domains; a person takes back what a person has done in Exchange', () => {
    const everything = doneRecords({
      people: [SATO, ITO],
      accounts: OLD,
      domains: [],
      can: { forward: false, moveSenders: false },
    });
    const ran = everything.find(({ step }) => step.id.startsWith('hand.task/run-exchange-script/'));
    const back = undoPlan([...everything, ...(ran ? [{ ...ran, step: { ...ran.step, id: `${ran.step.id}2` } }] : [])]);
    expect([...new Set(back.map(({ kind }) => kind))].sort()).toEqual(['hand.task', 'reply.set', 'user.suspend']);
    // One task for each batch, however often its script was another one; nothing waits for it.
    const [task, ...more] = back.filter(({ kind }) => kind === 'hand.task');
    expect(more).toEqual([]);
    expect(task).toMatchObject({
      needs: [],
      alsoUndoes: [ran?.step.id],
      title: expect.stringContaining('-Restore') as unknown,
    });
    expect(back.flatMap(({ needs }) => needs)).not.toContain(task?.id);
    // Rules of mailboxes are removed where somebody has approved each of them, and can be put back.
    expect(STEP_KINDS.filter((kind) => /delete|remove/.test(kind))).toEqual(['rule.remove']);
  });

  it('leads back from a way back', () => {
    const back = undoPlan(doneRecords({ people: [SATO], accounts: OLD }));
    expect(undoPlan(back.map((step) => ({ step, state: 'done', attempt: 1, at: 0 })))).toEqual([]);
  });

  it('is planned from nothing', () => {
    expect(undoPlan([])).toEqual([]);
  });
});
