// render: the peak memory of `migrate plan` that writes, checks and hashes a hundred thousand notices, and keeps every letter.

import { writeFile } from 'node:fs/promises';
import { builtMigrate } from '../build/built.ts';
import { OLD_DOMAIN, Stage, withoutOldMailboxes } from '../story/stage.ts';
import type { BenchResult } from './result.ts';

const MOST_MB = 400;
const PARTNERS = 100_000;
const PEOPLE = 200;
/** Nothing is sent here, so only what stands in the way of planning is set. */
const SENDING = '\nsending:\n  ramp: [1000000]\n  perOperatorHour: 1000000\n';

export async function render(): Promise<BenchResult> {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people: PEOPLE,
    migrate: await builtMigrate(),
    countsMemory: true,
    sandbox: ['--profile', 'free'],
    edit: (settings) => `${withoutOldMailboxes(settings)}${SENDING}`,
  });
  try {
    await writeFile(stage.path('data/partners.csv'), partnerList());
    const { said, peakMb } = await stage.must('plan');
    if (!said.includes(`${PARTNERS} notices to send`)) throw new Error(`not everybody was planned:\n${said}`);
    return { name: 'render', value: peakMb, unit: 'MB', target: MOST_MB, ok: peakMb <= MOST_MB };
  } finally {
    await stage.close();
  }
}

/** Two contacts for every other one, four languages of names, no two alike. */
function partnerList(): string {
  const names = ['髙橋 一郎', '佐藤 花子', 'Anna Carter', '𠮷野 誠'];
  const rows = ['会社名,部署,役職,氏名,メールアドレス,当社担当者,言語'];
  for (let number = 1; number <= PARTNERS; number += 1) {
    const one = `p${(number % PEOPLE) + 1}@${OLD_DOMAIN}`;
    const contacts = number % 2 === 0 ? one : `"${one}, p${((number + 7) % PEOPLE) + 1}@${OLD_DOMAIN}"`;
    const language = number % 4 === 2 ? 'en' : 'ja';
    rows.push(
      `株式会社みらい${number}商事,第${number % 30}営業部,部長,${names[number % names.length] ?? ''}${number},a${number}@partner${number % 5000}.example,${contacts},${language}`,
    );
  }
  return `${rows.join('\r\n')}\r\n`;
}
