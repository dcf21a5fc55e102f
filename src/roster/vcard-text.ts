// vCard 2.1, 3.0 and 4.0 as lines of properties: unfolded, decoded, not yet understood. What cannot be decoded is told, never guessed.
// A reader of our own: ical.js and vcf know neither the soft line breaks nor the character sets of 2.1, in which Japanese phones export.

/** One property: `item1.EMAIL;TYPE=work:a@b` has the name `EMAIL`. */
export interface CardProperty {
  readonly line: number;
  readonly name: string;
  /** Upper case: `WORK`, `PREF`; of `TYPE=work,pref` both. */
  readonly types: ReadonlySet<string>;
  /** Still escaped. */
  readonly value: string;
}

export interface Card {
  readonly line: number;
  readonly properties: readonly CardProperty[];
  readonly faults: readonly CardFault[];
  /** False where the file ends before the card does. */
  readonly isWhole: boolean;
}

export interface CardFault {
  readonly line: number;
  readonly property: string;
  readonly reason: string;
}

/** Properties that are long and that nobody needs here. */
const SKIPPED = new Set(['PHOTO', 'LOGO', 'SOUND', 'KEY']);

interface LogicalLine {
  readonly line: number;
  readonly text: string;
}

export function readCards(text: string): readonly Card[] {
  const cards: Card[] = [];
  let open: { line: number; properties: CardProperty[]; faults: CardFault[] } | undefined;
  // A card inside of a card (AGENT) is somebody else.
  let depth = 0;
  for (const { line, text: whole } of logicalLines(text)) {
    if (/^(?:[\w-]+\.)?BEGIN\s*:\s*VCARD\s*$/i.test(whole)) {
      depth += 1;
      if (depth === 1) open = { line, properties: [], faults: [] };
    } else if (/^(?:[\w-]+\.)?END\s*:\s*VCARD\s*$/i.test(whole)) {
      depth = Math.max(0, depth - 1);
      if (depth > 0 || open === undefined) continue;
      cards.push({ ...open, isWhole: true });
      open = undefined;
    } else if (depth === 1 && open !== undefined) {
      const read = readProperty({ line, text: whole });
      if (read === undefined) continue;
      if ('reason' in read) open.faults.push(read);
      else open.properties.push(read);
    }
  }
  return open === undefined ? cards : [...cards, { ...open, isWhole: false }];
}

/** Folded lines are joined: by a space at the beginning, or by `=` at the end where the value is quoted-printable. */
function logicalLines(text: string): readonly LogicalLine[] {
  const joined: { line: number; parts: string[]; isQuoted: boolean }[] = [];
  text.split(/\r\n|\n|\r/).forEach((physical, index) => {
    const last = joined.at(-1);
    const ending = last?.parts.at(-1);
    if (last?.isQuoted === true && ending?.endsWith('=') === true) {
      last.parts.splice(-1, 1, ending.slice(0, -1), physical);
    } else if (last !== undefined && /^[ \t]/.test(physical)) {
      last.parts.push(physical.slice(1));
    } else {
      const isQuoted = /^[^:]*[;=]QUOTED-PRINTABLE[;:]/i.test(physical);
      joined.push({ line: index + 1, parts: [physical], isQuoted });
    }
  });
  return joined.map(({ line, parts }) => ({ line, text: parts.join('') }));
}

const HEAD = /^(?:[\w-]+\.)?([\w-]+)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)*)*):/;

function readProperty({ line, text }: LogicalLine): CardProperty | CardFault | undefined {
  const head = HEAD.exec(text);
  const name = head?.[1]?.toUpperCase();
  if (head === null || name === undefined || SKIPPED.has(name)) return undefined;
  const parameters = (head[2] ?? '').split(';').filter((part) => part !== '');
  const words = parameters.flatMap((part) =>
    part
      .slice(part.indexOf('=') + 1)
      .replaceAll('"', '')
      .split(','),
  );
  const types = new Set(words.map((word) => word.trim().toUpperCase()));
  const raw = text.slice(head[0].length);
  const charset = parameters
    .find((part) => /^CHARSET=/i.test(part))
    ?.slice('CHARSET='.length)
    .replaceAll('"', '');
  if (!types.has('QUOTED-PRINTABLE')) return { line, name, types, value: raw };
  const value = decode(quotedBytes(raw), charset);
  return value === undefined
    ? { line, property: name, reason: `it is not written in ${charset ?? 'UTF-8'}` }
    : { line, name, types, value };
}

function quotedBytes(raw: string): Uint8Array {
  const pieces = raw.split(/((?:=[0-9A-F]{2})+)/i);
  return Buffer.concat(
    pieces.map((piece, index) =>
      index % 2 === 1 ? Buffer.from(piece.replaceAll('=', ''), 'hex') : Buffer.from(piece, 'utf8'),
    ),
  );
}

/** Without a character set it is UTF-8, and CP932 where it is not: phones of Japan leave the name out. */
function decode(bytes: Uint8Array, charset: string | undefined): string | undefined {
  if (charset !== undefined) return decodeAs(bytes, charset);
  return decodeAs(bytes, 'utf-8') ?? decodeAs(bytes, 'shift_jis');
}

/** How Node tells of a name that nobody knows, and of bytes that are no text in it. */
const NOT_DECODED: ReadonlySet<unknown> = new Set(['ERR_ENCODING_NOT_SUPPORTED', 'ERR_ENCODING_INVALID_ENCODED_DATA']);

function decodeAs(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && NOT_DECODED.has(error.code)) return undefined;
    throw error;
  }
}

/** The parts between semicolons, with what was escaped. */
export function structured(value: string): readonly string[] {
  return splitUnescaped(value).map(unescaped);
}

export function unescaped(value: string): string {
  return value.replace(/\\([\\,;:nN])/g, (_, sign: string) => (/[nN]/.test(sign) ? ' ' : sign)).trim();
}

function splitUnescaped(value: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index < value.length; index += 1) {
    if (value[index] === '\\') index += 1;
    else if (value[index] === ';') {
      parts.push(value.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, value.slice(start)];
}
