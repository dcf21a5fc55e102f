// Partner lists for tests: rows by heading, read beside the staff of a small company with two people of one name.

import type { Person } from '../../src/model/person.ts';
import type { Settings } from '../../src/model/settings.ts';
import { readPartners } from '../../src/roster/read-partners.ts';
import type { PartnersReading } from '../../src/roster/read-partners.ts';
import { readSuppress } from '../../src/roster/suppress-list.ts';
import { company, NEW, OLD, read, written } from './staff-list.ts';

export const people: readonly Person[] = read(
  written([
    ['氏名', '旧メールアドレス', 'エイリアス', 'バッチ'],
    ['石川 直樹', `ishikawa@${OLD}`, `sales@${NEW}`, 'pilot'],
    ['加藤 さくら', `kato.s@${OLD}`, '', 'pilot'],
    ['清水 修', `shimizu.o@${OLD}`, '', 'sales'],
    ['清水 修', `shimizu.s@${OLD}`, '', 'sales'],
    ['Anna Weber', `anna.weber@${OLD}`, '', 'everyone'],
  ]),
).people;

export interface PartnerListOptions {
  readonly settings?: Partial<Settings>;
  /** Text of the suppress list. */
  readonly suppress?: string;
  readonly isStaffFaulty?: true;
}

export function readPartnerText(text: string, options: PartnerListOptions = {}): PartnersReading {
  return readPartners(text, {
    file: 'partners.csv',
    settings: { ...company, ...options.settings },
    people,
    suppress: readSuppress(options.suppress ?? '', 'suppress.csv').entries,
    ...(options.isStaffFaulty && { isStaffFaulty: true }),
  });
}

/** A row that is in order; a test changes what it is about. */
export const GOOD = {
  会社名: '株式会社みどり工業',
  氏名: '鈴木 一郎',
  メールアドレス: 'suzuki@midori.example',
  担当者: `ishikawa@${OLD}`,
} as const;

/** Each row changes or adds cells of the good one; columns are those that any row has. */
export function readRows(
  rows: readonly Readonly<Record<string, string>>[],
  options: PartnerListOptions = {},
): PartnersReading {
  const headings = [...new Set([...Object.keys(GOOD), ...rows.flatMap((row) => Object.keys(row))])];
  const cells = rows.map((row) => {
    const whole: Readonly<Record<string, string>> = { ...GOOD, ...row };
    return headings.map((heading) => whole[heading] ?? '');
  });
  return readPartnerText(written([headings, ...cells]), options);
}
