// Reads what a receiving server has found out about a message: the header Authentication-Results (RFC 8601). Strict: what is not well
// formed says nothing. Microsoft 365 leaves the name of the server out, so that may be missing.

export interface AuthResult {
  /** `spf`, `dkim`, `dmarc`, ... in small letters. */
  readonly method: string;
  /** `pass`, `fail`, `none`, `temperror`, ... in small letters. */
  readonly result: string;
  /** `smtp.mailfrom`, `header.d`, ... in small letters, with their values as they stand. */
  readonly properties: ReadonlyMap<string, string>;
}

export interface AuthResults {
  /** Who says so. */
  readonly server?: string;
  readonly results: readonly AuthResult[];
}

const MOST_LENGTH = 20_000;

/** `value`: unfolded. Undefined where it cannot be read. */
export function readAuthResults(value: string): AuthResults | undefined {
  if (value.length > MOST_LENGTH) return undefined;
  const parts = partsOf(value);
  if (parts === undefined) return undefined;
  const [first = '', ...others] = parts;
  const isServer = !first.includes('=');
  const [server = ''] = first.split(/\s+/);
  const stated = (isServer ? others : parts).filter((part) => part !== '' && part !== 'none');
  const results: AuthResult[] = [];
  for (const part of stated) {
    const result = resultOf(part);
    if (result === undefined) return undefined;
    results.push(result);
  }
  return { ...(isServer && server !== '' && { server: server.toLowerCase() }), results };
}

const WORD = String.raw`(?:"(?:[^"\\]|\\.)*"|[^\s;="]+)`;
const PAIR = new RegExp(String.raw`\s*([A-Za-z0-9.\-_]+)(?:\s*/\s*\d+)?\s*=\s*(${WORD})`, 'y');

function resultOf(part: string): AuthResult | undefined {
  const pairs: (readonly [string, string])[] = [];
  let at = 0;
  while (at < part.length) {
    PAIR.lastIndex = at;
    const found = PAIR.exec(part);
    if (found === null) return undefined;
    at = PAIR.lastIndex;
    pairs.push([(found[1] ?? '').toLowerCase(), unquoted(found[2] ?? '')]);
  }
  const [head, ...properties] = pairs;
  if (head === undefined) return undefined;
  return { method: head[0], result: head[1].toLowerCase(), properties: new Map(properties) };
}

function unquoted(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/gu, '$1') : word;
}

/** Between semicolons, without comments (they may nest); undefined where a bracket or a quotation mark is left open. */
function partsOf(value: string): readonly string[] | undefined {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const sign = value[at] ?? '';
    if (sign === '\\' && (isQuoted || depth > 0)) {
      if (isQuoted) part += sign + (value[at + 1] ?? '');
      at += 1;
    } else if (isQuoted) {
      part += sign;
      isQuoted = sign !== '"';
    } else if (sign === '(') depth += 1;
    else if (sign === ')') {
      depth -= 1;
      if (depth < 0) return undefined;
      part += ' ';
    } else if (depth > 0) continue;
    else if (sign === ';') {
      parts.push(part.trim());
      part = '';
    } else {
      part += sign;
      isQuoted = sign === '"';
    }
  }
  return isQuoted || depth > 0 ? undefined : [...parts, part.trim()];
}
