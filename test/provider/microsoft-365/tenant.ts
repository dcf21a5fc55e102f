// A Microsoft 365 tenant of the sandbox, over real HTTP, with our adapter connected to it. Every exchange is held against the contract.

import { afterEach, expect } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Directory, NewAccount } from '../../../src/model/directory.ts';
import { RemoteFailure } from '../../../src/model/failure.ts';
import type { FailureKind } from '../../../src/model/failure.ts';
import { connectMicrosoft365 } from '../../../src/provider/microsoft-365/connect.ts';
import type { MicrosoftOptions } from '../../../src/provider/microsoft-365/connect.ts';
import type { Exchange } from '../../../src/sandbox/kernel/exchange.ts';
import type { ProfileName } from '../../../src/sandbox/kernel/profile.ts';
import { createSandboxServer } from '../../../src/sandbox/kernel/server.ts';
import type { LedgerLine, World } from '../../../src/sandbox/kernel/world.ts';
import { microsoftProvider } from '../../../src/sandbox/microsoft/provider.ts';
import { violationsOf } from './contracts.ts';

export const E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';
export const SATO = 'sato@new.example';
export const OLD = 'sato@old.example';
export const SATO_ID = '00000000-0000-4000-8000-00000000a001';

export interface Tenant {
  readonly directory: Directory;
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** Method and path of the calls to Graph so far, without query. */
  readonly calls: () => readonly string[];
  readonly facts: Readonly<Record<string, string>>;
  readonly connect: (options?: Partial<MicrosoftOptions>) => Directory;
  /** What connects to this tenant. */
  readonly graphOptions: MicrosoftOptions;
  readonly seed: (microsoft: object) => Promise<void>;
  readonly publish: (records: readonly object[]) => Promise<void>;
  readonly faults: (list: readonly object[]) => Promise<void>;
  readonly world: World;
  /** Effects that took place, by kind where one is named. */
  readonly ledger: (kind?: string) => readonly LedgerLine[];
}

const SEED = {
  domains: [{ name: 'old.example', isDefault: true }, { name: 'new.example' }],
  skus: [{ skuPartNumber: 'SPE_E3', skuId: E3, total: 100 }],
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

export async function openTenant(options: {
  readonly profile: ProfileName;
  readonly timeScale?: number;
  readonly seed?: object;
}): Promise<Tenant> {
  const folder = mkdtempSync(join(tmpdir(), 'microsoft-'));
  const exchanges: Exchange[] = [];
  const server = await createSandboxServer({
    folder,
    profile: options.profile,
    timeScale: options.timeScale,
    seed: 7,
    providers: [microsoftProvider],
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

  const facts = Object.fromEntries(
    Object.entries(microsoftProvider.facts(server.world, server.url)).map(([name, value]) => [name, String(value)]),
  );
  const graphOptions: MicrosoftOptions = {
    connection: connectionTo(facts, { with: 'secret', variable: 'M365_SECRET' }),
    secrets: { clientSecret: facts['secret'] ?? '' },
    endpoints: { graph: server.url, login: server.url },
    timeoutMs: 5000,
  };
  const connect: Tenant['connect'] = (more) => connectMicrosoft365({ ...graphOptions, ...more });
  await control('POST', 'seed', { microsoft: { ...SEED, ...options.seed } });
  return {
    directory: connect(),
    url: server.url,
    exchanges,
    calls: () =>
      exchanges
        .filter(({ request }) => request.url.startsWith('/v1.0/'))
        .map(({ request }) => `${request.method} ${request.url.replace(/\?.*/, '')}`),
    facts,
    connect,
    graphOptions,
    seed: (microsoft) => control('POST', 'seed', { microsoft }),
    publish: (records) => control('POST', 'dns', records),
    faults: (list) => control('PUT', 'faults', list),
    world: server.world,
    ledger: (kind) => [...server.world.ledger()].filter((line) => kind === undefined || line.kind === kind),
  };
}

export function connectionTo(
  facts: Tenant['facts'],
  sign: MicrosoftOptions['connection']['sign'],
): MicrosoftOptions['connection'] {
  return { provider: 'microsoft-365', tenant: facts['tenant'] ?? '', client: facts['client'] ?? '', sign };
}

/** Sato, with a mailbox on the old domain. */
export function satoAtOld(change: object = {}): object {
  return { userPrincipalName: OLD, displayName: '佐藤 花子', id: SATO_ID, licences: ['SPE_E3'], ...change };
}

export function newAccount(address: string, change: Partial<NewAccount> = {}): NewAccount {
  return {
    address,
    displayName: '佐藤 花子',
    familyName: '佐藤',
    givenName: '花子',
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

/** The failure that a call throws. Anything else that it throws, or nothing, fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<RemoteFailure> {
  let result: unknown;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof RemoteFailure) return error;
    throw error;
  }
  throw new Error(`it did not fail, but gave ${JSON.stringify(result)}`);
}

const SAFE: ReadonlySet<FailureKind> = new Set(['throttled', 'not-yet', 'unavailable']);

/** Makes a call again while its failure proves that this is safe, as a lane would. */
export async function patiently<Result>(
  call: () => Promise<Result>,
  { heard = [], isDoubtSafe = false }: { readonly heard?: RemoteFailure[]; readonly isDoubtSafe?: boolean } = {},
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof RemoteFailure) || tries === 400) throw error;
      if (!SAFE.has(error.facts.kind) && !(isDoubtSafe && error.facts.kind === 'in-doubt')) throw error;
      heard.push(error);
      await sleep(10);
    }
  }
}
