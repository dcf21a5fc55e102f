// The list for the administrator of the local directory: what to change there for synced users. Pure; a CSV that a spreadsheet may open.

import type { SyncedMove } from '../../model/plan.ts';

const HEADINGS = [
  'displayName',
  'objectId',
  'current userPrincipalName',
  'current mail',
  'set userPrincipalName',
  'set mail',
  'add to proxyAddresses',
] as const;
const BOM = '\uFEFF';
const LINE_END = '\r\n';

/** UTF-8 with BOM and CRLF, every cell quoted. Values are to be added: what stands in proxyAddresses now must stay. */
export function localDirectoryList(changes: readonly SyncedMove[]): string {
  const rows = changes.map(({ displayName, id, signInName, from, to, aliases }) => [
    displayName,
    id,
    signInName,
    from,
    to,
    to,
    [`SMTP:${to}`, ...[from, ...aliases].filter((alias) => alias !== to).map((alias) => `smtp:${alias}`)].join(';'),
  ]);
  return BOM + [[...HEADINGS], ...rows].map((cells) => cells.map(cell).join(',') + LINE_END).join('');
}

/** What a spreadsheet would take for a formula, also in the full-width forms that Japanese spreadsheets take. */
const FORMULA = /^[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]/u;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
