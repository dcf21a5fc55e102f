// Sending over SMTP against a server that misbehaves at each stage: what a try proves, and who gets the message.

import { afterEach, describe, expect, it } from '@jest/globals';
import { composerFor } from '../../../src/notice/compose-message.ts';
import type { Mailer } from '../../../src/model/mailer.ts';
import { smtpPatience } from '../../../src/provider/smtp/limits.ts';
import { connectSmtpMailer } from '../../../src/provider/smtp/mailer.ts';
import type { SmtpMailerOptions } from '../../../src/provider/smtp/mailer.ts';
import { letterTo, SENDER } from '../letters.ts';
import { failureOf } from '../microsoft-365/tenant.ts';
import { scriptedSmtp } from './scripted-smtp.ts';
import type { Point, ScriptedSmtp, Script } from './scripted-smtp.ts';

const ARCHIVE = 'archive@new.example';

const open: Mailer[] = [];
afterEach(async () => {
  for (const mailer of open.splice(0)) await mailer.close();
});

function mailerFor(server: ScriptedSmtp, change: Partial<SmtpMailerOptions['settings']> = {}, secret?: string): Mailer {
  const mailer = connectSmtpMailer({
    settings: { host: '127.0.0.1', port: server.port, security: 'none', connections: 2, limits: {}, ...change },
    secrets: secret === undefined ? {} : { smtp: secret },
    composer: composerFor({ timeZone: 'Asia/Tokyo' }),
    limits: [],
    patience: { ...smtpPatience(1), answerMs: 400, greetingMs: 400 },
  });
  open.push(mailer);
  return mailer;
}

const withArchive = {
  archive: {
    address: ARCHIVE,
    imap: { host: '127.0.0.1', port: 1, security: 'none', user: '', variable: '', folder: 'INBOX' },
  },
} as const;

async function trySending(script: Script, change: Partial<SmtpMailerOptions['settings']> = {}) {
  const server = await scriptedSmtp(script);
  const mailer = mailerFor(server, change);
  const letter = letterTo('suzuki');
  const prepared = { messageId: '<x@new.example>', date: 'Tue, 24 Nov 2026 19:00:00 +0900', letter: '' };
  return { server, mailer, letter, prepared, failure: (await failureOf(mailer.send(letter, prepared))).facts };
}

describe.each([false, true])('with pipelining %s', (pipelining) => {
  it('a message is taken once, with the queue id, from one to one', async () => {
    const server = await scriptedSmtp({ pipelining });
    const mailer = mailerFor(server);
    const letter = letterTo('suzuki');
    const receipt = await mailer.send(letter, await mailer.prepare(letter));
    expect(receipt).toMatchObject({ queueId: '4F2A9', answer: '250 2.0.0 Ok: queued as 4F2A9' });
    expect(server.taken.map(({ from, to }) => ({ from, to }))).toEqual([{ from: SENDER, to: [letter.to.address] }]);
    expect(server.taken[0]?.bytes).toMatch(/^X-Migrate-Notice: [0-9a-f]{24}\r$/m);
  });

  it.each<[Point, string, string]>([
    ['greeting', 'reset', 'not-yet'],
    ['greeting', 'silence', 'not-yet'],
    ['greeting', '554 5.3.2 go away', 'refused'],
    ['EHLO', 'reset', 'not-yet'],
    ['MAIL', 'reset', 'not-yet'],
    ['MAIL', 'silence', 'not-yet'],
    ['MAIL', '451 4.3.0 later', 'not-yet'],
    ['MAIL', '550 5.7.60 you may not send as this', 'refused'],
    ['RCPT', 'reset', 'not-yet'],
    ['RCPT', '450 4.2.0 greylisted', 'not-yet'],
    ['RCPT', '452 4.5.3 too many messages', 'throttled'],
    ['RCPT', '550 5.1.1 no such user', 'refused'],
    ['DATA', 'reset', 'not-yet'],
    ['DATA', '451 4.3.0 later', 'not-yet'],
    ['body', 'reset', 'in-doubt'],
    ['body', 'silence', 'in-doubt'],
    ['end', 'reset', 'in-doubt'],
    ['end', 'silence', 'in-doubt'],
    ['end', 'taken-then-reset', 'in-doubt'],
    ['end', '451 4.3.0 later', 'not-yet'],
    ['end', '421 4.4.2 closing', 'not-yet'],
    ['end', '550 5.7.1 message refused', 'refused'],
  ])('%s: %s proves that it is %s', async (point, act, kind) => {
    const { server, failure } = await trySending({ pipelining, acts: { [point]: act } });
    expect(failure.kind).toBe(kind);
    expect(server.taken).toHaveLength(act === 'taken-then-reset' ? 1 : 0);
  });

  it('nobody gets it where the partner or the archive is refused', async () => {
    for (const [refused, stops] of [
      [letterTo('suzuki').to.address, undefined],
      [ARCHIVE, 'campaign'],
    ] as const) {
      const acts = { RCPT: (line: string) => (line.includes(`<${refused}>`) ? '550 5.1.1 no' : undefined) };
      const { server, failure } = await trySending({ pipelining, acts }, withArchive);
      expect(failure).toMatchObject({ kind: 'refused', status: 550, code: '5.1.1' });
      expect(failure.stops).toBe(stops);
      expect(server.taken).toEqual([]);
    }
  });

  it('partner and archive get it in one transaction, and the archive stands in no header', async () => {
    const server = await scriptedSmtp({ pipelining });
    const mailer = mailerFor(server, withArchive);
    const letter = letterTo('suzuki');
    await mailer.send(letter, { date: 'Tue, 24 Nov 2026 19:00:00 +0900' });
    expect(server.taken).toHaveLength(1);
    expect(server.taken[0]?.to).toEqual([letter.to.address, ARCHIVE]);
    expect(server.taken[0]?.bytes).not.toContain(ARCHIVE);
  });

  it('an idle connection that the server has ended is no failure of the next message', async () => {
    const server = await scriptedSmtp({ pipelining });
    const mailer = mailerFor(server, { connections: 1 });
    const [one, other, third] = [letterTo('one'), letterTo('other'), letterTo('third')];
    await mailer.send(one, await mailer.prepare(one));
    server.hangUp();
    await mailer.send(other, await mailer.prepare(other));
    // As if it had ended it without our knowing: with its goodbye in place of an answer.
    let goodbyes = 0;
    const goodbye = () => ((goodbyes += 1) === 1 ? '421 4.4.2 idle for too long' : undefined);
    server.script({ pipelining, acts: { MAIL: goodbye } });
    await mailer.send(third, await mailer.prepare(third));
    expect(server.taken).toHaveLength(3);
    expect(server.connections()).toBe(3);
  });
});

describe('a mail server', () => {
  it('gets no more connections than migrate.yaml says, and each is used again', async () => {
    const server = await scriptedSmtp({ pipelining: true });
    const mailer = mailerFor(server, { connections: 2 });
    const letters = Array.from({ length: 12 }, (_, at) => letterTo(`partner${at}`));
    await Promise.all(letters.map(async (letter) => mailer.send(letter, await mailer.prepare(letter))));
    expect(server.taken).toHaveLength(12);
    expect(server.connections()).toBe(2);
  });

  it.each([
    ['password', 'AUTH PLAIN LOGIN', /^AUTH PLAIN /],
    ['oauth2', 'AUTH XOAUTH2', /^AUTH XOAUTH2 /],
  ] as const)('is signed in to by %s', async (how, auth, expected) => {
    const server = await scriptedSmtp({ auth });
    const sign = { user: 'notices@new.example', with: how, variable: 'X' };
    const mailer = mailerFor(server, { sign }, 'open sesame');
    const letter = letterTo('suzuki');
    await mailer.send(letter, await mailer.prepare(letter));
    expect(server.lines.find((line) => line.startsWith('AUTH'))).toMatch(expected);
  });

  it('that refuses the password stops the campaign, and never hears it repeated', async () => {
    const acts = { AUTH: '535 5.7.8 bad credentials b3BlbiBzZXNhbWU= open sesame' };
    const server = await scriptedSmtp({ auth: 'AUTH PLAIN', acts });
    const mailer = mailerFor(server, { sign: { user: 'u', with: 'password', variable: 'X' } }, 'open sesame');
    const { facts } = await failureOf(mailer.send(letterTo('suzuki'), { date: 'x' }));
    expect(facts).toMatchObject({ kind: 'refused', stops: 'campaign', status: 535, code: '5.7.8' });
    expect(JSON.stringify(facts)).not.toContain('sesame');
    expect(JSON.stringify(facts)).not.toContain('b3BlbiBzZXNhbWU');
  });

  it.each([
    ['421 4.7.28 Our system has detected an unusual rate of mail', 'throttled', 'operator'],
    ['421 4.7.0 try again later', 'throttled', 'operator'],
    ['550 5.4.5 Daily user sending limit exceeded', 'throttled', 'mailbox'],
    ['550 5.7.233 tenant has exceeded its daily limit', 'refused', 'campaign'],
    ['550 5.7.705 Access denied, tenant has exceeded threshold', 'refused', 'campaign'],
    ['550 5.1.8 sender blocked', 'refused', 'campaign'],
    ['550 5.7.515 sending domain does not meet the required authentication level', 'refused', 'campaign'],
    ['550 5.7.1 very low reputation of the sending domain', 'refused', 'campaign'],
    ['554 5.7.1 listed in Spamhaus DBL', 'refused', 'campaign'],
  ])('that says "%s" holds more than one message', async (reply, kind, stops) => {
    const { failure } = await trySending({ acts: { end: reply } });
    expect(failure).toMatchObject({ kind, stops });
  });

  it('takes an address of an old carrier in quotes', async () => {
    const server = await scriptedSmtp();
    const mailer = mailerFor(server);
    const letter = letterTo('suzuki', { to: { address: 'a..b.@docomo.ne.jp' } });
    await mailer.send(letter, await mailer.prepare(letter));
    expect(server.taken[0]?.to).toEqual(['"a..b."@docomo.ne.jp']);
  });

  it('without an archive leaves nowhere to look', async () => {
    const mailer = mailerFor(await scriptedSmtp());
    expect(await mailer.find(letterTo('suzuki'), {})).toMatchObject({ standing: 'no-way' });
  });

  it('never sees a letter that is not fit to send', async () => {
    const server = await scriptedSmtp();
    const mailer = mailerFor(server);
    const letter = letterTo('suzuki', { to: { address: 'b@y.example\r\nBcc: e@z.example' } });
    const { facts } = await failureOf(mailer.send(letter, { date: 'x' }));
    expect(facts.kind).toBe('refused');
    expect(server.connections()).toBe(0);
  });
});
