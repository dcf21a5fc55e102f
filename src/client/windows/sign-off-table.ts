// clients.json: whom the Windows script may set up on which PC. One row a person and PC that the gate lets through; nothing secret is in it.

import { createHash } from 'node:crypto';
import { hostKey } from '../../model/device.ts';
import type { KitCompany, KitDevice, KitFile, KitPerson } from '../kit.ts';
import { outlookSignature } from './outlook-signature.ts';
import { windowWords } from './windows-words.ts';

/** As the script reads it. Times are seconds since 1970, since PowerShell 7 turns texts that look like times into times. */
interface TableRow {
  /** `hostKey` of the PC. */
  readonly host: string;
  readonly old: string;
  readonly new: string;
  readonly name: string;
  readonly language: string;
  readonly client?: string;
  readonly logon?: string;
  readonly clearedUntil?: number;
  /** SHA-256 of its JSON text, under which it lies in `signatures/<first two digits>.json`. */
  readonly signature?: string;
}

export interface SignOffTable {
  readonly rows: number;
  readonly bytes: Buffer;
  /** Lower case hex. */
  readonly sha256: string;
  /** Below the folder of the table. */
  readonly signatures: readonly KitFile[];
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

export function signOffTable(people: readonly KitPerson[], company: KitCompany): SignOffTable {
  const signatures = new Map<string, string>();
  const rows = people.flatMap((one) => {
    const pcs = outlookPcs(one.devices);
    const signature = pcs.length > 0 ? keepSignature(one, signatures) : undefined;
    return pcs.map((pc) => rowOf(one, pc, signature));
  });
  const bytes = Buffer.from(tableText(rows, company), 'utf8');
  return {
    rows: rows.length,
    bytes,
    sha256: sha256(bytes),
    signatures: shelves(signatures),
  };
}

function tableText(rows: readonly TableRow[], company: KitCompany): string {
  const { jobId, provider, mode, clients } = company;
  const { closeWithinMs, scanner } = clients.windows;
  const head = JSON.stringify({
    schema: 'migrate.clients/1',
    jobId,
    target: provider,
    mode,
    closeWithinSeconds: Math.round(closeWithinMs / SECOND_MS),
    ...(scanner && {
      scanner: { file: scanner.file, validMinutes: Math.floor(scanner.validForMs / MINUTE_MS) },
    }),
    words: windowWords(company),
  });
  // A row a line: two versions can be compared by eye, and by any tool.
  const lines = rows.map((row) => `\n${JSON.stringify(row)}`);
  return `${head.slice(0, -1)},\n"people":[${lines.join(',')}\n]}\n`;
}

/** One for each PC: several mail programs on it are one row. */
function outlookPcs(devices: readonly KitDevice[]): readonly KitDevice[] {
  const pcs = new Map<string, KitDevice>();
  for (const device of devices.filter(mayHaveOutlook)) {
    const key = hostKey(device.host);
    pcs.set(key, { ...device, ...pcs.get(key) });
  }
  return [...pcs.values()];
}

/** Where the list does not say, the script looks for itself. */
function mayHaveOutlook({ system = 'windows', client = 'outlook-classic' }: KitDevice): boolean {
  return system === 'windows' && (client === 'outlook-classic' || client === 'outlook-new');
}

function rowOf({ person }: KitPerson, device: KitDevice, signature: string | undefined): TableRow {
  const { client, logon, clearedUntil } = device;
  return {
    host: hostKey(device.host),
    old: person.oldAddress,
    new: person.newAddress,
    name: person.displayName,
    language: person.language,
    ...(client !== undefined && { client }),
    ...(logon !== undefined && { logon }),
    ...(clearedUntil !== undefined && { clearedUntil: Math.floor(clearedUntil / SECOND_MS) }),
    ...(signature !== undefined && { signature }),
  };
}

/** Beside the table and not in it: at every sign-in every PC reads the whole table. */
function keepSignature({ signature }: KitPerson, kept: Map<string, string>): string | undefined {
  if (signature === undefined) return undefined;
  const text = JSON.stringify(outlookSignature(signature));
  const name = sha256(text);
  kept.set(name, text);
  return name;
}

/** Some 256 files at most: one for each person would be thousands, one for all would be read by everybody. */
function shelves(signatures: ReadonlyMap<string, string>): readonly KitFile[] {
  const byShelf = Map.groupBy([...signatures].sort(), ([name]) => name.slice(0, 2));
  return [...byShelf].map(([shelf, entries]) => ({
    path: `signatures/${shelf}.json`,
    bytes: Buffer.from(`${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`, 'utf8'),
    isPublic: false,
  }));
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
