// Secrets: whatever is done, seen and told in a whole run, passwords lie in the vault alone, and tokens and keys nowhere.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ProviderName } from '../../src/model/directory.ts';
import type { Exchange } from '../../src/sandbox/kernel/exchange.ts';
import { CLIENTS_TAKEN_UP } from '../settings/clients-taken-up.ts';
import {
  effects,
  factsOf,
  FAST,
  newAddresses,
  onStage,
  patient,
  stepStates,
  STORY_TIMEOUT_MS,
  until,
} from './on-stage.ts';
import { IDENTITY, linesOf } from './stage.ts';
import type { Ended, Stage } from './stage.ts';

const PEOPLE = 9;

const KIT = 'out/clients/people/p1@aozora-shoji.example/hand-out/hand-out.html';

const FAULTS = [
  { match: { path: '/users$' }, kind: 'html', probability: 0.15 },
  { match: { path: '/users$' }, kind: '503-after', probability: 0.15 },
  { match: {}, kind: 'reset-after', probability: 0.05 },
  { match: {}, kind: 'throttle', probability: 0.05 },
  { match: { path: 'token' }, kind: 'empty', probability: 0.2 },
];

/** Whoever has one in the hand may read all of it. */
function withKits(settings: string): string {
  return `${patient(settings)}\n${CLIENTS_TAKEN_UP}`;
}

interface Secrets {
  /** All that was sent as a first password. */
  readonly passwords: readonly string[];
  /** The one with which the account was made, by its address. */
  readonly effective: ReadonlyMap<string, string>;
  readonly others: readonly string[];
}

/** Everything secret that passed the wire, as the sandbox saw it. */
async function secretsOn(stage: Stage): Promise<Secrets> {
  const passwords: string[] = [];
  const effective = new Map<string, string>();
  const others = new Set<string>();
  for (const { request, response, fault } of linesOf(
    await stage.read('sandbox/exchanges.ndjson'),
  ) as readonly Exchange[]) {
    const bearer = /^Bearer (.+)$/u.exec(request.headers['authorization'] ?? '')?.[1];
    if (bearer !== undefined) others.add(bearer);
    const given = /"access_token":\s*"([^"]+)"/u.exec(response?.body ?? '')?.[1];
    if (given !== undefined) others.add(given);
    const assertion = new URLSearchParams(request.body).get('assertion');
    if (assertion !== null) others.add(assertion);
    const password = /"password":\s*"([^"]+)"/u.exec(request.body)?.[1];
    const address = /"(?:userPrincipalName|primaryEmail)":\s*"([^"]+)"/u.exec(request.body)?.[1];
    if (password === undefined || address === undefined) continue;
    passwords.push(password);
    const isMade =
      fault === undefined ? response?.status === 200 || response?.status === 201 : fault.endsWith('-after');
    if (isMade && !effective.has(address)) effective.set(address, password);
  }
  const { microsoft = {}, token } = stage.sandbox();
  others.add(String(microsoft['secret'])).add(token);
  const key = await stage.read('sandbox/google-key.json').catch(() => '');
  for (const line of key.matchAll(/[A-Za-z0-9+/]{60,}/gu)) others.add(line[0]);
  return { passwords, effective, others: [...others] };
}

/** All bytes of the workspace but the sandbox's own. */
async function bytesOf(stage: Stage): Promise<ReadonlyMap<string, string>> {
  const files = await readdir(stage.folder, { recursive: true, withFileTypes: true });
  const bytes = new Map<string, string>();
  for (const file of files) {
    const name = path.join(file.parentPath, file.name);
    if (!file.isFile() || path.relative(stage.folder, name).split(path.sep)[0] === 'sandbox') continue;
    bytes.set(path.relative(stage.folder, name), await readFile(name, 'latin1'));
  }
  return bytes;
}

/** A secret as it is, in a URL and in JSON. */
function formsOf(secret: string): readonly string[] {
  return [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
}

function leaks(places: ReadonlyMap<string, string>, secrets: readonly string[]): readonly string[] {
  return secrets.flatMap((secret) =>
    [...places].filter(([, text]) => formsOf(secret).some((form) => text.includes(form))).map(([place]) => place),
  );
}

const COMMANDS = [
  ['log', '--json'],
  ['connect', '--json'],
  ['report', '--format', 'json'],
  ['report', '--format', 'html'],
] as const;

async function wholeRun(stage: Stage): Promise<ReadonlyMap<string, string>> {
  const told = new Map<string, string>();
  const keep = (name: string, { said, told: complained }: Ended) => told.set(`${told.size} ${name}`, said + complained);
  keep('plan', await stage.must('plan', '--json'));
  await stage.control('PUT', 'faults', FAULTS);
  // Killed in the middle, so that what SQLite has not folded back yet lies there to be read, too.
  const killed = stage.start(['apply', '--yes', '--json']);
  await until(async () => ((await effects(stage, 'user.create')).length > 2 ? true : undefined));
  killed.kill();
  keep('apply', await killed.ended);
  for (const [name, text] of await bytesOf(stage)) told.set(`killed ${name}`, text);
  keep('resume', await stage.run('resume', '--json'));
  await stage.control('DELETE', 'faults');
  for (let rounds = 0; rounds < 4 && Object.values(stepStates(stage)).some((state) => state !== 'done'); rounds += 1) {
    const doubts = await stage.run('settle', '--json');
    keep('settle', doubts);
    for (const { type, id } of factsOf(doubts)) {
      if (type === 'doubt') keep('settle', await stage.run('settle', String(id), '--as', 'not-done'));
    }
    keep('retry', await stage.run('retry', '--failed', '--json'));
    keep('resume', await stage.run('resume', '--json'));
  }
  for (const command of COMMANDS) keep(command.join(' '), await stage.run(...command));
  keep('report to a file', await stage.must('report', '--out', stage.path('out/report.txt')));
  return told;
}

describe('secrets', () => {
  it.concurrent.each(['microsoft-365', 'google-workspace'] satisfies ProviderName[])(
    'of a whole run at %s with faults and a kill are nowhere but in the vault',
    async (provider) => {
      await onStage({ provider, people: PEOPLE, sandbox: [...FAST, '--record'], edit: withKits }, async (stage) => {
        const told = await wholeRun(stage);
        expect([...(await effects(stage, 'user.create'))].sort()).toEqual(newAddresses(PEOPLE));
        const { passwords, effective, others } = await secretsOn(stage);
        expect([...effective.keys()].sort()).toEqual(newAddresses(PEOPLE));
        expect(others.length).toBeGreaterThan(3);
        const places = new Map([...told, ...(await bytesOf(stage))]);
        for (const place of ['killed data/job.db-wal', 'data/credentials.age', 'out/report.txt', KIT]) {
          expect([...places.keys()]).toContain(place);
        }
        const serving = `/proc/${stage.sandbox().pid}/cmdline`;
        places.set('argv of the sandbox', await readFile(serving, 'utf8').catch(() => ''));
        expect(leaks(places, [...others, ...passwords])).toEqual([]);
        // The search finds what is there: an address, in the log and on the screen.
        expect(leaks(places, newAddresses(1)).length).toBeGreaterThan(3);

        await writeFile(stage.path('identity.txt'), IDENTITY);
        const printed = await stage.must('credentials', 'print', '--json', '--identity', stage.path('identity.txt'));
        const facts = factsOf(printed);
        expect(facts).toHaveLength(PEOPLE);
        for (const { address, passwords: kept } of facts) expect(kept).toContain(effective.get(String(address)));
        const noKey = await stage.run('credentials', 'print', '--identity', stage.path('no-such-file'));
        expect(noKey).toMatchObject({ code: 2, told: expect.stringContaining('no-such-file') });
      });
    },
    STORY_TIMEOUT_MS,
  );
});
