// A handful of kills of the built command at each provider and in each mode; `npm run crash` makes hundreds of them.

import { hash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ALL_FAILPOINTS } from '../../src/command/failpoints.ts';
import { migrateCommand, STORY_TIMEOUT_MS } from '../story/on-stage.ts';
import { NEW_DOMAIN, OLD_DOMAIN } from '../story/stage.ts';
import type { LedgerLine } from '../story/stage.ts';
import { judgeKits } from './kill-kits.ts';
import { judgeMailboxes } from './kill-mailboxes.ts';
import { judgeScripts } from './kill-scripts.ts';
import { judge, killLoop } from './kills.ts';
import { judgeArrivals, NOTICE_WAYS, noticeKillLoop } from './notice-kills.ts';
import type { Arrival } from './notice-kills.ts';
import { seededRandom } from './random.ts';

const KILLS = 5;
const PEOPLE = 4;

describe('a command that is killed again and again', () => {
  it.concurrent.each([
    { provider: 'microsoft-365', mode: 'new-mailbox' },
    { provider: 'microsoft-365', mode: 'rename' },
    { provider: 'google-workspace', mode: 'new-mailbox' },
    { provider: 'google-workspace', mode: 'rename' },
  ] as const)(
    'loses nobody and doubles nobody at $provider ($mode), with faults on',
    async ({ provider, mode }) => {
      const result = await killLoop({
        provider,
        mode,
        kills: KILLS,
        people: PEOPLE,
        // In one of the four: to have them approved takes two commands more.
        ...(provider === 'google-workspace' && mode === 'new-mailbox' && { hasThieves: true }),
        migrate: await migrateCommand(),
        random: seededRandom(7),
        failpoints: ALL_FAILPOINTS,
      });
      expect(result).toMatchObject({ duplicates: [], lost: [] });
      expect(result.kills).toBeGreaterThanOrEqual(KILLS);
    },
    2 * STORY_TIMEOUT_MS,
  );

  it.concurrent.each(NOTICE_WAYS)(
    'writes to every partner once over %s, with faults on, and to nobody else',
    async (way) => {
      const result = await noticeKillLoop({
        way,
        kills: 2,
        partners: 5,
        migrate: await migrateCommand(),
        random: seededRandom(7),
        failpoints: ['after-call', 'after-started'],
      });
      expect(result).toMatchObject({ wrong: [], lost: [] });
      if (way !== 'smtp without archive') expect(result).toMatchObject({ inDoubt: 0, arrived: result.approved });
    },
    2 * STORY_TIMEOUT_MS,
  );

  it('is judged by a ledger that can tell: somebody missing, without a licence, or there twice is found', () => {
    const at = '2026-10-10T00:00:00.000Z';
    const created = { at, kind: 'user.create', key: `p1@${NEW_DOMAIN}`, idempotent: false };
    const licensed = { at, kind: 'licence.assign', key: `p1@${NEW_DOMAIN} SPE_E3`, idempotent: true };
    const verdict = (mode: 'new-mailbox' | 'rename', ledger: readonly LedgerLine[]) => {
      const result = { duplicates: [], lost: [] };
      judge('company', ledger, { wish: { mode, people: 1 }, result });
      return result;
    };
    expect(verdict('new-mailbox', [created, licensed])).toEqual({ duplicates: [], lost: [] });
    expect(verdict('new-mailbox', [created, licensed, created, licensed])).toEqual({
      duplicates: [`company: user.create p1@${NEW_DOMAIN} x 2`],
      lost: [],
    });
    expect(verdict('new-mailbox', [created]).lost).toEqual([`company: licence of p1@${NEW_DOMAIN}`]);
    expect(verdict('new-mailbox', []).lost).toHaveLength(2);
    expect(verdict('rename', []).lost).toEqual([`company: user.rename p1@${OLD_DOMAIN} -> p1@${NEW_DOMAIN}`]);
  });

  it('is judged by what became of mailboxes, too: a rule left behind, one that nobody approved, a language never set', () => {
    const wish = { provider: 'microsoft-365', mode: 'new-mailbox', people: 1, hasThieves: true } as const;
    const line = (kind: string, key: string): LedgerLine => ({
      at: '2026-10-10T00:00:00.000Z',
      kind,
      key,
      idempotent: true,
    });
    const verdict = (...ledger: readonly LedgerLine[]) => {
      const result = { lost: [] };
      judgeMailboxes('company', ledger, { wish, result });
      return result.lost;
    };
    const right = [line('settings.set', `p1@${NEW_DOMAIN}`), line('rule.delete', `p1@${OLD_DOMAIN} hidden`)];
    expect(verdict(...right)).toEqual([]);
    expect(verdict()).toHaveLength(2);
    expect(verdict(...right, line('rule.delete', `p1@${OLD_DOMAIN} own`))).toHaveLength(1);
  });

  it('is judged by kits, too: one that is done and not there is found', async () => {
    const verdict = async (isDone: boolean) => {
      const result = { lost: [], duplicates: [] };
      await judgeKits('no such folder', { wish: { people: 1 }, result, isDone: () => isDone });
      return result.lost;
    };
    expect(await verdict(false)).toEqual([]);
    expect(await verdict(true)).toHaveLength(2);
  });

  it('is judged by the script for Windows, too: one that nobody has, and an older one that somebody still has', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'migrate-scripts-'));
    const verdict = (...keys: readonly string[]) => {
      const ledger = keys.map((key) => ({ at: '', kind: 'script.assign', key: `migrate 1 ${key}`, idempotent: true }));
      const result = { lost: [], duplicates: [] };
      judgeScripts(folder, ledger, result);
      return [result.lost.length, result.duplicates.length];
    };
    expect(verdict()).toEqual([1, 0]);
    await mkdir(path.join(folder, 'fleet', 'windows'), { recursive: true });
    await writeFile(path.join(folder, 'fleet', 'windows', 'migrate-mail.ps1'), 'exit 0');
    const now = hash('sha256', 'exit 0').slice(0, 16);
    const group = '00000000-0000-4000-8000-00000000b001';
    expect(verdict(`older ${group}`, `${now} ${group}`, 'older ')).toEqual([0, 0]);
    expect(verdict(`older ${group}`, `${now} ${group}`)).toEqual([0, 1]);
    expect(verdict(`${now} ${group}`, `${now} `)).toEqual([1, 0]);
    await rm(folder, { recursive: true });
  });

  it('is judged by arrivals that can tell: twice, unapproved, or called sent and never arrived', () => {
    const arrival = (recipient: string, notice: string): Arrival => ({
      at: '2026-10-10T00:00:00.000Z',
      kind: 'message.accept',
      key: `${recipient} ${notice}`,
      idempotent: false,
      recipient,
      notice,
    });
    const verdict = (ledger: readonly Arrival[], state = 'done') => {
      const result = { arrived: 0, approved: 0, wrong: [], lost: [] };
      judgeArrivals('company', { approved: new Map([['a@p.example 1', state]]), ledger }, result);
      return result;
    };
    const once = arrival('a@p.example', '1');
    expect(verdict([once, arrival('archive@new.example', '1')])).toEqual({
      arrived: 1,
      approved: 1,
      wrong: [],
      lost: [],
    });
    expect(verdict([once, once]).wrong).toEqual(['company: a@p.example 1 x 2']);
    expect(verdict([once, arrival('b@p.example', '2')]).wrong).toEqual(['company: b@p.example 2 was not approved']);
    expect(verdict([]).lost).toEqual(['company: a@p.example 1 is done']);
    expect(verdict([], 'in-doubt').lost).toEqual([]);
    expect(verdict([], 'failed').lost).toHaveLength(1);
  });
});
