// A tenant on a sandbox of its own, with a client that signs in and calls; every exchange is kept for the contract checkers.

import { afterEach, expect } from '@jest/globals';
import type { Exchange } from '../../../src/sandbox/kernel/exchange.ts';
import type { ProfileName } from '../../../src/sandbox/kernel/profile.ts';
import { createSandboxServer, type SandboxServer } from '../../../src/sandbox/kernel/server.ts';
import { microsoftProvider } from '../../../src/sandbox/microsoft/provider.ts';
import { newFolder } from '../kernel/folder.ts';
import { checked, graphContract } from './contract.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** Method, path below /v1.0, body, further headers. */
export type GraphCall = readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>];

export interface Tenant {
  readonly server: SandboxServer;
  readonly exchanges: readonly Exchange[];
  readonly facts: { readonly tenant: string; readonly client: string; readonly secret: string };
  token(): Promise<string>;
  /** A call of Graph, with a token. */
  call(...call: GraphCall): Promise<Reply>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Lets documented time go by; else the tenant's clock stands still. */
  pass(documentedMs: number): void;
  /** Kinds and keys of the ledger, in order. */
  ledger(): readonly string[];
}

const open: { readonly server: SandboxServer; readonly exchanges: readonly Exchange[] }[] = [];
afterEach(async () => {
  const errors = open.flatMap(({ exchanges }) => exchanges.flatMap(answerErrors));
  for (const { server } of open.splice(0)) await server.close();
  expect(errors).toEqual([]);
});

/** Every answer of every test is held against Microsoft's description, but those that a fault has spoilt on purpose. */
function answerErrors(exchange: Exchange): readonly string[] {
  const isGraph = exchange.request.url.startsWith('/v1.0/');
  if (graphContract === undefined || !isGraph || exchange.fault !== undefined) return [];
  return checked(graphContract, exchange, 'answer').errors;
}

export const SEED = {
  domains: [{ name: 'old.example', isDefault: true }, { name: 'new.example' }],
  skus: [{ skuPartNumber: 'SPE_E3', total: 10 }],
  users: [
    {
      userPrincipalName: 'sender@old.example',
      displayName: 'Sender',
      id: '11111111-1111-4111-8111-111111111111',
      licences: ['SPE_E3'],
    },
    {
      userPrincipalName: 'sato@old.example',
      displayName: 'Sato Hanako',
      givenName: 'Hanako',
      surname: 'Sato',
      id: '22222222-2222-4222-8222-222222222222',
      licences: ['SPE_E3'],
      proxyAddresses: ['SMTP:sato@old.example', 'smtp:hanako@old.example'],
    },
  ],
} as const;
export const SENDER = SEED.users[0].id;
export const SATO = SEED.users[1].id;

export async function startTenant(
  options: { profile?: ProfileName; timeScale?: number; seed?: unknown } = {},
): Promise<Tenant> {
  const exchanges: Exchange[] = [];
  let now = Date.now();
  const server = await createSandboxServer({
    folder: newFolder(),
    profile: options.profile ?? 'free',
    timeScale: options.timeScale,
    seed: 11,
    now: () => now,
    providers: [microsoftProvider],
    onExchange: (exchange) => exchanges.push(exchange),
  });
  open.push({ server, exchanges });
  const facts = microsoftProvider.facts(server.world, server.url) as unknown as Tenant['facts'];
  let known: string | undefined;
  const tenant: Tenant = {
    server,
    exchanges,
    facts,
    async token() {
      const reply = await signIn(server.url, facts);
      return String(reply.body['access_token']);
    },
    async call(...[method, path, body, headers = {}]) {
      known ??= await tenant.token();
      return send(`${server.url}/v1.0${path}`, method, { body, headers: { authorization: `Bearer ${known}`, ...headers } });
    },
    control: (method, path, body) => send(`${server.url}/_sandbox/${path}`, method, { body, headers: {} }),
    pass(documentedMs) {
      now += documentedMs / server.world.profile.timeScale;
    },
    ledger: () => [...server.world.ledger()].map((line) => `${line.kind} ${line.key}${line['repeat'] === true ? ' again' : ''}`),
  };
  const seeded = await tenant.control('POST', 'seed', { microsoft: options.seed ?? SEED });
  if (seeded.status !== 204) throw new Error(seeded.text);
  return tenant;
}

export async function signIn(
  url: string,
  facts: Tenant['facts'],
  more: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const form = {
    client_id: facts.client,
    client_secret: facts.secret,
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
    ...more,
  };
  return read(await fetch(`${url}/${facts.tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) }));
}

export async function send(
  url: string,
  method: string,
  { body, headers }: { body: unknown; headers: Record<string, string> },
): Promise<Reply> {
  const isText = typeof body === 'string';
  const type = body === undefined || isText ? {} : { 'content-type': 'application/json' };
  const content = body === undefined ? {} : { body: isText ? body : JSON.stringify(body) };
  return read(await fetch(url, { method, headers: { ...type, ...headers }, ...content }));
}

async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, body, text };
}

export const valuesOf = (reply: Reply): readonly Record<string, unknown>[] =>
  reply.body['value'] as Record<string, unknown>[];

export const codeOf = (reply: Reply): unknown => (reply.body['error'] as { code?: unknown } | undefined)?.code;
export const saidIn = (reply: Reply): string =>
  String((reply.body['error'] as { message?: unknown } | undefined)?.message);

export const newUser = (address: string, more: Readonly<Record<string, unknown>> = {}) => ({
  accountEnabled: true,
  displayName: address,
  mailNickname: address.split('@')[0],
  userPrincipalName: address,
  usageLocation: 'JP',
  passwordProfile: { forceChangePasswordNextSignIn: true, password: 'Correct-horse-7' },
  ...more,
});
