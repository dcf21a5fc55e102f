// kill -9 of the sandbox in a stream of effects: what was acknowledged is there, and state, ledger and file say the same.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sandboxStanding, startSandbox, stopSandbox } from '../../../src/sandbox/kernel/control.ts';
import type { SandboxFacts } from '../../../src/sandbox/kernel/facts-file.ts';
import { newFolder } from '../kernel/folder.ts';
import { newUser, send, signIn, type Tenant } from './tenant.ts';

const command = [process.execPath, fileURLToPath(new URL('../serving.mjs', import.meta.url))];
const KILLS = 3;
const AT_ONCE = 8;

interface Line {
  readonly seq: number;
  readonly kind: string;
  readonly key: string;
}

/** Creates users until the sandbox dies; adds the names of those that were acknowledged. */
async function createUntilDeath({ url }: SandboxFacts, token: string, acknowledged: Set<string>, ): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const stream = async () => {
    for (;;) {
      const name = `u${String(next++)}@old.example`;
      try {
        const reply = await send(`${url}/v1.0/users`, 'POST', { body: newUser(name), headers });
        if (reply.status === 201) acknowledged.add(name);
      } catch {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, stream));
}

let next = 0;

const folder = newFolder();
afterEach(async () => {
  await stopSandbox(folder);
});

describe('kill -9 in a stream of creates', () => {
  it('loses nothing that was acknowledged and repeats nothing', async () => {
    const start = () => startSandbox({ folder, profile: 'free', command });
    const acknowledged = new Set<string>();
    let facts = await start();
    await send(`${facts.url}/_sandbox/seed`, 'POST', { body: { microsoft: { domains: [{ name: 'old.example' }] } }, headers: {} });
    const signed = await signIn(facts.url, facts.microsoft as unknown as Tenant['facts']);
    const token = String(signed.body['access_token']);
    for (let kills = 0; kills < KILLS; kills += 1) {
      const before = acknowledged.size;
      const streams = createUntilDeath(facts, token, acknowledged);
      while (acknowledged.size < before + 10 + 13 * kills) await new Promise((resolve) => setTimeout(resolve, 1));
      process.kill(facts.pid, 'SIGKILL');
      await streams;
      facts = await start();

      const ledger = (await send(`${facts.url}/_sandbox/ledger`, 'GET', { body: undefined, headers: {} })).body as unknown as Line[];
      const world = (await send(`${facts.url}/_sandbox/world`, 'GET', { body: undefined, headers: {} })).body;
      const users = world['microsoft.users'] as { userPrincipalName: string }[];
      const file = readFileSync(join(folder, 'ledger.ndjson'), 'utf8').trimEnd().split('\n');
      expect(file.map((line) => JSON.parse(line) as unknown)).toEqual(ledger);
      expect(ledger.map((line) => line.seq)).toEqual(ledger.map((_line, at) => at + 1));
      const made = ledger.filter((line) => line.kind === 'user.create').map((line) => line.key);
      expect(new Set(made).size).toBe(made.length);
      expect(users.map((user) => user.userPrincipalName)).toEqual(made);
      expect([...acknowledged].filter((name) => !made.includes(name))).toEqual([]);
    }
    expect(await stopSandbox(folder)).toBe(true);
    expect(await sandboxStanding(folder)).toBeUndefined();
  });
});
