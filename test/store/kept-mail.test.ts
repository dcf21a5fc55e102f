// Letters, approvals and what came back: kept for good, in the one chain with everything else.

import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { Letter } from '../../src/model/letter.ts';
import type { JobLog } from '../../src/model/job-log.ts';
import type { MailBack } from '../../src/model/mail-back.ts';
import type { NoticeSend } from '../../src/model/step.ts';
import { letterHash } from '../../src/notice/letter-hash.ts';
import { jobLogs, planOf, waitSteps } from './scene.ts';

const { newFile, logIn, close, remove } = jobLogs();

afterEach(close);
afterAll(remove);

function letterTo(address: string, text = '拝啓 髙橋様 𠮷野家 ①'): Letter {
  return {
    from: { name: '青空 太郎', address: 'taro@new.example' },
    to: { address },
    subject: 'メールアドレス変更のご案内',
    text,
    html: `<p>${text}</p>`,
    language: 'ja',
  };
}

function sendStep(letter: Letter): NoticeSend {
  const { address } = letter.to;
  return {
    id: `notice.send/change/${address}`,
    kind: 'notice.send',
    batch: 'notices',
    partner: address,
    needs: [],
    notice: 'change',
    language: letter.language,
    from: letter.from,
    mailbox: letter.from.address,
    to: letter.to,
    subject: letter.subject,
    letter: letterHash(letter),
    version: 'v1',
    noticeId: 'abc',
    referenceCode: '7K4Q',
  };
}

/** Plans these letters, as `migrate plan` does: each is kept right before its step. */
function planLetters(log: JobLog, letters: readonly Letter[]): readonly NoticeSend[] {
  const steps = letters.map(sendStep);
  function* keeping() {
    for (const [index, step] of steps.entries()) {
      log.keepLetter(step.letter, letters[index] ?? letterTo('nobody@partner.example'));
      yield step;
    }
  }
  log.savePlan(planOf(keeping()));
  return steps;
}

describe('a letter', () => {
  it('comes back as it was kept, after a restart too, and is never changed', () => {
    const file = newFile();
    const letter = letterTo('a@partner.example');
    const [step] = planLetters(logIn(file), [letter]);
    close();
    const again = logIn(file, 'write');
    expect(again.letter(step?.letter ?? '')).toEqual(letter);
    again.keepLetter(step?.letter ?? '', letterTo('other@partner.example'));
    expect(again.letter(step?.letter ?? '')).toEqual(letter);
    expect(again.letter('0'.repeat(64))).toBeUndefined();
    close();
    const database = new DatabaseSync(file);
    try {
      expect(() => database.exec("UPDATE letter SET content = x'00'")).toThrow('never changed');
    } finally {
      database.close();
    }
  });

  it('goes with the plan that it belongs to: a plan that fails leaves none', () => {
    const log = logIn(newFile());
    const letter = letterTo('a@partner.example');
    function* failing() {
      log.keepLetter(letterHash(letter), letter);
      yield sendStep(letter);
      throw new Error('cut off');
    }
    expect(() => log.savePlan(planOf(failing()))).toThrow('cut off');
    expect(log.letter(letterHash(letter))).toBeUndefined();
    expect(log.step('notice.send/change/a@partner.example')).toBeUndefined();
  });

  it('cannot be kept by who only reads', () => {
    const file = newFile();
    logIn(file).savePlan(planOf(waitSteps(1)));
    const letter = letterTo('a@partner.example');
    expect(() => logIn(file, 'read').keepLetter(letterHash(letter), letter)).toThrow('reading only');
  });
});

describe('an approval', () => {
  it('is about one letter of one step, replaces an earlier one, and is one event with who and how many', () => {
    const log = logIn(newFile());
    const [one, other] = planLetters(log, [letterTo('a@partner.example'), letterTo('b@partner.example')]);
    if (one === undefined || other === undefined) throw new Error('two steps were planned');
    expect(log.approvedLetter(one.id)).toBeUndefined();
    const first = log.approve([one], { by: 'hanako' });
    expect(first.count).toBe(1);
    expect(log.approvedLetter(one.id)).toBe(one.letter);
    expect(log.approvedLetter(other.id)).toBeUndefined();
    const both = log.approve([{ id: one.id, letter: 'f'.repeat(64) }, other], { by: 'jiro' });
    expect(both.setHash).not.toBe(first.setHash);
    expect(log.approvedLetter(one.id)).toBe('f'.repeat(64));
    const events = [...log.events()].filter(({ name }) => name === 'notice.approved');
    expect(events.map(({ facts }) => facts)).toEqual([
      { by: 'hanako', ...first },
      { by: 'jiro', ...both },
    ]);
    expect(log.firstBrokenEvent()).toBeUndefined();
  });

  it('that is cut off leaves nothing', () => {
    const log = logIn(newFile());
    const [one] = planLetters(log, [letterTo('a@partner.example')]);
    function* failing() {
      if (one !== undefined) yield one;
      throw new Error('cut off');
    }
    expect(() => log.approve(failing(), { by: 'hanako' })).toThrow();
    expect(log.approvedLetter(one?.id ?? '')).toBeUndefined();
    expect(log.lastEvent('notice.approved')).toBeUndefined();
  });
});

describe('mail that came back', () => {
  const back: MailBack = {
    key: 'message-1',
    kind: 'bounced',
    stepId: 'notice.send/change/a@partner.example',
    matchedBy: 'notice id',
    bounce: 'gone',
    address: 'a@partner.example',
    said: '550 5.1.1 no such user',
    at: 5,
  };

  it('is taken in once, with an event of its step, and the chain stays whole', () => {
    const log = logIn(newFile());
    planLetters(log, [letterTo('a@partner.example')]);
    expect(log.keepMailBack(back)).toBe(true);
    expect(log.keepMailBack(back)).toBe(false);
    expect(log.keepMailBack({ key: 'message-2', kind: 'automatic', said: 'away', at: 6 })).toBe(true);
    expect([...log.mailBacks()]).toEqual([back, { key: 'message-2', kind: 'automatic', said: 'away', at: 6 }]);
    const events = [...log.events({ stepId: back.stepId ?? '' })].map(({ name }) => name);
    expect(events).toEqual(['notice.bounced']);
    expect(log.firstBrokenEvent()).toBeUndefined();
  });
});

describe('a new plan', () => {
  it('keeps a notice that failed as failed, and forgets the draft of a letter that was changed', async () => {
    const log = logIn(newFile());
    const letters = ['a', 'b', 'c'].map((name) => letterTo(`${name}@partner.example`));
    const [failed, waiting, changed] = planLetters(log, letters);
    for (const step of [failed, waiting, changed]) {
      const id = step?.id ?? '';
      await log.record({ id, to: 'started', attempt: 1, evidence: { draftId: `draft of ${id}` } });
      await log.record({ id, to: step === failed ? 'failed' : 'waiting', attempt: 1 });
    }
    planLetters(log, [...letters.slice(0, 2), letterTo('c@partner.example', 'mended')]);
    expect(log.step(failed?.id ?? '')).toMatchObject({ state: 'failed', attempt: 1 });
    expect(log.step(waiting?.id ?? '')).toMatchObject({ state: 'planned', evidence: { draftId: expect.any(String) } });
    expect(log.step(changed?.id ?? '')).not.toHaveProperty('evidence');
  });

  it('leaves a message in doubt as it is, with what is known of its draft', async () => {
    const log = logIn(newFile());
    const [step] = planLetters(log, [letterTo('a@partner.example')]);
    const id = step?.id ?? '';
    await log.record({ id, to: 'started', attempt: 1, evidence: { draftId: 'd' } });
    planLetters(log, [letterTo('a@partner.example')]);
    expect(log.step(id)).toMatchObject({ state: 'started', attempt: 1, evidence: { draftId: 'd' } });
  });
});

describe('a log of format 1', () => {
  function oldFile(): string {
    const file = newFile();
    logIn(file).savePlan(planOf(waitSteps(3)));
    close();
    const database = new DatabaseSync(file);
    database.exec(
      'DROP TABLE letter; DROP TABLE approval; DROP TABLE mail_back; DROP INDEX event_note; ' +
        'DROP TABLE device_evidence; DROP TABLE device_exception; DROP TABLE device_mark; PRAGMA user_version = 1',
    );
    database.close();
    return file;
  }

  it('knows of no mail while it is only read', () => {
    const log = logIn(oldFile(), 'read');
    expect(log.letter('0'.repeat(64))).toBeUndefined();
    expect(log.approvedLetter('notice.send/change/a')).toBeUndefined();
    expect([...log.mailBacks()]).toEqual([]);
    expect([...log.steps()]).toHaveLength(3);
  });

  it('takes letters once it may be written, and loses nothing', () => {
    const file = oldFile();
    const log = logIn(file, 'write');
    const letter = letterTo('a@partner.example');
    const [step] = planLetters(log, [letter]);
    log.approve(step === undefined ? [] : [step], { by: 'hanako' });
    expect(log.keepMailBack({ key: 'k', kind: 'answered', said: 'thanks', at: 1 })).toBe(true);
    expect(log.firstBrokenEvent()).toBeUndefined();
    expect([...log.steps()]).toHaveLength(4);
    close();
    expect(logIn(file, 'write').letter(letterHash(letter))).toEqual(letter);
  });
});
