// A test goes out by every way, marked in both languages, and only to somebody of ours.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sendTest } from '../../src/command/send-test.ts';
import { testRecipient } from '../../src/command/test-recipient.ts';
import type { Partner } from '../../src/model/partner.ts';
import type { NoticeSend } from '../../src/model/step.ts';
import { testLetter } from '../../src/notice/test-letter.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { SETTINGS } from '../plan/scene.ts';
import { letterTo } from '../provider/letters.ts';
import { gmailStage, graphStage, smtpStage } from '../provider/mail-stage.ts';
import { makeFolder } from '../store/scene.ts';

const ME = 'me@kaisha.example';
let folder: ReturnType<typeof makeFolder>;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder.remove());

describe.each([
  ['graph', graphStage],
  ['gmail', gmailStage],
  ['smtp', () => smtpStage({ hasArchive: true })],
])('a test over %s', (way, open) => {
  it('is sent once, and is told in the log', async () => {
    const { mailer, taken } = await open();
    const letter = { ...letterTo('suzuki'), ...testLetter(letterTo('suzuki'), ME) };
    const step = { id: 'notice.send/change/suzuki', notice: 'change', partner: 'suzuki' } as NoticeSend;
    const log = openJobLog(folder.path('job.db'), { clock: { now: Date.now }, mode: 'create' });
    try {
      await sendTest({ letter, step, whose: 'Suzuki' }, { job: { log, settings: SETTINGS }, mailer });
      expect(taken()).toEqual([`${ME} ${letter.noticeId}`]);
      expect(log.lastEvent('notice.tested')?.facts).toMatchObject({ way, to: ME, outcome: 'sent', partner: 'suzuki' });
      expect(log.sendStarts(0)).toEqual([]);
    } finally {
      log.close();
    }
  });
});

describe('a letter as a test', () => {
  it('is marked in both languages in its subject and in both parts, and keeps the rest', () => {
    const letter = letterTo('suzuki');
    const test = testLetter(letter, ME);
    expect(test.to).toEqual({ address: ME });
    for (const text of [test.subject, test.text, test.html]) {
      expect(text).toContain('テスト');
      expect(text).toContain('[TEST]');
    }
    expect(test.text.endsWith(letter.text)).toBe(true);
    expect(test.html.replace(/<p style=.*?<\/p>/u, '')).toBe(letter.html);
    expect(test.html.indexOf('[TEST]')).toBeGreaterThan(test.html.indexOf('<body>'));
  });
});

describe('who may get a test', () => {
  const partner = { addresses: ['a@midori.co.jp', 'b@mail.akane.example'], line: 7 } as unknown as Partner;
  const limits = { partners: [partner], file: 'partners.csv', suppress: [{ line: 2, entry: 'example.org' }] };

  it.each([
    ['a@midori.co.jp', 'notice.test-to-partner'],
    ['Ａ@midori.co.jp', 'notice.test-to-partner'],
    ['someone@eigyo.midori.co.jp', 'notice.test-to-partner'],
    ['someone@akane.example', 'notice.test-to-partner'],
    ['me@sub.example.org', 'notice.test-suppressed'],
    ['me@kaisha.example, you@kaisha.example', 'notice.test-address'],
    ['me@kaisha.example\r\nBcc: a@b.example', 'notice.test-address'],
    ['', 'notice.test-address'],
  ])('not %j', (address, code) => {
    expect(testRecipient(address, limits)).toMatchObject({ problem: { code } });
  });

  it.each(['me@kaisha.example', 'me@other.co.jp', ' ＭＥ＠kaisha.example '])('but %j', (address) => {
    expect(testRecipient(address, limits)).toMatchObject({ address: expect.stringMatching(/^me@/u) });
  });
});
