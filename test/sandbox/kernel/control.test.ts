// A sandbox in a process of its own: started once, found again, stopped, and up again after kill -9.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sandboxStanding, startSandbox, stopSandbox } from '../../../src/sandbox/kernel/control.ts';
import { newFolder } from './folder.ts';

const command = [process.execPath, fileURLToPath(new URL('../serving.mjs', import.meta.url))];
const folders: string[] = [];
const start = (folder: string) => {
  folders.push(folder);
  return startSandbox({ folder, profile: 'free', command });
};
afterEach(async () => {
  for (const folder of folders.splice(0)) await stopSandbox(folder);
});

async function publish(url: string) {
  const body = JSON.stringify([{ name: 'new.example', type: 'TXT', value: 'x' }]);
  await fetch(`${url}/_sandbox/dns`, { method: 'POST', body });
}
const world = async (url: string) => (await (await fetch(`${url}/_sandbox/world`)).json()) as { dns?: unknown[] };

describe('the sandbox as a process', () => {
  it('is started once, however many ask at the same time, and stops when asked', async () => {
    const folder = newFolder();
    const all = await Promise.all([start(folder), start(folder)]);
    expect(all[0]).toEqual(all[1]);
    expect(await start(folder)).toEqual(all[0]);
    expect(await sandboxStanding(folder)).toMatchObject({ profile: 'free', hasQuotas: false, timeScale: 1 });
    expect(await stopSandbox(folder)).toBe(true);
    expect(await sandboxStanding(folder)).toBeUndefined();
    expect(existsSync(join(folder, 'sandbox.json'))).toBe(false);
    expect(await stopSandbox(folder)).toBe(false);
  });

  it('stands up again on the same state and port after kill -9', async () => {
    const folder = newFolder();
    const first = await start(folder);
    await publish(first.url);
    process.kill(first.pid, 'SIGKILL');
    while ((await sandboxStanding(folder)) !== undefined);
    const second = await start(folder);
    expect(second.pid).not.toBe(first.pid);
    expect(second.url).toBe(first.url);
    expect((await world(second.url)).dns).toHaveLength(1);

    const seed = { google: { administrator: 'boss@own.example', domains: [{ name: 'own.example' }] } };
    await fetch(`${second.url}/_sandbox/seed`, { method: 'POST', body: JSON.stringify(seed) });
    const { startedAt, token } = second;
    const google = expect.objectContaining({ administrator: 'boss@own.example' });
    expect(await sandboxStanding(folder)).toMatchObject({ google, startedAt, token });
  });

  it('says why it cannot start', async () => {
    const folder = newFolder();
    const broken = startSandbox({ folder, profile: 'free', command: [process.execPath, '-e', 'throw Error("no luck")'] });
    await expect(broken).rejects.toThrow(/no luck/);
  });

  it('never takes another program for itself', async () => {
    const folder = newFolder();
    const other: Server = createServer((_request, response) => response.end('{"pid":1}'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
    const first = await start(folder);
    const facts = readFileSync(join(folder, 'sandbox.json'), 'utf8');
    await stopSandbox(folder);
    const port = (other.address() as AddressInfo).port;
    writeFileSync(join(folder, 'sandbox.json'), facts.replace(first.url, `http://127.0.0.1:${port}`));
    expect(await sandboxStanding(folder)).toBeUndefined();
    expect(await stopSandbox(folder)).toBe(false);
    other.close();
  });

  it('ends at a signal too, and leaves no facts behind', async () => {
    const folder = newFolder();
    const { pid } = await start(folder);
    if (process.platform === 'win32') return;
    process.kill(pid, 'SIGTERM');
    while (existsSync(join(folder, 'sandbox.json'))) spawnSync(process.execPath, ['-e', '0']);
    expect(await sandboxStanding(folder)).toBeUndefined();
  });
});
