// The JSON report of EmoCheck: {"scan_time","hostname","emocheck_version","is_infected":"yes"|"no","emotet_processes":[...]}.
// Its one rule: "yes" anywhere in the bytes wins over all trouble, and only a whole report with "no" says no.

import { asciiOf, readingsOf } from './decode-report.ts';
import type { EmoCheckSaid } from './emocheck.ts';

const YES = /"is_infected"\s*:\s*(?:"\s*(?:yes|true|1)\s*"|true|1)/i;
const HOST = /"hostname"\s*:\s*"([^"\\]*)"/;
const TIME = /"scan_time"\s*:\s*"([^"\\]*)"/;
const VERSION = /"emocheck_version"\s*:\s*"([^"\\]*)"/;

export function readEmoCheckJson(bytes: Uint8Array): EmoCheckSaid {
  const readings = readingsOf(bytes, { mayBeDoubled: true });
  const report = readings.map(parsed).find((value) => value !== undefined);
  const ascii = asciiOf(bytes);
  const isYes = [ascii, ...readings].some((text) => YES.test(text) || YES.test(unescaped(text)));
  const facts = report ?? {};
  const processes = facts['emotet_processes'];
  const host = textIn(facts['hostname']) ?? asciiIn(ascii, HOST);
  const version = textIn(facts['emocheck_version']) ?? asciiIn(ascii, VERSION);
  const time = textIn(facts['scan_time']) ?? asciiIn(ascii, TIME);
  const read = {
    ...(host !== undefined && { host }),
    ...(version !== undefined && { version }),
    ...(time !== undefined && { time }),
  };
  if (isYes || isListed(processes)) return { ...read, found: 'yes', said: foundText(processes) };
  if (report === undefined)
    return { ...read, found: 'unclear', said: 'The report is cut off or damaged: it is no JSON.' };
  const answer = facts['is_infected'];
  if (readings.some(isTwice))
    return { ...read, found: 'unclear', said: 'The report says a thing twice: it was put together from several.' };
  if (answer === 'no' && (processes === undefined || Array.isArray(processes))) {
    return { ...read, found: 'no', said: 'EmoCheck found no process of Emotet.' };
  }
  return { ...read, found: 'unclear', said: 'The report says neither "is_infected":"yes" nor "no".' };
}

const FIELDS = /"(scan_time|hostname|emocheck_version|is_infected)"\s*:/gi;

/** Of a field that stands there twice JSON keeps the last one in silence. */
function isTwice(text: string): boolean {
  const names = [...unescaped(text).matchAll(FIELDS)].map(([, name = '']) => name.toLowerCase());
  return new Set(names).size < names.length;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

/** EmoCheck never writes `\\u0079` for y; whoever does shall not hide a "yes" by it. */
function unescaped(text: string): string {
  return text.replace(/\\u00([0-7][0-9a-f])/gi, (_escape, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function isListed(processes: unknown): processes is readonly unknown[] {
  return Array.isArray(processes) && processes.length > 0;
}

function foundText(processes: unknown): string {
  const paths = (isListed(processes) ? processes : []).flatMap((one) => {
    if (typeof one !== 'object' || one === null) return [];
    const { image_path: path, process_name: name }: { image_path?: unknown; process_name?: unknown } = one;
    return textIn(path) ?? textIn(name) ?? [];
  });
  return paths.length === 0 ? 'EmoCheck found Emotet.' : `EmoCheck found Emotet: ${paths.join(', ')}`;
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Only what is ASCII is sure in a report that cannot be decoded. */
function asciiIn(ascii: string, field: RegExp): string | undefined {
  const found = field.exec(ascii)?.[1];
  return found !== undefined && /^[\x20-\x7e]+$/.test(found) ? found : undefined;
}
