// The logon command in a real cmd, that of wine: what it refuses by itself, and that it believes no PowerShell that has left no trace.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { unless } from '../../installed.ts';
import { localAppData, openPrefix, runInWine, whyNoWine } from '../../windows/wine.ts';
import { company, JOB } from '../thunderbird/scene.ts';
import { fleetFiles, outlookUser, textOf } from './fleet.ts';

const why = whyNoWine();

(why === undefined ? describe : describe.skip)(`the logon command${unless(why)}`, () => {
  let folder: string;
  let own: string;
  let mark: string;

  beforeAll(() => {
    openPrefix();
    own = path.join(localAppData(), 'MigrateMail', JOB);
  }, 180_000);

  afterAll(() => rmSync(path.dirname(own), { recursive: true, force: true }));

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'migrate logon (1)-'));
    rmSync(own, { recursive: true, force: true });
    const files = await fleetFiles([outlookUser('taro')], company({ provider: 'microsoft-365' }));
    mark = /done-[0-9a-f]{16}/.exec(textOf(files, 'migrate-mail.cmd'))?.[0] ?? '';
    for (const [name, { bytes }] of files) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), bytes);
    }
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function exitCode(...args: readonly string[]): Promise<number | null> {
    const ran = await runInWine(['cmd', '/c', 'migrate-mail.cmd', ...args], { cwd: folder });
    return ran.exitCode;
  }

  it('refuses without a table, and without a script', async () => {
    unlinkSync(path.join(folder, 'clients.json'));
    expect(await exitCode()).toBe(20);
    unlinkSync(path.join(folder, 'migrate-mail.ps1'));
    expect(await exitCode()).toBe(30);
  }, 180_000);

  it('takes a PowerShell that says nothing and does nothing, as that of wine, for an error', async () => {
    mkdirSync(own, { recursive: true });
    writeFileSync(path.join(own, 'ran'), 'applied');
    expect(await exitCode()).toBe(30);
  }, 180_000);

  it('takes a code of PowerShell itself for an error, not for a word of the script', async () => {
    // reg.exe ends with 1 at an option that it does not know, as PowerShell does where a policy forbids scripts. Without its mark wine
    // does not take it for a part of itself.
    const windows = path.join(localAppData(), '..', '..', '..', '..', 'windows');
    const stand = path.join(folder, 'System32', 'WindowsPowerShell', 'v1.0');
    const program = readFileSync(path.join(windows, 'system32', 'reg.exe'));
    mkdirSync(stand, { recursive: true });
    writeFileSync(path.join(stand, 'powershell.exe'), program.fill(0, 0x40, 0x60));
    const starts = ['@echo off', 'set "SystemRoot=%~dp0."', 'migrate-mail.cmd'];
    writeFileSync(path.join(folder, 'forbidden.cmd'), starts.join('\r\n'));
    expect((await runInWine(['cmd', '/c', 'forbidden.cmd'], { cwd: folder })).exitCode).toBe(30);
  }, 180_000);

  it('has nothing to do where the script has set the mark of this table, and only of this one', async () => {
    mkdirSync(own, { recursive: true });
    writeFileSync(path.join(own, 'done-0000000000000000'), '');
    expect(await exitCode()).toBe(30);
    writeFileSync(path.join(own, mark), 'applied');
    expect(await exitCode()).toBe(0);
    unlinkSync(path.join(folder, 'clients.json'));
    expect(await exitCode()).toBe(0);
    // Both go on: one needs the table, and the other one comes as far as PowerShell without it.
    expect(await exitCode('again')).toBe(20);
    expect(await exitCode('Rollback')).toBe(30);
    unlinkSync(path.join(own, mark));
    expect(await exitCode('Rolback')).toBe(30);
  }, 180_000);
});
