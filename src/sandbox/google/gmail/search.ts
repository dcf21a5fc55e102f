// Gmail's search language, as far as programs use it: words, "phrases", operators, OR, -, ( ) and { }.
// Whole words match, in subject, body and addresses; no other header is in the index.

export interface Searchable {
  readonly labelIds: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly subject: string;
  readonly text: string;
  /** Without the angle brackets. */
  readonly messageId: string;
  readonly at: number;
  readonly hasAttachment: boolean;
}

export type Match = (message: Searchable) => boolean;

/** Whose search it is, and when: `me`, newer_than. */
export interface Searcher {
  readonly address: string;
  readonly now: number;
}

interface Reader {
  readonly tokens: readonly string[];
  readonly by: Searcher;
  at: number;
}

export function readSearch(query: string, by: Searcher): Match {
  const tokens = query.match(/-?(?:[a-z0-9_]+:)?"[^"]*"?|[(){}]|-(?=[({])|[^\s(){}"]+/gi) ?? [];
  return readAll({ tokens, by, at: 0 }, '');
}

/** Reads up to a closing sign; `field` is the operator that stands before the group, `subject:(a b)`. */
function readAll(reader: Reader, field: string): Match {
  const all: Match[] = [];
  let isOr = false;
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token === undefined || token === ')' || token === '}') break;
    if (token === 'OR' || token === '|' || token === 'AND') {
      isOr = token !== 'AND';
      reader.at += 1;
      continue;
    }
    const match = readOne(reader, field);
    const before = isOr ? all.pop() : undefined;
    all.push(before === undefined ? match : (message) => before(message) || match(message));
    isOr = false;
  }
  return (message) => all.every((match) => match(message));
}

function readAny(reader: Reader, field: string): Match {
  const any: Match[] = [];
  for (let token = reader.tokens[reader.at]; token !== undefined && token !== '}'; token = reader.tokens[reader.at]) {
    if (token === ')' || token === 'OR') reader.at += 1;
    else any.push(readOne(reader, field));
  }
  return (message) => any.some((match) => match(message));
}

function readOne(reader: Reader, field: string): Match {
  const token = reader.tokens[reader.at] ?? '';
  reader.at += 1;
  if (token === '(' || token === '{') {
    const match = token === '(' ? readAll(reader, field) : readAny(reader, field);
    reader.at += 1;
    return match;
  }
  if (token === '-') {
    const match = readOne(reader, field);
    return (message) => !match(message);
  }
  if (token.startsWith('-') && token.length > 1) {
    const match = readTerm(reader, { term: token.slice(1), field });
    return (message) => !match(message);
  }
  return readTerm(reader, { term: token, field });
}

const OPERATORS =
  /^(in|is|label|from|to|cc|bcc|subject|rfc822msgid|newer_than|older_than|after|newer|before|older|has|filename):(.*)$/i;

function readTerm(reader: Reader, read: { readonly term: string; readonly field: string }): Match {
  const found = OPERATORS.exec(read.term);
  const operator = (found?.[1] ?? read.field).toLowerCase();
  const next = reader.tokens[reader.at];
  if (found?.[2] === '' && (next === '(' || next === '{')) return readOne(reader, operator);
  const value = (found?.[2] ?? read.term).replace(/"/g, '');
  return matchOperator(operator, value, reader.by);
}

function matchOperator(operator: string, value: string, by: Searcher): Match {
  const { now } = by;
  switch (operator) {
    case 'in':
    case 'is':
    case 'label':
      return matchLabel(value.toLowerCase());
    case 'from':
    case 'to':
    case 'cc':
    case 'bcc':
      return matchAddress(operator, value === 'me' ? by.address : value);
    case 'subject':
      return (message) => hasWords(message.subject, value);
    case 'rfc822msgid':
      return (message) => message.messageId === value.replace(/^<|>$/g, '');
    case 'newer_than':
      return (message) => message.at >= now - spanMs(value);
    case 'older_than':
      return (message) => message.at < now - spanMs(value);
    case 'after':
    case 'newer':
      return (message) => message.at >= dateMs(value);
    case 'before':
    case 'older':
      return (message) => message.at < dateMs(value);
    case 'has':
      return (message) => value.toLowerCase() === 'attachment' && message.hasAttachment;
    case 'filename':
      return () => false;
    default:
      return (message) => hasWords(allText(message), value);
  }
}

function matchLabel(value: string): Match {
  if (value === 'anywhere') return () => true;
  const label = value === 'draft' || value === 'drafts' ? 'DRAFT' : value.toUpperCase();
  return (message) => message.labelIds.includes(label) || message.labelIds.includes(value);
}

function matchAddress(field: 'from' | 'to' | 'cc' | 'bcc', value: string): Match {
  const wanted = value.toLowerCase();
  return (message) => {
    const text = field === 'to' ? `${message.to} ${message.cc} ${message.bcc}` : message[field];
    return text.toLowerCase().includes(wanted);
  };
}

function allText(message: Searchable): string {
  return [message.subject, message.text, message.from, message.to, message.cc, message.bcc].join(' \n ');
}

/** True where the words stand in the text one after the other, in any letter case, as whole words. */
function hasWords(text: string, words: string): boolean {
  const wanted = wordsOf(words);
  if (wanted.trim() === '') return true;
  return wordsOf(text).includes(wanted);
}

function wordsOf(text: string): string {
  return ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}_]+/u)
    .filter((word) => word !== '')
    .join(' ')} `;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const UNITS_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: DAY_MS, m: 30 * DAY_MS, y: 365 * DAY_MS };

function spanMs(value: string): number {
  const found = /^(\d+)([hdmy])$/i.exec(value);
  return Number(found?.[1] ?? 0) * (UNITS_MS[(found?.[2] ?? 'd').toLowerCase()] ?? DAY_MS);
}

/** `2026/11/24`, `2026-11-24` or seconds since 1970. */
function dateMs(value: string): number {
  if (/^\d{9,}$/.test(value)) return Number(value) * 1000;
  const found = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/.exec(value);
  if (found === null) return 0;
  return Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
}
