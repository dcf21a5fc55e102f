// Every way of reading a mailbox back keeps the same promises: all that came since a day, bounded, in spite of throttles and lost
// connections, and nothing in the mailbox is changed.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { repeatReads } from '../../src/apply/repeat-read.ts';
import { headerOf, MOST_MAIL_BYTES } from '../../src/model/mail-reader.ts';
import type { MailFolder, MailHead, MailReader, MailWish } from '../../src/model/mail-reader.ts';
import { composerFor } from '../../src/notice/compose-message.ts';
import type { Mailer } from '../../src/model/mailer.ts';
import { connectGmailMailer } from '../../src/provider/google-workspace/mailer.ts';
import { connectMicrosoftMailer } from '../../src/provider/microsoft-365/mailer.ts';
import { connectGmailReader } from '../../src/provider/google-workspace/mail-reader.ts';
import { connectMicrosoftMailReader } from '../../src/provider/microsoft-365/mail-reader.ts';
import { connectImapReader } from '../../src/provider/smtp/imap-reader.ts';
import type { World } from '../../src/sandbox/kernel/world.ts';
import { queueMail } from '../../src/sandbox/mail/queue.ts';
import { openMailFiles } from '../../src/store/mail-files.ts';
import { COMPANY, openOffice } from '../sandbox/mail/office.ts';
import { openTenant as openGoogle } from './google-workspace/tenant.ts';
import { letterTo, SENDER } from './letters.ts';
import { failureOf, openTenant as openMicrosoft } from './microsoft-365/tenant.ts';

interface ReaderStage {
  readonly reader: MailReader;
  readonly mailbox: string;
  /** Puts a message into the inbox. */
  readonly arrive: (raw: string) => void;
  /** The next exchanges fail in that way. */
  readonly fail: (count: number) => Promise<unknown>;
  /** Sends one of our letters from it. */
  readonly send?: () => Promise<void>;
  /** What the mailbox holds, marks and all. */
  readonly picture: () => string;
}

const slept: number[] = [];
const repeat = repeatReads({
  clock: {
    sleep: (delayMs) => {
      slept.push(delayMs);
      return Promise.resolve();
    },
  },
  patience: { attempts: 4, backoffFloorMs: 10, backoffCeilingMs: 50 },
  random: () => 0.5,
});

const folders: string[] = [];
afterEach(() => {
  slept.length = 0;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function arriving(world: World, mailbox: string): ReaderStage['arrive'] {
  return (raw) => {
    queueMail(world, { from: '', to: mailbox, raw, via: 'outside' }, world.clock.now());
  };
}

const pictureOf = (world: World, names: RegExp) => (): string =>
  JSON.stringify(
    [...world.collectionNames()].filter((name) => names.test(name)).map((name) => [...world.collection(name).values()]),
  );

const composer = composerFor({ timeZone: 'Asia/Tokyo' });

async function sendBy(mailer: Mailer): Promise<void> {
  const letter = letterTo('suzuki');
  await mailer.send(letter, await mailer.prepare(letter));
}

async function graph(): Promise<ReaderStage> {
  const { graphOptions, faults, world } = await openMicrosoft({
    profile: 'free',
    seed: { users: [{ userPrincipalName: SENDER, displayName: '佐藤 花子', licences: ['SPE_E3'] }] },
  });
  return {
    reader: connectMicrosoftMailReader({ ...graphOptions, repeat }),
    mailbox: SENDER,
    send: () => sendBy(connectMicrosoftMailer({ ...graphOptions, composer, limits: [] })),
    arrive: arriving(world, SENDER),
    fail: (count) => faults([{ kind: '503-before', match: { method: 'GET', path: '/messages' }, count }]),
    picture: pictureOf(world, /messages/),
  };
}

async function gmail(): Promise<ReaderStage> {
  const { googleOptions, faults, world } = await openGoogle({
    profile: 'free',
    seed: { users: [{ primaryEmail: SENDER, givenName: '花子', familyName: '佐藤' }] },
  });
  return {
    reader: connectGmailReader({ ...googleOptions, repeat }),
    mailbox: SENDER,
    send: () => sendBy(connectGmailMailer({ ...googleOptions, composer, limits: [] })),
    arrive: arriving(world, SENDER),
    fail: (count) => faults([{ kind: '503-before', match: { method: 'GET', path: '/messages' }, count }]),
    picture: pictureOf(world, /messages/),
  };
}

async function imap(): Promise<ReaderStage> {
  const office = await openOffice();
  await office.control('POST', 'seed', { microsoft: COMPANY });
  const { host, port, password, caFile } = office.imap;
  const mailbox = 'sato@new.example';
  const reader = connectImapReader({
    imap: { host, port, security: 'starttls' },
    userOf: (address) => address,
    password,
    authority: readFileSync(caFile, 'utf8'),
    repeat,
  });
  return {
    reader,
    mailbox,
    arrive: arriving(office.server.world, mailbox),
    fail: (count) => office.fault({ kind: 'reset-before', match: { provider: 'imap', method: 'UID SEARCH' }, count }),
    picture: pictureOf(office.server.world, /messages/),
  };
}

function files(): Promise<ReaderStage> {
  const folder = mkdtempSync(join(tmpdir(), 'mail-'));
  folders.push(folder);
  let count = 0;
  writeFileSync(join(folder, 'notes.txt'), 'not a message');
  return Promise.resolve({
    // Its files are listed when it is opened, which is when they are there.
    reader: {
      heads: (wish: MailWish) => openMailFiles(folder).heads(wish),
      raw: (head: MailHead, wish: MailWish) => openMailFiles(folder).raw(head, wish),
      close: () => Promise.resolve(),
    },
    mailbox: folder,
    arrive: (raw) => {
      count += 1;
      writeFileSync(join(folder, `${count}.eml`), raw, 'latin1');
    },
    fail: () => Promise.resolve(),
    picture: () => readFileSync(join(folder, 'notes.txt'), 'utf8'),
  });
}

const WAYS: readonly (readonly [way: string, open: () => Promise<ReaderStage>])[] = [
  ['graph', graph],
  ['gmail', gmail],
  ['imap', imap],
  ['files', files],
];

/** One time for all messages: each is made more than once, to be sent and to be compared. */
const SENT = new Date(Date.now() - 60_000).toUTCString();

/** Bytes that are no text stand in it, as one character each. */
function report(number: number, body = 'the text\r\n'): string {
  return [
    `Message-ID: <report-${number}@mx.example>`,
    'From: MAILER-DAEMON@mx.example',
    'To: sato@new.example',
    `Subject: Returned mail ${number}`,
    `Date: ${SENT}`,
    'X-Failed-Recipients: suzuki@partner.example,',
    ' tanaka@partner.example',
    'Content-Type: text/plain',
    '',
    `\x1b$B${body}`,
  ].join('\r\n');
}

async function headsOf({ reader, mailbox }: ReaderStage, more: { folder?: MailFolder; sinceMs?: number } = {}) {
  const wish = { mailbox, folder: 'inbox' as const, sinceMs: 0, signal: new AbortController().signal, ...more };
  const heads: MailHead[] = [];
  for await (const head of reader.heads(wish)) heads.push(head);
  return { wish, heads };
}

const idsOf = (heads: readonly MailHead[]) => heads.map(({ headers }) => headerOf(headers, 'message-id')).toSorted();

describe.each(WAYS)('a mailbox over %s', (way, open) => {
  it('is read back to the byte, and nothing in it is changed', async () => {
    const stage = await open();
    stage.arrive(report(1));
    stage.arrive(report(2));
    const before = (await headsOf(stage)).heads.length;
    const picture = stage.picture();
    const { heads, wish } = await headsOf(stage);
    expect(before).toBe(2);
    expect(idsOf(heads)).toEqual(['<report-1@mx.example>', '<report-2@mx.example>']);
    const [first] = heads.filter(({ headers }) => headerOf(headers, 'message-id') === '<report-1@mx.example>');
    if (first === undefined) throw new Error('the first message is not there');
    expect(headerOf(first.headers, 'x-failed-recipients')?.replace(/\s+/g, ' ')).toBe(
      'suzuki@partner.example, tanaka@partner.example',
    );
    expect(Math.abs(first.receivedAtMs - Date.now())).toBeLessThan(600_000);
    const raw = Buffer.from(await stage.reader.raw(first, wish)).toString('latin1');
    expect(raw).toContain(report(1));
    expect(stage.picture()).toBe(picture);
    await stage.reader.close();
  });

  it('is read from a day on, and a folder that is empty holds nothing', async () => {
    const stage = await open();
    stage.arrive(report(1));
    expect((await headsOf(stage, { sinceMs: Date.now() + 3_600_000 })).heads).toEqual([]);
    if (way !== 'files') expect((await headsOf(stage, { folder: 'junk' })).heads).toEqual([]);
    await stage.reader.close();
  });

  it('is read page by page', async () => {
    const stage = await open();
    const all = Array.from({ length: 230 }, (_, index) => index + 1000);
    for (const number of all) stage.arrive(report(number));
    const { heads } = await headsOf(stage);
    expect(idsOf(heads)).toEqual(all.map((number) => `<report-${number}@mx.example>`));
    await stage.reader.close();
  });

  it('gives no more of a huge message than its beginning', async () => {
    const stage = await open();
    stage.arrive(report(1, 'x'.repeat(3 * MOST_MAIL_BYTES)));
    const { heads, wish } = await headsOf(stage);
    const [head] = heads;
    if (head === undefined) throw new Error('the message is not there');
    const raw = await stage.reader.raw(head, wish);
    expect(raw.length).toBeLessThanOrEqual(MOST_MAIL_BYTES);
    expect(Buffer.from(raw).toString('latin1').toLowerCase()).toContain('message-id: <report-1@mx.example>');
    await stage.reader.close();
  });
});

describe.each(WAYS.filter(([way]) => way !== 'files'))('a mailbox over %s that fails', (_way, open) => {
  it('is asked again, a bounded number of times', async () => {
    const stage = await open();
    stage.arrive(report(1));
    await stage.fail(2);
    expect((await headsOf(stage)).heads).toHaveLength(1);
    expect(slept).toHaveLength(2);
    await stage.fail(20);
    expect((await failureOf(headsOf(stage))).facts.kind).toMatch(/^(?:unavailable|throttled)$/);
    expect(slept).toHaveLength(5);
    await stage.fail(0).catch(() => undefined);
    await stage.reader.close();
  });
});

it.each([
  ['graph', graph],
  ['gmail', gmail],
])('what was sent over %s is read from the folder of sent messages, with whom it went to', async (_way, open) => {
  const stage = await open();
  stage.arrive(report(1));
  await stage.send?.();
  const { heads } = await headsOf(stage, { folder: 'sent' });
  expect(heads).toHaveLength(1);
  expect(headerOf(heads[0]?.headers ?? [], 'to')).toContain(letterTo('suzuki').to.address);
  expect(headerOf(heads[0]?.headers ?? [], 'x-migrate-notice')).toBe(letterTo('suzuki').noticeId);
});

it('a folder of messages that is not there is said to be missing', () => {
  expect(() => openMailFiles(join(tmpdir(), 'no-such-folder-of-mail'))).toThrow(/no folder of messages/);
});
