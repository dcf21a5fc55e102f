// The Windows script in the kill loop: whichever run was killed where, the script that lies in the kit is in Intune, and its group has that one alone.

import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OLD_DOMAIN } from '../story/stage.ts';
import type { LedgerLine, Stage } from '../story/stage.ts';

const GROUP = { displayName: 'Move-Everyone', id: '00000000-0000-4000-8000-00000000b001' };

/** The group that the example names, and a clean PC with Outlook for everybody: without one there is no script. */
export async function preparePush(stage: Stage, people: number): Promise<void> {
  await stage.control('POST', 'seed', { microsoft: { groups: [GROUP] } });
  const numbers = Array.from({ length: people }, (_, index) => index + 1);
  const devices = numbers.map((number) => `PC-${number},p${number}@${OLD_DOMAIN},Windows 11,Outlook 2021`);
  const checks = numbers.map((number) => `PC-${number},${new Date().toISOString()},EmoCheck,2.4.0,clean,`);
  await writeFile(stage.path('data/devices.csv'), ['ホスト名,使用者,OS,メールソフト', ...devices].join('\r\n'));
  const head = 'hostname,checked_at,tool,version,verdict,evidence';
  await writeFile(stage.path('checks.csv'), [head, ...checks].join('\r\n'));
  await stage.must('evidence', 'import', stage.path('checks.csv'));
}

/** The section `clients` with the push that it offers. */
export function withPush(clients: string): string {
  return clients.replace('# intune:', 'intune:');
}

/** `root` is out/clients of the company. */
export function judgeScripts(
  root: string,
  ledger: readonly LedgerLine[],
  result: { readonly lost: string[]; readonly duplicates: string[] },
): void {
  const file = path.join(root, 'fleet', 'windows', 'migrate-mail.ps1');
  if (!existsSync(file)) {
    result.lost.push(`${root}: there is no script for Windows`);
    return;
  }
  const version = hash('sha256', readFileSync(file)).slice(0, 16);
  const groups = new Map<string, string>();
  for (const { kind, key } of ledger) {
    const [migrate, job, script = '', ...ids] = key.split(' ');
    if (migrate !== 'migrate' || job === undefined) continue;
    if (kind === 'script.create') groups.set(script, '');
    if (kind === 'script.assign') groups.set(script, ids.join(' '));
  }
  if (groups.get(version) !== GROUP.id) result.lost.push(`${root}: the group has not got the script ${version}`);
  for (const [script, ids] of groups) {
    if (script !== version && ids !== '')
      result.duplicates.push(`${root}: the group has the older script ${script}, too`);
  }
}
