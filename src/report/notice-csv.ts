// One row for each notice to each partner, for Excel.

import { csvToRead } from '../model/csv-text.ts';
import type { NoticeLine } from './notice-lines.ts';
import { NOTICE_WORDS } from './words.ts';

const COLUMNS: readonly (readonly [string, (line: NoticeLine) => string | undefined])[] = [
  ['partner', ({ partner }) => partner],
  ['name', ({ name }) => name],
  ['notice', ({ notice }) => notice],
  ['route', ({ route }) => route],
  ['state', ({ state, toldBy }) => (toldBy === undefined ? NOTICE_WORDS[state] : `told by ${toldBy}`)],
  ['answered', ({ isAnswered }) => (isAnswered ? 'yes' : '')],
  ['to', ({ to }) => to],
  ['from', ({ from }) => from],
  ['changed at', ({ changedAt }) => new Date(changedAt).toISOString()],
  ['receipt', ({ receipt }) => receipt],
  ['said', ({ said }) => said],
  ['to do', ({ todo }) => todo],
];

export function noticeCsv(lines: Iterable<NoticeLine>): string {
  const rows = [...lines].map((line) => COLUMNS.map(([, value]) => value(line) ?? ''));
  return csvToRead([COLUMNS.map(([name]) => name), ...rows]);
}
