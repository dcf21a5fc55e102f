// One file of evidence: what form it has, and what it says of which device. Pure; nothing in it is believed beyond its plain words.

import { createHash } from 'node:crypto';
import { hostKey } from '../../model/device.ts';
import type { DeviceEvidence, EvidenceSource } from '../../model/device-evidence.ts';
import type { Problem } from '../../model/problem.ts';
import { readCsv } from './csv-rows.ts';
import type { CsvRow, CsvTable } from './csv-rows.ts';
import { asciiOf, readingsOf } from './decode-report.ts';
import { defenderRow, isDefenderCsv } from './defender-csv.ts';
import type { RowSaid } from './defender-csv.ts';
import { readEmoCheckJson } from './emocheck-json.ts';
import { readEmoCheckText } from './emocheck-text.ts';
import { EMOCHECK, emoCheckClaim } from './emocheck.ts';
import { brokenRow, headingsMissing, noHost, notKnown, unreadable } from './evidence-problems.ts';
import { isPlainCsv, missingHeadings, plainRow } from './plain-csv.ts';
import { readTime, shownText } from './report-words.ts';

export interface EvidenceReading {
  /** In the order of the file. */
  readonly evidence: readonly DeviceEvidence[];
  /** What was not taken in, and what was taken in and cannot be read. */
  readonly problems: readonly Problem[];
}

export interface EvidenceWish {
  /** As the user knows it, forward slashes; the name of a report of EmoCheck says whose it is. */
  readonly file: string;
  /** Where the wall clocks are that wrote the times. */
  readonly timeZone: string;
}

/** `PC-001_20261124093000_emocheck.json`; copies have more behind it: ` (1)`, ` - コピー`. The oldest versions wrote no host. */
const EMOCHECK_FILE = /^(?:(.+)_)?(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})_emocheck[^.]*\.(json|txt)$/i;
const EMOCHECK_JSON = /"emocheck_version"|"is_infected"/i;
const EMOCHECK_TEXT = /\[EmoCheck v/i;

/** Longer names are nobody's: DNS allows 253 characters (RFC 1035). */
const MOST_HOST = 253;

export function readEvidence(bytes: Uint8Array, wish: EvidenceWish): EvidenceReading {
  const name = wish.file.slice(wish.file.lastIndexOf('/') + 1);
  const ascii = asciiOf(bytes);
  const named = EMOCHECK_FILE.exec(name);
  if (named?.[8]?.toLowerCase() === 'json' || EMOCHECK_JSON.test(ascii))
    return emoCheck(bytes, { ...wish, named, form: 'json' });
  if (named !== null || EMOCHECK_TEXT.test(ascii)) return emoCheck(bytes, { ...wish, named, form: 'text' });
  for (const text of readingsOf(bytes, { mayBeDoubled: false })) {
    const table = readCsv(text);
    if (isPlainCsv(table.headings)) {
      const missing = missingHeadings(table.headings);
      if (missing.length > 0) return { evidence: [], problems: [headingsMissing(wish, missing)] };
      return csv(table, { ...wish, source: 'csv', read: plainRow });
    }
    if (isDefenderCsv(table.headings)) return csv(table, { ...wish, source: 'defender', read: defenderRow });
  }
  return { evidence: [], problems: [notKnown(wish)] };
}

interface EmoCheckWish extends EvidenceWish {
  readonly named: RegExpExecArray | null;
  readonly form: 'json' | 'text';
}

function emoCheck(bytes: Uint8Array, { file, timeZone, named, form }: EmoCheckWish): EvidenceReading {
  const read = form === 'json' ? readEmoCheckJson(bytes) : readEmoCheckText(bytes);
  const host = usableHost(read.host ?? '') ?? usableHost(named?.[1] ?? '');
  if (host === undefined) return { evidence: [], problems: [noHost({ file })] };
  const checkedAt = readTime(read.time ?? '', timeZone) ?? timeInName(named, timeZone);
  const version = read.version === undefined ? undefined : shownText(read.version);
  const { claim, said } = emoCheckClaim(read, checkedAt);
  const one = evidenceOf(
    { host, tool: EMOCHECK, ...(version && { version }), ...(checkedAt !== undefined && { checkedAt }), claim, said },
    { file, source: 'emocheck', content: bytes },
  );
  return { evidence: [one], problems: claim === 'unclear' ? [unreadable({ file }, one)] : [] };
}

function timeInName(named: RegExpExecArray | null, timeZone: string): number | undefined {
  const [, , year, month, day, hour, minute, second] = named ?? [];
  if (year === undefined) return undefined;
  return readTime(`${year}-${month ?? ''}-${day ?? ''} ${hour ?? ''}:${minute ?? ''}:${second ?? ''}`, timeZone);
}

interface CsvWish extends EvidenceWish {
  readonly source: EvidenceSource;
  readonly read: (row: CsvRow, timeZone: string) => RowSaid;
}

function csv({ rows, brokenLines }: CsvTable, { file, timeZone, source, read }: CsvWish): EvidenceReading {
  const problems = brokenLines.map((line) => brokenRow({ file, line }));
  const evidence = rows.flatMap((row) => {
    const said = read(row, timeZone);
    const host = usableHost(said.host);
    if (host === undefined) {
      problems.push(noHost({ file, line: row.line }));
      return [];
    }
    const whole = { ...said, host };
    const one = evidenceOf(whole, { file, source, content: JSON.stringify(whole) });
    if (one.claim === 'unclear' && source === 'csv') problems.push(unreadable({ file, line: row.line }, one));
    return [one];
  });
  return { evidence, problems };
}

/** Undefined where no device can have that name. */
function usableHost(host: string): string | undefined {
  const name = host.trim();
  return name === '' || name.length > MOST_HOST || /[\p{Cc}\p{Cf}\p{Co}\uFFFD]/u.test(name) ? undefined : name;
}

function evidenceOf(
  said: RowSaid,
  {
    file,
    source,
    content,
  }: { readonly file: string; readonly source: EvidenceSource; readonly content: Uint8Array | string },
): DeviceEvidence {
  const key = createHash('sha256')
    .update(`${source}\n${hostKey(said.host)}\n`)
    .update(content)
    .digest('hex');
  return { ...said, key, source, file, tool: shownText(said.tool), said: shownText(said.said) };
}
