// Where partners stand, by what the job log says of them.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FailureFacts } from '../../src/model/failure.ts';
import type { MailBack } from '../../src/model/mail-back.ts';
import type { HandTask, NoticeSend, Step } from '../../src/model/step.ts';
import { noticeCsv } from '../../src/report/notice-csv.ts';
import { noticeLines } from '../../src/report/notice-lines.ts';
import type { NoticeLine } from '../../src/report/notice-lines.ts';
import { openScene, START } from './scene.ts';
import type { Scene } from './scene.ts';

const LETTER = 'a'.repeat(64);
const SENT = { receipt: { messageId: '<1@new.example>', response: '250 queued as 42' } };

function noticeTo(name: string): NoticeSend {
  return {
    id: `notice.send/change/${name}@partner.example`,
    kind: 'notice.send',
    batch: 'notices',
    needs: [],
    partner: `${name}@partner.example`,
    notice: 'change',
    language: 'ja',
    from: { name: '佐藤 花子', address: 'sato@new.example' },
    mailbox: 'sato@new.example',
    to: { name, address: `${name}@partner.example` },
    subject: 'ご案内',
    letter: LETTER,
    version: 'b'.repeat(64),
    noticeId: 'c'.repeat(24),
    referenceCode: '7K4Q-93TX',
  };
}

const CALL: HandTask = {
  id: 'hand.task/tell-by-phone/change/sakura',
  kind: 'hand.task',
  batch: 'notices',
  needs: [],
  partner: 'sakura',
  task: 'tell-by-phone',
  notice: 'change',
  title: 'Call Sakura',
  lines: [],
};

function smtp(status: number, said: string): FailureFacts {
  return { kind: 'refused', operation: 'SMTP RCPT TO', status, said };
}

function bounceOf(step: Step, at: number): MailBack {
  return { key: `<${at}>`, kind: 'bounced', stepId: step.id, bounce: 'gone', said: 'no such user', at };
}

describe('the lines of notices', () => {
  let scene: Scene;
  const names = ['planned', 'approved', 'started', 'sent', 'doubt', 'refused', 'later', 'bounced', 'answered', 'told'];
  const steps = new Map(names.map((name) => [name, noticeTo(name)]));
  const stepOf = (name: string): NoticeSend => steps.get(name) ?? noticeTo(name);

  const lineOf = (name: string, whyStopped?: string): NoticeLine | undefined =>
    [...noticeLines(scene.log, { whyStopped })].find(({ stepId }) => stepId === stepOf(name).id);

  async function go(name: string, ...ends: Parameters<Scene['log']['record']>[0]['to'][]): Promise<void> {
    for (const to of ends) await scene.log.record({ id: stepOf(name).id, to, attempt: 1 });
  }

  beforeEach(async () => {
    scene = openScene();
    scene.log.savePlan({
      purpose: 'apply',
      fingerprints: {},
      steps: [...steps.values(), CALL],
      summarise: () => ({
        purpose: 'apply',
        batches: [],
        steps: names.length + 1,
        checked: 0,
        problems: [],
        forecast: { durationMs: 0, lanes: [] },
      }),
    });
    const approved = [...steps.values()].filter(({ id }) => id !== stepOf('planned').id);
    scene.log.approve(
      approved.map(({ id }) => ({ id, letter: LETTER })),
      { by: 'sato' },
    );
    await go('started', 'started');
    for (const name of ['sent', 'bounced', 'answered']) {
      await go(name, 'started');
      await scene.log.record({ id: stepOf(name).id, to: 'done', attempt: 1, evidence: SENT.receipt });
    }
    await go('doubt', 'started', 'in-doubt');
    await go('refused', 'started');
    await scene.log.record({
      id: stepOf('refused').id,
      to: 'failed',
      attempt: 1,
      failure: smtp(550, '5.1.1 no\nsuch user'),
    });
    await go('later', 'started');
    await scene.log.record({ id: stepOf('later').id, to: 'failed', attempt: 1, failure: smtp(451, '4.3.0 later') });
    const told = { toldBy: 'phone', evidence: 'spoke with her', by: 'sato' };
    await scene.log.record({ id: stepOf('told').id, to: 'done', attempt: 0, evidence: told });
    scene.log.keepMailBack(bounceOf(stepOf('bounced'), START + 1000));
    const answer: MailBack = { key: '<2>', kind: 'answered', stepId: stepOf('answered').id, said: 'Thanks', at: START };
    scene.log.keepMailBack(answer);
  });

  afterEach(() => scene.remove());

  it('tell each state, with what was said and what to do', () => {
    expect(lineOf('planned')).toMatchObject({ state: 'planned', todo: 'migrate notice approve' });
    expect(lineOf('approved')).toMatchObject({ state: 'approved' });
    expect(lineOf('started')).toMatchObject({ state: 'started', todo: 'migrate resume' });
    expect(lineOf('sent')).toMatchObject({ state: 'sent', receipt: '250 queued as 42', isAnswered: false });
    expect(lineOf('doubt')).toMatchObject({ state: 'in-doubt', todo: 'migrate settle' });
    expect(lineOf('refused')).toMatchObject({ state: 'failed', isPermanent: true, said: '5.1.1 no such user' });
    expect(lineOf('later')).toMatchObject({
      state: 'failed',
      isPermanent: false,
      todo: 'migrate notice retry --failed',
    });
    expect(lineOf('bounced')).toMatchObject({ state: 'bounced', said: 'no such user' });
    expect(lineOf('answered')).toMatchObject({ state: 'sent', isAnswered: true });
    expect(lineOf('told')).toMatchObject({ state: 'told', toldBy: 'phone', said: 'spoke with her' });
  });

  it('hold what is approved while the sending is stopped, and nothing else', () => {
    expect(lineOf('approved', 'the president says so')).toMatchObject({ state: 'held', said: 'the president says so' });
    expect(lineOf('planned', 'the president says so')).toMatchObject({ state: 'planned' });
    expect(lineOf('sent', 'the president says so')).toMatchObject({ state: 'sent' });
  });

  it('do not hold the bounce of a message against the one that was sent after it', async () => {
    const { id } = stepOf('bounced');
    scene.clock.set(START + 60_000);
    await scene.log.record({ id, to: 'undone', attempt: 1 });
    await scene.log.record({ id, to: 'planned', attempt: 1 });
    await scene.log.record({ id, to: 'started', attempt: 2 });
    await scene.log.record({ id, to: 'done', attempt: 2 });
    expect(lineOf('bounced')).toMatchObject({ state: 'sent' });
    expect(scene.log.sendRounds()).toEqual(new Map([[id, 1]]));
    scene.log.keepMailBack(bounceOf(stepOf('bounced'), START + 120_000));
    expect(lineOf('bounced')).toMatchObject({ state: 'bounced' });
  });

  it('have the partners who are called, and one row each for Excel', () => {
    const lines = [...noticeLines(scene.log, { whyStopped: undefined })];
    expect(lines.at(-1)).toMatchObject({ partner: 'sakura', route: 'phone', state: 'to-tell' });
    const rows = noticeCsv(lines).trimEnd().split('\r\n');
    expect(rows).toHaveLength(names.length + 2);
    expect(rows.find((row) => row.includes('told@partner'))).toContain('"told by phone"');
  });
});
