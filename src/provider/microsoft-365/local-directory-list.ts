// The list for the administrator of the local directory: what to change there for synced users. Pure; a CSV that a spreadsheet may open.

import { csvToRead } from '../../model/csv-text.ts';
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
  return csvToRead([[...HEADINGS], ...rows]);
}
