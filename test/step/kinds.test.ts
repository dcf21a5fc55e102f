// The table of kinds: every kind has a sentence and a lane, and only a person can do a person's task.

import { describe, expect, it } from '@jest/globals';
import { STEP_KINDS } from '../../src/model/step.ts';
import type { HandTask, KitWithdraw, KitWrite, NoticeSend, Step } from '../../src/model/step.ts';
import { callsAt, mailboxOf } from '../../src/step/kind.ts';
import { KINDS, machineKindOf, sentenceOf } from '../../src/step/kinds.ts';
import { anAccount, aPerson, ourAccount, RENAME, SETTINGS, stepsOf } from '../plan/scene.ts';
import { BASE, CREATE, StepScene } from './scene.ts';

const HAND_TASK: HandTask = {
  ...BASE,
  kind: 'hand.task',
  id: 'hand.task/x',
  task: 'publish-dns',
  title: 'Publish it',
  lines: [],
};

const NOTICE: NoticeSend = {
  ...BASE,
  kind: 'notice.send',
  id: 'notice.send/change/tanaka@partner.example',
  person: 'sato@old.example',
  partner: 'tanaka@partner.example',
  notice: 'change',
  language: 'ja',
  from: { name: '佐藤 花子', address: 'sato@new.example' },
  mailbox: 'sato@new.example',
  to: { name: '田中 一郎', address: 'tanaka@partner.example' },
  subject: 'メールアドレス変更のお知らせ',
  letter: '0'.repeat(64),
  version: '1'.repeat(64),
  noticeId: '2'.repeat(24),
  referenceCode: '7K4Q-93TX',
};

const KIT: KitWrite = {
  ...BASE,
  kind: 'kit.write',
  id: 'kit.write/sato@old.example',
  folder: 'people/sato@old.example',
  version: '3'.repeat(64),
};

const KIT_BACK: KitWithdraw = {
  ...BASE,
  kind: 'kit.withdraw',
  id: 'kit.withdraw/people/sato@old.example',
  folder: 'people/sato@old.example',
};

/** One step of every kind that a plan can hold. */
const OF_SATO = { id: '1', address: 'sato@old.example' };
const RULE = { id: 'rule/1', name: 'x', isOn: true, says: '', forwardsTo: [], hidesMail: false, whole: {} };

function everyStep(): readonly Step[] {
  const person = aPerson('sato', { aliases: ['s@new.example'] });
  const old = anAccount('sato@old.example');
  const signatures = { htmlFor: () => '<p>Sato</p>', set: new Map() };
  return [
    ...stepsOf({ settings: { ...SETTINGS, locale: true }, people: [person], accounts: [old], domains: [], signatures }),
    ...stepsOf({ settings: RENAME, people: [person], accounts: [old] }),
    ...stepsOf({ people: [person], accounts: [ourAccount(person, { isSuspended: true })] }),
    { ...BASE, kind: 'user.suspend', id: 'user.suspend/x', account: { id: '1', address: 'sato@new.example' } },
    KIT,
    KIT_BACK,
    NOTICE,
    { ...BASE, kind: 'rule.remove', id: 'rule.remove/x', account: OF_SATO, rule: RULE, hash: '0' },
    { batch: 'kits', needs: [], kind: 'script.push', id: 'script.push/sato', jobId: '0', file: 'x.ps1' },
    {
      batch: 'kits',
      needs: [],
      kind: 'script.assign',
      id: 'script.assign/sato',
      jobId: '0',
      script: 'script.push/sato',
      group: 'x',
    },
    { ...BASE, kind: 'rule.restore', id: 'rule.restore/x', account: OF_SATO, rule: RULE },
  ];
}

describe('the table of kinds', () => {
  it('holds every kind, in no other order than the list of kinds', () => {
    expect(Object.keys(KINDS).sort()).toEqual([...STEP_KINDS].sort());
    expect(new Set(everyStep().map(({ kind }) => kind))).toEqual(new Set(STEP_KINDS));
  });

  it('says each step in one line that names whom it is for', () => {
    for (const step of everyStep()) {
      const said = sentenceOf(step).say(step);
      expect(said).toMatch(/^\S.*\S$/);
      if (step.person !== undefined) expect(said).toContain('sato');
    }
  });

  it('gives each step a lane and a price at each provider', () => {
    for (const step of everyStep()) {
      const kind = machineKindOf(step);
      if (kind === undefined) continue;
      expect(['directory', 'licence', 'domain', 'mailbox', 'disk', 'send']).toContain(kind.lane(step));
      for (const provider of ['microsoft-365', 'google-workspace'] as const) {
        expect(callsAt(kind, provider)).toBeGreaterThanOrEqual(1);
      }
    }
  });

  it('lets no program do what only a person can', () => {
    expect(machineKindOf(HAND_TASK)).toBeUndefined();
    expect(sentenceOf(HAND_TASK).say(HAND_TASK)).toBe('Publish it');
    expect(sentenceOf(HAND_TASK).lane(HAND_TASK)).toBe('person');
  });
});

describe('an account that an earlier step makes', () => {
  const ref = { madeBy: CREATE.id, address: CREATE.address };

  it('is found by what that step left behind', () => {
    const scene = new StepScene('microsoft-365');
    scene.evidence.set(CREATE.id, { accountId: 'made-1' });
    expect(mailboxOf(ref, scene.tools)).toEqual({ id: 'made-1', address: CREATE.address });
  });

  it('is our bug where that step left nothing', () => {
    expect(() => mailboxOf(ref, new StepScene('microsoft-365').tools)).toThrow('left no account id');
  });
});
