// The commands that need an open folder: SEARCH, FETCH, STORE, EXPUNGE, by number or by UID.

import { fetchLine, readFetch } from './fetch.ts';
import { textOf, type Command, type Item } from './parse-command.ts';
import { bad, no, ok, type Result } from './result.ts';
import { readSearch } from './search.ts';
import type { Entry, Selected } from './selected.ts';
import { readSet } from './set.ts';

const NAMES = new Set(['CLOSE', 'UNSELECT', 'EXPUNGE', 'SEARCH', 'FETCH', 'STORE']);

const withoutUid = (name: string): string => name.replace(/^UID /, '');

export const isFolderCommand = (name: string): boolean => NAMES.has(withoutUid(name));

interface Asked {
  readonly items: readonly Item[];
  readonly isUid: boolean;
}

export function runInFolder(selected: Selected, { name, items }: Pick<Command, 'name' | 'items'>): Result {
  const asked = { items, isUid: name.startsWith('UID ') };
  switch (withoutUid(name)) {
    case 'EXPUNGE':
      return expunge(selected, asked);
    case 'SEARCH':
      return search(selected, asked);
    case 'FETCH':
      return fetch(selected, asked);
    case 'STORE':
      return store(selected, asked);
    default:
      return bad(`no command ${name}`);
  }
}

const READ_ONLY = no('[READ-ONLY] the folder is open for reading only');

function expunge(selected: Selected, { items, isUid }: Asked): Result {
  const set = readSet(isUid ? (textOf(items[0]) ?? '') : '1:*', Number.MAX_SAFE_INTEGER);
  if (set === undefined) return bad('no set of UIDs');
  return selected.isReadOnly ? READ_ONLY : ok(selected.expunge(set));
}

function search(selected: Selected, { items, isUid }: Asked): Result {
  const hasCharset = textOf(items[0])?.toUpperCase() === 'CHARSET';
  const charset = hasCharset ? (textOf(items[1]) ?? '') : 'UTF-8';
  if (!/^(utf-8|us-ascii)$/i.test(charset)) return no('[BADCHARSET (UTF-8)] only UTF-8');
  const news = selected.refresh();
  const test = readSearch(hasCharset ? items.slice(2) : items, selected);
  if (test === undefined) return bad('criteria that cannot be read');
  const found = selected.entries.flatMap((entry, at) => (test(entry) ? [isUid ? entry.uid : at + 1] : []));
  return ok([...news, `* SEARCH${found.map((number) => ` ${number}`).join('')}`]);
}

/** The messages that the first argument names. */
function meant(selected: Selected, { items, isUid }: Asked): readonly Entry[] | undefined {
  const last = isUid ? (selected.entries.at(-1)?.uid ?? 0) : selected.entries.length;
  const set = readSet(textOf(items[0]) ?? '', last);
  return set === undefined ? undefined : selected.entries.filter((entry, at) => set(isUid ? entry.uid : at + 1));
}

function fetch(selected: Selected, asked: Asked): Result {
  const entries = meant(selected, asked);
  const names = readFetch(asked.items[1], asked.isUid);
  if (entries === undefined || names === undefined) return bad('FETCH with arguments that cannot be read');
  return ok(entries.map((entry) => fetchLine(selected, entry, names)));
}

function store(selected: Selected, asked: Asked): Result {
  const { items, isUid } = asked;
  const entries = meant(selected, asked);
  const how = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(textOf(items[1]) ?? '');
  const given = Array.isArray(items[2]) ? (items[2] as readonly Item[]) : items.slice(2);
  if (entries === undefined || how === null) return bad('STORE with arguments that cannot be read');
  if (selected.isReadOnly) return READ_ONLY;
  const flags = given.flatMap((flag) => textOf(flag) ?? []);
  for (const entry of entries) selected.setFlags(entry, changed(selected.flagsOf(entry), flags, how[1] ?? ''));
  const shown = how[2] === undefined ? entries : [];
  return ok(shown.map((entry) => fetchLine(selected, entry, isUid ? ['UID', 'FLAGS'] : ['FLAGS'])));
}

function changed(before: readonly string[], flags: readonly string[], sign: string): readonly string[] {
  if (sign === '+') return [...before, ...flags];
  return sign === '-' ? before.filter((flag) => !flags.includes(flag)) : flags;
}
