// One row a person, for Excel: UTF-8 with BOM, CRLF, every cell quoted, nothing that a spreadsheet would run.

import type { PersonLine, Summary } from './summary.ts';
import { STATE_WORDS } from './words.ts';

const BOM = '\uFEFF';
const LINE_END = '\r\n';

const COLUMNS: readonly (readonly [string, (person: PersonLine) => string | number | undefined])[] = [
  ['name', ({ displayName }) => displayName],
  ['old address', ({ key }) => key],
  ['new address', ({ newAddress }) => newAddress],
  ['batch', ({ batch }) => batch],
  ['state', ({ state }) => STATE_WORDS[state]],
  ['reason', ({ reasons }) => reasons.map(({ what }) => what).join('; ')],
  ['to do', ({ reasons }) => [...new Set(reasons.flatMap(({ todo }) => todo ?? []))].join('; ')],
  ['steps done', ({ stepsDone }) => stepsDone],
  ['steps', ({ steps }) => steps],
  ['attempts', ({ attempts }) => attempts],
  ['told to wait', ({ throttled }) => throttled],
  ['started at', ({ startedAt }) => isoTime(startedAt)],
  ['changed at', ({ changedAt }) => isoTime(changedAt)],
];

export function reportCsv({ persons }: Summary): string {
  const heading = COLUMNS.map(([name]) => name);
  const rows = persons.map((person) => COLUMNS.map(([, value]) => String(value(person) ?? '')));
  return BOM + [heading, ...rows].map((cells) => cells.map(csvCell).join(',') + LINE_END).join('');
}

function isoTime(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
}

/** What a spreadsheet would take for a formula, also in the full-width forms that Japanese spreadsheets take. */
const FORMULA = /^[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]/u;

function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
