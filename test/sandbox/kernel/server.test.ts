// The server answers, writes down what it answered, throttles, and fails on demand, before or after the effect.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Exchange } from '../../../src/sandbox/kernel/exchange.ts';
import {
  createSandboxServer,
  type SandboxServer,
  type SandboxServerOptions,
} from '../../../src/sandbox/kernel/server.ts';
import { newFolder } from './folder.ts';
import { toyProvider } from './toy-provider.ts';

const open: SandboxServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function start(more: Partial<SandboxServerOptions> = {}) {
  const exchanges: Exchange[] = [];
  const server = await createSandboxServer({
    folder: newFolder(),
    profile: 'free',
    seed: 7,
    providers: [toyProvider],
    onExchange: (exchange) => exchanges.push(exchange),
    ...more,
  });
  open.push(server);
  const call = (method: string, path: string, body?: unknown) =>
    fetch(server.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const keys = () => [...server.world.ledger()].map((line) => line.key);
  return { server, call, keys, exchanges };
}

describe('the server', () => {
  it('answers through the route, and keeps a line of every call', async () => {
    const { server, call, keys, exchanges } = await start();
    const added = await call('POST', '/toy/things/a%20b?x=1');
    expect([added.status, await added.json()]).toEqual([201, { name: 'a b' }]);
    expect((await call('GET', '/toy/nothing')).status).toBe(404);
    expect((await call('GET', '/elsewhere')).status).toBe(501);
    expect(keys()).toEqual(['a b']);
    expect(exchanges.map((one) => [one.request.method, one.request.url, one.response?.status])).toEqual([
      ['POST', '/toy/things/a%20b?x=1', 201],
      ['GET', '/toy/nothing', 404],
    ]);
    const lines = readFileSync(join(server.world.folder, 'calls.ndjson'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      method: 'POST',
      path: '/toy/things/a%20b?x=1',
      status: 201,
      id: added.headers.get('x-request'),
    });
  });

  it('shows a bug of its own as its own', async () => {
    const { call } = await start();
    const answer = await call('GET', '/toy/broken/pipe');
    expect([answer.status, answer.headers.get('x-sandbox-fault')]).toEqual([500, '1']);
  });

  it('refuses what is over a quota and does nothing then', async () => {
    const { call, keys } = await start({ profile: 'documented' });
    const statuses = [];
    for (const name of ['a', 'b', 'c', 'd']) statuses.push((await call('POST', `/toy/things/${name}`)).status);
    expect(statuses).toEqual([201, 201, 201, 429]);
    expect(keys()).toEqual(['a', 'b', 'c']);
  });

  it('lets only so many calls in at once', async () => {
    const { call } = await start({ profile: 'fast', timeScale: 60 });
    await call('POST', '/toy/things/a');
    const answers = await Promise.all([1, 2, 3].map(() => call('GET', '/toy/things/a')));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 429]);
    expect((await call('GET', '/toy/things/a')).status).toBe(200);
  });
});

describe('faults', () => {
  it.each(['503-before', '504-before', '507', 'html', 'empty', 'throttle'])('%s: nothing happened', async (kind) => {
    const { call, keys } = await start();
    await call('PUT', '/_sandbox/faults', [{ match: { method: 'POST' }, kind, count: 1 }]);
    const answer = await call('POST', '/toy/things/a');
    expect(answer.status).toBe({ throttle: 429, html: 503, empty: 500 }[kind] ?? Number(kind.slice(0, 3)));
    expect(keys()).toEqual([]);
    expect((await call('POST', '/toy/things/a')).status).toBe(201);
  });

  it('refuse: the provider says no in its own form, and nothing happened', async () => {
    const { call, keys } = await start();
    const refusal = { status: 409, code: 'taken', message: 'It is taken.' };
    await call('PUT', '/_sandbox/faults', [{ match: { method: 'POST' }, kind: 'refuse', count: 1, ...refusal }]);
    const answer = await call('POST', '/toy/things/a');
    expect([answer.status, await answer.json()]).toEqual([409, { error: 'taken', message: 'It is taken.' }]);
    expect(keys()).toEqual([]);
    expect((await call('POST', '/toy/things/a')).status).toBe(201);
  });

  it.each(['503-after', '504-after'])('%s: the effect is in the ledger', async (kind) => {
    const { call, keys } = await start();
    await call('PUT', '/_sandbox/faults', [{ match: { path: 'things' }, kind }]);
    expect((await call('POST', '/toy/things/a')).status).toBe(Number(kind.slice(0, 3)));
    expect(keys()).toEqual(['a']);
  });

  it.each([
    ['reset-before', []],
    ['reset-after', ['a']],
  ] as const)('%s cuts the connection', async (kind, left) => {
    const { call, keys, exchanges } = await start();
    await call('PUT', '/_sandbox/faults', [{ match: { provider: 'toy-shop' }, kind }]);
    await expect(call('POST', '/toy/things/a')).rejects.toThrow();
    expect(keys()).toEqual(left);
    expect(exchanges[0]?.response).toBeUndefined();
  });

  it('goes round the forms in which the provider throttles', async () => {
    const { call } = await start();
    await call('PUT', '/_sandbox/faults', [{ match: {}, kind: 'throttle', delayMs: 120 }]);
    const forms = [];
    for (const name of ['a', 'b', 'c'])
      forms.push((await call('POST', `/toy/things/${name}`)).headers.get('retry-after'));
    expect(forms).toEqual(['seconds 120', 'date 120', 'seconds 120']);
  });

  it('chooses by seed and call, whatever the order of the calls', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `n${at}`);
    const hitsIn = async (order: readonly string[]) => {
      const { call } = await start();
      await call('PUT', '/_sandbox/faults', [{ match: {}, kind: '503-before', probability: 0.5 }]);
      const hits = [];
      for (const name of order) if ((await call('POST', `/toy/things/${name}`)).status === 503) hits.push(name);
      return hits.sort();
    };
    const hits = await hitsIn(names);
    expect(await hitsIn([...names].reverse())).toEqual(hits);
    expect(hits.length).toBeGreaterThan(5);
    expect(hits.length).toBeLessThan(35);
  });

  it('can be seen and taken away, and is refused when it makes no sense', async () => {
    const { call } = await start();
    const bad = await call('PUT', '/_sandbox/faults', [{ match: { path: '(' }, kind: '503-before' }]);
    expect([bad.status, await bad.text()]).toEqual([400, expect.stringMatching(/regular expression/)]);
    await call('PUT', '/_sandbox/faults', [{ match: {}, kind: '503-before' }]);
    await call('POST', '/toy/things/a');
    expect(await (await call('GET', '/_sandbox/faults')).json()).toMatchObject([{ hits: 1 }]);
    await call('DELETE', '/_sandbox/faults');
    expect((await call('POST', '/toy/things/a')).status).toBe(201);
  });
});

describe('the control routes', () => {
  it('seed the providers, all or nothing, and show the world and the ledger', async () => {
    const { call } = await start();
    expect((await call('POST', '/_sandbox/seed', { toy: ['a'] })).status).toBe(204);
    expect((await call('POST', '/_sandbox/seed', { toy: ['b'], other: [] })).status).toBe(400);
    expect((await call('POST', '/_sandbox/seed', { toy: 'b' })).status).toBe(400);
    const world = (await (await call('GET', '/_sandbox/world')).json()) as Record<string, unknown>;
    expect(world['things']).toEqual([{ name: 'a' }]);
    await call('POST', '/toy/things/c');
    expect(await (await call('GET', '/_sandbox/ledger')).json()).toMatchObject([{ seq: 1, key: 'c' }]);
  });

  it('publish DNS records once', async () => {
    const { call, server } = await start();
    const record = { name: 'new.example', type: 'TXT', value: 'MS=ms1' };
    expect((await call('POST', '/_sandbox/dns', [record, record])).status).toBe(204);
    expect((await call('POST', '/_sandbox/dns', [{ name: 'x' }])).status).toBe(400);
    expect(server.world.collection('dns').size).toBe(1);
  });
});
