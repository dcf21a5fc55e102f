// The text of a prefs.js. Its one rule: what is not changed keeps its bytes, and what cannot be read is never written.

export type PrefValue = string | number | boolean;

/** By name; of a name that stands there twice, the later one holds. */
export type Prefs = ReadonlyMap<string, PrefValue>;

/** What to write; undefined takes a setting away. */
export type PrefChanges = ReadonlyMap<string, PrefValue | undefined>;

interface PrefLine {
  readonly name: string;
  readonly value: PrefValue;
  /** Offsets of the statement in the text, its semicolon included. */
  readonly from: number;
  readonly to: number;
}

export interface PrefsFile {
  readonly text: string;
  readonly prefs: Prefs;
  readonly lines: readonly PrefLine[];
}

/** Where the text stops being one that Thunderbird writes; lines and columns start at 1. */
export interface PrefsFault {
  readonly line: number;
  readonly column: number;
}

const BETWEEN = /(?:\s|\/\/[^\n]*|#[^\n]*|\/\*[^]*?\*\/)*/y;
const STATEMENT =
  /(?:user_pref|pref|sticky_pref)\s*\(\s*("(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')\s*,\s*("(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|[-+]?\d+|true|false)\s*\)\s*;/y;

/** Takes comments and any spacing; a byte order mark, too. */
export function readPrefs(text: string): PrefsFile | PrefsFault {
  const lines: PrefLine[] = [];
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; ;) {
    BETWEEN.lastIndex = at;
    at += BETWEEN.exec(text)?.[0].length ?? 0;
    if (at === text.length) break;
    STATEMENT.lastIndex = at;
    const [whole, name = '', value = ''] = STATEMENT.exec(text) ?? [];
    if (whole === undefined) return placeOf(text, at);
    lines.push({ name: stringOf(name), value: valueOf(value), from: at, to: at + whole.length });
    at += whole.length;
  }
  return { text, lines, prefs: new Map(lines.map(({ name, value }) => [name, value])) };
}

function placeOf(text: string, at: number): PrefsFault {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

function valueOf(text: string): PrefValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^["']/.test(text) ? stringOf(text) : Number(text);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r' };

function stringOf(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|[^])/gi, (_whole, code: string) =>
      code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
    );
}

/** Changes lie where the setting stood, new ones at the end, in the order given. */
export function changePrefs({ text, lines }: PrefsFile, changes: PrefChanges): string {
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const last = new Map(lines.map((line) => [line.name, line]));
  let changed = '';
  let at = 0;
  for (const line of lines) {
    if (!changes.has(line.name)) continue;
    const value = changes.get(line.name);
    const isWritten = value !== undefined && last.get(line.name) === line;
    changed += text.slice(at, line.from) + (isWritten ? statement(line.name, value) : '');
    at = isWritten ? line.to : endOfLine(text, line.to);
  }
  changed += text.slice(at);
  const added = [...changes]
    .filter((change): change is [string, PrefValue] => change[1] !== undefined && !last.has(change[0]))
    .map(([name, value]) => `${statement(name, value)}${newLine}`);
  const gap = added.length > 0 && changed !== '' && !changed.endsWith('\n') ? newLine : '';
  return changed + gap + added.join('');
}

/** Behind the line break that follows directly. */
function endOfLine(text: string, at: number): number {
  const rest = /^\r?\n/.exec(text.slice(at, at + 2))?.[0];
  return at + (rest?.length ?? 0);
}

function statement(name: string, value: PrefValue): string {
  return `user_pref(${quoted(name)}, ${typeof value === 'string' ? quoted(value) : String(value)});`;
}

/** As Thunderbird writes it: four escapes, everything else as it is. */
function quoted(text: string): string {
  const escaped = text
    .toWellFormed()
    .replaceAll('\0', '')
    .replace(/[\\"\n\r]/g, (letter) => ({ '\n': '\\n', '\r': '\\r' })[letter] ?? `\\${letter}`);
  return `"${escaped}"`;
}
