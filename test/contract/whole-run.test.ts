// A whole run, and the way back, by the built command: every request of ours and every answer of the sandbox is held against
// the vendors' own descriptions. They lie beside the checkout; where they are missing, nothing is checked, and it says so.

import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ProviderName } from '../../src/model/directory.ts';
import type { Exchange } from '../../src/sandbox/kernel/exchange.ts';
import { FAST, onStage, STORY_TIMEOUT_MS } from '../story/on-stage.ts';
import { BATCHES, linesOf, OLD_DOMAIN, NEW_DOMAIN } from '../story/stage.ts';

interface Checker {
  check(
    request: Exchange['request'],
    response: Exchange['response'],
  ): {
    readonly op: string | null;
    readonly violations: readonly { severity: string; where: string; rule: string; message: string; at?: string }[];
  };
}

const FILES: Readonly<Record<ProviderName, string>> = {
  'microsoft-365': 'graph-check.mjs',
  'google-workspace': 'discovery-check.mjs',
};

/** Signing in is in none of the descriptions. */
const SIGN_IN = /^\/token$|\/oauth2\/|\/discovery\/|\.well-known/u;

/** Described operations that even the shortest of the runs calls: an empty one cannot pass. */
const LEAST_OPERATIONS = 6;

async function checkerOf(provider: ProviderName): Promise<Checker | undefined> {
  const file = new URL(`../../../shared/contracts/${FILES[provider]}`, import.meta.url);
  if (!existsSync(file)) {
    process.stderr.write(`the exchanges of ${provider} are not checked: ${file.pathname} is not there\n`);
    return undefined;
  }
  const { load } = (await import(file.href)) as { readonly load: () => Checker };
  return load();
}

/** Aliases, a department, a telephone number: everything that a list can say of somebody is sent. */
function people(): string {
  const rows = ['氏名,姓,名,旧メールアドレス,新メールアドレス,エイリアス,部署,役職,電話番号,バッチ,言語'];
  BATCHES.forEach((batch, at) => {
    const local = `p${at + 1}`;
    rows.push(
      `青空 花${at + 1},青空,花${at + 1},${local}@${OLD_DOMAIN},new-${local}@${NEW_DOMAIN},desk-${local}@${NEW_DOMAIN},経理部,課長,03-0000-000${at},${batch},${at === 1 ? 'en' : 'ja'}`,
    );
  });
  return `${rows.join('\r\n')}\r\n`;
}

async function exchangesOf(provider: ProviderName, mode: string): Promise<readonly Exchange[]> {
  const edit = (settings: string) => settings.replace(/^mode: .*$/mu, `mode: ${mode}`);
  return onStage({ provider, people: people(), sandbox: [...FAST, '--record'], edit }, async (stage) => {
    if (mode === 'new-mailbox') await stage.must('connect');
    await stage.must('plan');
    await stage.must('apply', '--yes');
    await stage.must('undo', '--yes');
    return linesOf(await stage.read('sandbox/exchanges.ndjson')) as readonly Exchange[];
  });
}

describe('the contracts', () => {
  it.concurrent.each([
    { provider: 'microsoft-365', mode: 'new-mailbox' },
    { provider: 'microsoft-365', mode: 'rename' },
    { provider: 'google-workspace', mode: 'new-mailbox' },
    { provider: 'google-workspace', mode: 'rename' },
  ] as const)(
    'hold for every exchange of a run and its undo at $provider ($mode)',
    async ({ provider, mode }) => {
      const checker = await checkerOf(provider);
      if (checker === undefined) return;
      const operations = new Set<string>();
      const errors: string[] = [];
      for (const { request, response } of await exchangesOf(provider, mode)) {
        if (SIGN_IN.test(request.url)) continue;
        const { op, violations } = checker.check(request, response);
        if (op !== null) operations.add(op);
        for (const { severity, where, rule, message, at } of violations) {
          if (severity === 'error') errors.push(`${op ?? request.url}: ${where} ${rule} ${at ?? ''} ${message}`);
        }
      }
      expect(errors).toEqual([]);
      expect(operations.size).toBeGreaterThanOrEqual(LEAST_OPERATIONS);
    },
    STORY_TIMEOUT_MS,
  );

  it('would not hold for a request that is wrong', async () => {
    const checker = await checkerOf('microsoft-365');
    if (checker === undefined) return;
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', url: '/v1.0/users', headers, body: '{"displayName":"x"}' };
    expect(checker.check(request, undefined).violations.length).toBeGreaterThan(0);
  });
});
