// A plain mail host, from the plan to the way back: mailboxes by a command and by an upload, old ones set over ManageSieve or by hand.

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { withSieve } from '../../src/provider/imap-host/manage-sieve.ts';
import { effects, FREE, onStage, STORY_TIMEOUT_MS } from './on-stage.ts';
import { NEW_DOMAIN, OLD_DOMAIN, staffList, withOldMailboxesAtTheHost, withoutOldMailboxes } from './stage.ts';
import type { Stage } from './stage.ts';

/** Both in the first batch. */
const STAFF = staffList(2).replaceAll(/,(?:sales|everyone)\r/gu, ',pilot\r');
const NEW = [1, 2].map((number) => `p${number}@${NEW_DOMAIN}`);
const HELD = `p2@${OLD_DOMAIN}`;

const byUpload = (settings: string): string =>
  withoutOldMailboxes(settings).replace(
    /^ {4}command:[\s\S]*?atOnce: 1$/mu,
    '    upload: { columns: { メールアドレス: address, パスワード: password, 表示名: displayName }, encoding: cp932 }',
  );

describe('a plain mail host', () => {
  it.concurrent(
    'has each mailbox once by a command that a power cut has overtaken, and leaves a script of the owner to a person',
    async () => {
      const edit = withOldMailboxesAtTheHost;
      await onStage({ provider: 'imap-host', people: STAFF, sandbox: FREE, edit }, async (stage) => {
        await ownScript(stage);
        await stage.must('plan');
        // The power fails when the first mailbox is made and nobody has written that down.
        const cut = await stage.start(['apply', '--yes'], { MIGRATE_FAILPOINT: 'after-call:1' }).ended;
        expect(cut.code).toBeNull();
        const resumed = await stage.run('resume');
        expect(resumed).toMatchObject({ code: 1, said: expect.stringContaining('which is never overwritten') });
        expect((await effects(stage, 'user.create')).toSorted()).toEqual(NEW);
        const again = await stage.must('plan', '--all');
        expect(again.said).toContain('Set at the host by hand');
        expect(await stage.read('out/host-pilot.csv')).toContain(HELD);
        const [task = ''] = /hand\.task\/set-at-host\/[^"]*/u.exec(again.said) ?? [];
        await stage.must('done', task, '--evidence', 'told its owner');
        expect(await stage.run('plan', '--detailed-exitcode')).toMatchObject({ code: 0 });
      });
    },
    STORY_TIMEOUT_MS,
  );

  it.concurrent(
    'takes an upload in the form that it wants, and knows each mailbox by the password in the file',
    async () => {
      await onStage({ provider: 'imap-host', people: STAFF, sandbox: FREE, edit: byUpload }, async (stage) => {
        const { said } = await stage.must('plan');
        const [task = ''] = /hand\.task\/upload-mailboxes\/[^"]*/u.exec(said) ?? [];
        expect(await stage.run('apply', '--yes')).toMatchObject({ code: 4 });
        await stage.must('credentials', 'upload');
        const passwords = await uploaded(stage, await readFile(stage.path('out/mailboxes-all.csv')));
        await stage.must('done', task, '--evidence', 'ticket 4711');
        await stage.must('apply', '--yes');
        expect(await stage.run('plan', '--detailed-exitcode')).toMatchObject({ code: 0 });
        const printed = await stage.must('credentials', 'print', '--identity', stage.path('identity.txt'));
        expect(NEW.filter((address) => printed.said.includes(address))).toEqual(NEW);
        expect(printed.said).not.toContain('  or  ');
        const log = await Promise.all(['data/job.db', 'data/job.db-wal'].map((file) => read(stage, file)));
        for (const password of passwords) {
          expect(printed.said).toContain(password);
          expect(log.join('')).not.toContain(password);
        }
      });
    },
    STORY_TIMEOUT_MS,
  );
});

/** Somebody has a holiday script of their own. */
async function ownScript(stage: Stage): Promise<void> {
  const { sieve } = stage.sandbox();
  if (sieve === undefined) throw new Error('the sandbox has no ManageSieve');
  const authority = await readFile(sieve.caFile, 'utf8');
  await withSieve({ ...sieve, host: 'localhost', owner: HELD, authority }, async (scripts) => {
    await scripts.put('holiday', 'require ["vacation"];\r\nvacation "away";\r\n');
    await scripts.activate('holiday');
  });
}

/** What the host makes of the file; gives the passwords in it. */
async function uploaded(stage: Stage, bytes: Uint8Array): Promise<readonly string[]> {
  const text = new TextDecoder('shift_jis', { fatal: true }).decode(bytes);
  const [headings, ...rows] = text.trimEnd().split('\r\n');
  expect(headings).toBe('"メールアドレス","パスワード","表示名"');
  const mailboxes = rows.map((row) => {
    const [address, password = '', displayName] = row.slice(1, -1).split('","');
    return { address, password, displayName };
  });
  expect(mailboxes.map(({ displayName }) => displayName)).toEqual(['青空 太郎1', '青空 太郎2']);
  await stage.control('POST', 'seed', { hosting: { mailboxes } });
  return mailboxes.map(({ password }) => password);
}

/** One character a byte; '' where there is no such file. */
const read = (stage: Stage, file: string): Promise<string> => readFile(stage.path(file), 'latin1').catch(() => '');
