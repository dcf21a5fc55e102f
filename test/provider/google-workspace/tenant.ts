// A Google Workspace tenant of the sandbox, over real HTTP, with our adapter connected to it. Every exchange is held against the contracts.

import { afterEach, expect } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Directory, NewAccount } from '../../../src/model/directory.ts';
import { connectGoogleWorkspace } from '../../../src/provider/google-workspace/connect.ts';
import type { GoogleWorkspaceOptions } from '../../../src/provider/google-workspace/connect.ts';
import { isServiceAccountKey } from '../../../src/provider/google-workspace/sign-in.ts';
import { googleWorkspace } from '../../../src/sandbox/google/google-workspace.ts';
import { serviceAccountOf } from '../../../src/sandbox/google/sign-in/key-file.ts';
import type { Exchange } from '../../../src/sandbox/kernel/exchange.ts';
import type { ProfileName } from '../../../src/sandbox/kernel/profile.ts';
import { createSandboxServer } from '../../../src/sandbox/kernel/server.ts';
import type { LedgerLine, World } from '../../../src/sandbox/kernel/world.ts';
import { violationsOf } from './contracts.ts';

export const ADMINISTRATOR = 'admin@old.example';
export const PLUS = '1010020020';
export const STARTER = '1010020027';

export interface Tenant {
  readonly directory: Directory;
  readonly exchanges: readonly Exchange[];
  /** Another connection to the same tenant; without `licences` it deals with those in use. */
  readonly connect: (options?: Partial<GoogleWorkspaceOptions>) => Directory;
  /** What connects to this tenant. */
  readonly googleOptions: GoogleWorkspaceOptions;
  readonly seed: (google: object) => Promise<void>;
  readonly publish: (records: readonly object[]) => Promise<void>;
  readonly faults: (list: readonly object[]) => Promise<void>;
  readonly world: World;
  /** Effects that took place, by kind where one is named. */
  readonly ledger: (kind?: string) => readonly LedgerLine[];
}

const SEED = {
  customer: 'C0sandbox',
  administrator: ADMINISTRATOR,
  domains: [
    { name: 'old.example', isPrimary: true },
    { name: 'new.example' },
    { name: 'unproved.example', isVerified: false },
  ],
  skus: [
    { id: PLUS, name: 'Google Workspace Enterprise Plus', total: 100 },
    { id: STARTER, name: 'Google Workspace Business Starter', total: 1 },
  ],
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const KEYS = 'google.service-account';
let keyPair: unknown;

/** One key for all tenants of a test file: to make one takes longer than most tests. */
function shareKey(world: World): void {
  keyPair ??= serviceAccountOf(world);
  world.collection(KEYS).put('key', keyPair);
}

export async function openTenant(options: {
  readonly profile: ProfileName;
  readonly timeScale?: number;
  readonly seed?: object;
}): Promise<Tenant> {
  const folder = mkdtempSync(join(tmpdir(), 'google-'));
  const exchanges: Exchange[] = [];
  const server = await createSandboxServer({
    folder,
    profile: options.profile,
    timeScale: options.timeScale,
    seed: 7,
    providers: [googleWorkspace],
    onExchange: (exchange) => exchanges.push(exchange),
  });
  closing.push(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    expect(exchanges.flatMap(violationsOf)).toEqual([]);
  });

  async function control(method: string, path: string, body: unknown): Promise<void> {
    const response = await fetch(`${server.url}/_sandbox/${path}`, { method, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  }

  shareKey(server.world);
  const facts = googleWorkspace.facts(server.world, server.url);
  const key: unknown = JSON.parse(readFileSync(String(facts['keyFile']), 'utf8'));
  if (!isServiceAccountKey(key)) throw new Error("the sandbox's key file is no key file");
  const googleOptions: GoogleWorkspaceOptions = {
    connection: {
      provider: 'google-workspace',
      keyFile: String(facts['keyFile']),
      administrator: ADMINISTRATOR,
      customer: 'my_customer',
    },
    key,
    endpoints: { root: String(facts['rootUrl']), token: String(facts['tokenUrl']) },
    timeoutMs: 5000,
  };
  const connect: Tenant['connect'] = (more) => connectGoogleWorkspace({ ...googleOptions, ...more });
  await control('POST', 'seed', { google: { ...SEED, ...options.seed } });
  return {
    directory: connect({ licences: [PLUS] }),
    exchanges,
    connect,
    googleOptions,
    seed: (google) => control('POST', 'seed', { google }),
    publish: (records) => control('POST', 'dns', records),
    faults: (list) => control('PUT', 'faults', list),
    world: server.world,
    ledger: (kind) => [...server.world.ledger()].filter((line) => kind === undefined || line.kind === kind),
  };
}

export function newAccount(address: string, change: Partial<NewAccount> = {}): NewAccount {
  return {
    address,
    displayName: '佐藤 一郎',
    familyName: '佐藤',
    givenName: '一郎',
    department: '営業部',
    title: '部長',
    phone: '03-0000-0000',
    language: 'ja',
    country: 'JP',
    stamp: `job/${address}`,
    password: 'correct-horse-battery-staple',
    ...change,
  };
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
