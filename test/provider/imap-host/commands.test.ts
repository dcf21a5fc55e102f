// Commands of the administrator's, really started: what they are told and where, and what their ends prove.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewAccount } from '../../../src/model/directory.ts';
import type { FailureFacts } from '../../../src/model/failure.ts';
import { RemoteFailure } from '../../../src/model/failure.ts';
import { openHostAccounts } from '../../../src/provider/imap-host/accounts.ts';

const PASSWORD = 'Kq7!very-secret/Pass';
const WANTED: NewAccount = {
  address: 'sato@new.example',
  displayName: '佐藤 花子; rm -rf "$HOME" & calc.exe',
  familyName: '佐藤',
  givenName: '花子',
  language: 'ja',
  country: 'JP',
  stamp: 'migrate/0123456789ab/0123456789ab',
  password: PASSWORD,
};

/** Writes down all that it was told, then ends as its first argument says. */
const TELLTALE = `import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
const [end, folder, ...args] = process.argv.slice(2);
const stdin = readFileSync(0, 'utf8');
writeFileSync(folder + '/told.json', JSON.stringify({ args, stdin, environment: process.env }));
const { password } = JSON.parse(stdin);
const spelt = [password, encodeURIComponent(password), password.replaceAll('/', '\\\\/')];
process.stderr.write('quota of the domain is used up, said for ' + spelt.join(' ') + '\\n');
if (end === 'hang') {
  const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  writeFileSync(folder + '/child', String(pid));
  setInterval(() => undefined, 1000);
}
else if (end === 'die') process.kill(process.pid, 'SIGKILL');
else process.exit(Number(end));
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'migrate-commands-'));
  await writeFile(path.join(folder, 'telltale.mjs'), TELLTALE);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function accountsBy(
  end: string,
  more: { readonly args?: readonly string[]; readonly program?: string; readonly timeoutMs?: number } = {},
) {
  const { args = ['{address}', '{displayName}', '--quota=10'], program = process.execPath, timeoutMs = 60_000 } = more;
  return openHostAccounts({
    door: { host: { imap: server, smtp: server, login: 'address' } },
    provision: {
      by: 'command',
      command: { program, arguments: ['telltale.mjs', end, folder, ...args] },
      timeoutMs,
      atOnce: 1,
    },
    listed: [],
    passwords: { async *of() {}, whyMore: () => Promise.resolve(undefined) },
    folder,
    environment: { ...process.env, MIGRATE_PASSPHRASE: 'opens the vault', HOST_TOKEN: 'of the command itself' },
  });
}
const server = { host: 'localhost', port: 1, security: 'tls' } as const;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function failureOf(making: Promise<unknown>): Promise<FailureFacts> {
  const error: unknown = await making.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RemoteFailure) return error.facts;
  throw new Error(`no failure, but ${String(error)}`);
}

describe('a command that makes a mailbox', () => {
  it('is told names as whole arguments, and the password on standard input alone', async () => {
    const account = await accountsBy('0').create(WANTED);
    expect(account).toMatchObject({ id: WANTED.address, address: WANTED.address });
    const text = await readFile(path.join(folder, 'told.json'), 'utf8');
    const told = JSON.parse(text) as { args: string[]; stdin: string; environment: Record<string, string> };
    expect(told.args).toEqual([WANTED.address, WANTED.displayName, '--quota=10']);
    expect(told.stdin.endsWith('}\n')).toBe(true);
    expect(JSON.parse(told.stdin)).toMatchObject({
      localPart: 'sato',
      domain: 'new.example',
      password: PASSWORD,
      department: '',
    });
    expect(JSON.stringify([told.args, told.environment])).not.toContain(PASSWORD);
    expect(told.environment).not.toHaveProperty('MIGRATE_PASSPHRASE');
    expect(told.environment).toHaveProperty('HOST_TOKEN');
  });

  it.each([
    ['17', 'taken'],
    ['75', 'not-yet'],
    ['1', 'refused'],
    ['137', 'in-doubt'],
    ...(process.platform === 'win32' ? [] : [['die', 'in-doubt'] as const]),
  ] as const)('proves by its end %s: %s, in its own words without the password', async (end, kind) => {
    const facts = await failureOf(accountsBy(end).create(WANTED));
    expect(facts).toMatchObject({ kind, operation: 'provision.command' });
    expect(facts.said).toContain('quota of the domain is used up, said for *** *** ***');
    expect(JSON.stringify(facts)).not.toContain('very-secret');
  });

  it('is ended when it takes too long, and what it did is in doubt', async () => {
    // Long enough for it to start, far too short for its end.
    const facts = await failureOf(accountsBy('hang', { timeoutMs: 1500 }).create(WANTED));
    expect(facts).toMatchObject({ kind: 'in-doubt', said: expect.stringContaining('took too long') });
    // What it has started goes with it, else it might make the mailbox later. (Jest ends this where it never goes.)
    const child = Number(await readFile(path.join(folder, 'child'), 'utf8'));
    if (process.platform === 'win32') process.kill(child);
    while (isAlive(child)) await setTimeout(10);
  });

  it('is not started where a name would be taken for an option', async () => {
    const facts = await failureOf(accountsBy('0').create({ ...WANTED, displayName: '--delete-everything' }));
    expect(facts).toMatchObject({ kind: 'refused', said: expect.stringContaining('displayName begins with "-"') });
    const fine = { ...WANTED, displayName: '--delete-everything' };
    await expect(accountsBy('0', { args: ['{address}'] }).create(fine)).resolves.toMatchObject({ id: WANTED.address });
  });

  it('that is not there has made nothing', async () => {
    const facts = await failureOf(accountsBy('0', { program: 'no-such-program-of-ours' }).create(WANTED));
    expect(facts).toMatchObject({ kind: 'refused', said: expect.stringContaining('cannot be started') });
  });
});
