// Evidence of any tool as a plain CSV: hostname,checked_at,tool,version,verdict,evidence. Only words that are plain say clean.

import { RAGGED } from './csv-rows.ts';
import type { CsvRow } from './csv-rows.ts';
import type { RowSaid } from './defender-csv.ts';
import { emoCheckClaim } from './emocheck.ts';
import { readTime } from './report-words.ts';

const NEEDED = ['hostname', 'checkedat', 'tool', 'verdict'] as const;

const CLEAN = new Set([
  'clean',
  'not infected',
  'not-infected',
  'not detected',
  '陰性',
  '検知なし',
  '感染なし',
  '未検知',
]);
const INFECTED = new Set(['infected', 'detected', '陽性', '検知', '検知あり', '感染', '感染あり']);

/** However somebody writes it: `Emo Check v1.0`, `JPCERT emocheck.exe`, in wide letters. */
const EMOCHECK_NAME = /emo[\s_-]*check/i;

export function isPlainCsv(headings: readonly string[]): boolean {
  return headings.includes('hostname') && headings.includes('verdict');
}

/** Headings without which nothing can be read of any row. */
export function missingHeadings(headings: readonly string[]): readonly string[] {
  return NEEDED.filter((heading) => !headings.includes(heading)).map((heading) =>
    heading === 'checkedat' ? 'checked_at' : heading,
  );
}

export function plainRow(row: CsvRow, timeZone: string): RowSaid {
  const [tool, version, time] = [row.cell('tool'), row.cell('version'), row.cell('checkedat')];
  const checkedAt = readTime(time, timeZone);
  return {
    host: row.cell('hostname'),
    tool,
    ...(version !== '' && { version }),
    ...(checkedAt !== undefined && { checkedAt }),
    ...claimOf({ row, tool, version, time, checkedAt }),
  };
}

interface Said {
  readonly row: CsvRow;
  readonly tool: string;
  readonly version: string;
  readonly time: string;
  readonly checkedAt: number | undefined;
}

function claimOf({ row, tool, version, time, checkedAt }: Said): Pick<RowSaid, 'claim' | 'said'> {
  const verdicts = row.cells('verdict').map((word) => word.normalize('NFKC').toLowerCase());
  const verdict = verdicts.join(', ');
  const evidence = row.cell('evidence');
  if (verdicts.some((word) => INFECTED.has(word)))
    return { claim: 'infected', said: evidence === '' ? `${tool} found something.` : evidence };
  if (!CLEAN.has(verdict)) return { claim: 'unclear', said: `"${verdict}" says neither clean nor infected.` };
  if (row.isRagged) return { claim: 'unclear', said: RAGGED };
  if (tool === '') return { claim: 'unclear', said: 'The row does not say by what it was checked.' };
  const said = evidence === '' ? `${tool} found nothing.` : evidence;
  if (EMOCHECK_NAME.test(tool.normalize('NFKC'))) return emoCheckClaim({ found: 'no', version, said }, checkedAt);
  if (checkedAt === undefined) return { claim: 'unclear', said: `"${time}" is no time such as 2026-11-24 09:30.` };
  return { claim: 'clean', said };
}
