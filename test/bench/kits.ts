// kits: files a second of kits and hand-outs that `migrate apply` writes, over a bare write of the same files. kits-memory: its peak.

import { spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { builtMigrate } from '../build/built.ts';
import { CLIENTS_TAKEN_UP } from '../settings/clients-taken-up.ts';
import { OLD_DOMAIN, Stage, withoutOldMailboxes } from '../story/stage.ts';
import type { BenchResult } from './result.ts';

const PEOPLE = 3000;
const DEVICES = 5000;
const LEAST = 0.3;
const MOST_MB = 400;
/** As many at once as the lane of the disk has. */
const CONCURRENCY = 16;

/**
 * Wall time of a whole `migrate apply` that has only kits left to write, for 3,000 people with 5,000 devices, over that of a process that
 * writes the same bytes to the same number of folders and files, each flushed and each folder renamed into place, as many at once. Apply
 * also reads the lists and the tenant, compares both with the plan, makes every file, and writes two durable transitions a kit.
 */
export async function kits(): Promise<readonly BenchResult[]> {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people: PEOPLE,
    migrate: await builtMigrate(),
    countsMemory: true,
    sandbox: ['--profile', 'free'],
    edit: (settings) => `${withoutOldMailboxes(settings)}\n${CLIENTS_TAKEN_UP}`,
  });
  try {
    await writeFile(stage.path('data/devices.csv'), deviceList());
    await writeFile(stage.path('checks.csv'), checks());
    await stage.must('plan');
    await stage.must('evidence', 'import', stage.path('checks.csv'));
    await stage.must('plan');
    // Everything but the kits.
    await stage.must('apply', '--yes', '--until', 'forward.set');
    const ours = await stage.must('apply', '--yes');
    const files = await filesBelow(stage.path('out/clients'));
    if (files < 3 * PEOPLE) throw new Error(`only ${files} files were written:\n${ours.said}`);
    const value = (await medianBareMs(stage)) / ours.wallMs;
    return [
      { name: 'kits', value, unit: 'ratio', target: LEAST, isLeast: true, ok: value >= LEAST },
      { name: 'kits-memory', value: ours.peakMb, unit: 'MB', target: MOST_MB, ok: ours.peakMb <= MOST_MB },
      { name: 'kits-pace', value: files / (ours.wallMs / 1000), unit: 'files/s', target: 0, isLeast: true, ok: true },
    ];
  } finally {
    await stage.close();
  }
}

const PROGRAMS = ['Outlook 2021', 'Thunderbird', 'Outlook (new)', 'Becky!'];

/** A PC each, and a phone for two of three. */
function deviceList(): string {
  const rows = ['ホスト名,使用者,OS,メールソフト'];
  for (let number = 1; number <= PEOPLE; number += 1) {
    const person = `p${number}@${OLD_DOMAIN}`;
    rows.push(`PC-${number},${person},Windows 11,${PROGRAMS[number % PROGRAMS.length] ?? ''}`);
    if (number <= DEVICES - PEOPLE) rows.push(`MB-${number},${person},${number % 2 === 0 ? 'iOS 18' : 'Android 15'},`);
  }
  return `${rows.join('\r\n')}\r\n`;
}

function checks(): string {
  const at = new Date().toISOString();
  const rows = ['hostname,checked_at,tool,version,verdict,evidence'];
  for (let number = 1; number <= PEOPLE; number += 1) rows.push(`PC-${number},${at},EmoCheck,2.4.0,clean,`);
  return `${rows.join('\r\n')}\r\n`;
}

async function filesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

/** The bare write lasts a few seconds, in which a disk may be twice as fast as in the next ones: three, and the one in the middle. */
async function medianBareMs(stage: Stage): Promise<number> {
  const times: number[] = [];
  for (const name of ['bare-1', 'bare-2', 'bare-3']) times.push(await bareWriteMs(stage, name));
  return times.sort((one, other) => one - other)[1] ?? NaN;
}

async function bareWriteMs(stage: Stage, to: string): Promise<number> {
  const args = [stage.path('out/clients'), stage.path(to), String(CONCURRENCY)];
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'bare-write.ts'), ...args], { stdio: 'pipe' });
  const parts = { said: '', told: '' };
  child.stdout.on('data', (part: Buffer) => (parts.said += part.toString()));
  child.stderr.on('data', (part: Buffer) => (parts.told += part.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`the bare write ended with ${String(code)}: ${parts.told}`);
  return Number(parts.said);
}
