// The PCs of the example company: what was found on them, and what they say after they were set up. Played by files, as they come in reality.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Sasaki uses it, and no other one. */
export const INFECTED_PC = 'PC-EIGYO07';
export const ITS_OWNER = 'sasaki.sho@aozora-shoji.example';
/** Kaneko works at a customer's, where nobody of ours comes in to check the PC. */
export const AWAY = 'kaneko.y@aozora-shoji.example';
const PC_AWAY = 'PC-SHUKKO01';

const PCS = [
  ...['PC-JOHO01', 'ISHIKAWA-MBA', 'PC-JOHO02', 'PC-SOMU01', 'PC-SOMU02', 'PC-UKETSUKE', 'PC-KAIGAI01', 'OKAMOTO-MAC'],
  ...numbered('PC-EIGYO', 12),
  ...numbered('PC-OSAKA', 4),
  ...numbered('PC-KEIRI', 3),
  ...numbered('PC-JINJI', 2),
  ...numbered('PC-BUTSU', 2),
  ...numbered('PC-KOBAI', 3),
  ...numbered('PC-SHACHO', 3),
  ...['PC-HINSHITSU1', 'PC-HINSHITSU2', PC_AWAY],
];

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}${String(index + 1).padStart(2, '0')}`);
}

/** A list as an inventory tool exports it. One PC is infected, one was not checked. */
export function writeChecks(folder: string, now: number): string {
  const rows = PCS.filter((host) => host !== PC_AWAY).map((host) => check(host, now, host === INFECTED_PC));
  return write(folder, 'checks.csv', rows);
}

/** The same PC after it was reinstalled. */
export function writeLaterCheck(folder: string, now: number): string {
  return write(folder, 'checks-later.csv', [check(INFECTED_PC, now, false)]);
}

function check(host: string, now: number, isInfected: boolean): string {
  return `${host},${new Date(now).toISOString()},EmoCheck,2.4.0,${isInfected ? 'infected' : 'clean'},`;
}

function write(folder: string, name: string, rows: readonly string[]): string {
  const file = join(folder, 'data', name);
  writeFileSync(file, ['hostname,checked_at,tool,version,verdict,evidence', ...rows, ''].join('\r\n'));
  return file;
}

const RESULTS = [
  ['PC-JOHO01', 'ishikawa', 'applied'],
  ['PC-EIGYO11', 'hayashi', 'applied'],
  ['PC-EIGYO10', 'kimura', 'applied'],
  ['PC-EIGYO09', 'inoue.t', 'waiting-outlook-open'],
] as const;

/** What the script leaves in the folder of the results, one file a PC. */
export function writeResults(folder: string, { jobId, now }: { readonly jobId: string; readonly now: number }): string {
  const share = join(folder, 'results');
  mkdirSync(share, { recursive: true });
  for (const [hostname, name, status] of RESULTS) {
    const user = `${name}@aozora-trading.example`;
    const time = new Date(now).toISOString();
    const result = { schema: 'migrate.client-result/1', jobId, hostname, user, mode: 'Apply', status, detail: '', time };
    writeFileSync(join(share, `${hostname}_${name}_${jobId}.json`), JSON.stringify(result));
  }
  return share;
}
