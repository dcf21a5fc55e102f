// FETCH: what is asked for of one message.

import { textOf, type Item } from './parse-command.ts';
import { sectionOf } from './section.ts';
import type { Entry, Selected } from './selected.ts';
import { envelopeText, structureText } from './structure.ts';
import { imapList, internalDate, literal } from './write.ts';

const MACROS: Readonly<Record<string, readonly string[]>> = {
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
  FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY'],
};

/** The names asked for, macros taken apart; undefined where it is no list of names. */
export function readFetch(item: Item | undefined, isUid: boolean): readonly string[] | undefined {
  const given = Array.isArray(item) ? item.map((one: Item) => textOf(one)) : [textOf(item)];
  const names: string[] = [];
  for (const name of given) {
    if (name === undefined) return undefined;
    names.push(...(MACROS[name.toUpperCase()] ?? [name]));
  }
  if (names.length === 0 || !names.every(isKnown)) return undefined;
  return isUid && !names.some((name) => name.toUpperCase() === 'UID') ? ['UID', ...names] : names;
}

const NAMES = /^(FLAGS|UID|INTERNALDATE|RFC822(\.SIZE|\.HEADER|\.TEXT)?|ENVELOPE|BODY|BODYSTRUCTURE)$/i;
const SECTION = /^BODY(\.PEEK)?\[([^\]]*)\](?:<(\d+)(?:\.(\d+))?>)?$/i;

const isKnown = (name: string): boolean => NAMES.test(name) || SECTION.test(name);

/** The line for one message. Reading a body marks it as read, unless it is only peeked at. */
export function fetchLine(selected: Selected, entry: Entry, names: readonly string[]): string {
  const marksRead = names.some((name) => /^(BODY\[|RFC822$|RFC822\.TEXT$)/i.test(name));
  const flags = selected.flagsOf(entry);
  const isNew = marksRead && !selected.isReadOnly && !flags.includes('\\Seen');
  if (isNew) selected.setFlags(entry, [...flags, '\\Seen']);
  const shown = isNew && !names.some((name) => /^FLAGS$/i.test(name)) ? [...names, 'FLAGS'] : names;
  const number = selected.entries.indexOf(entry) + 1;
  return `* ${number} FETCH ${imapList(shown.map((name) => itemText(selected, entry, name)))}`;
}

function itemText(selected: Selected, entry: Entry, name: string): string {
  const section = SECTION.exec(name);
  if (section !== null) return sectionText(entry, section);
  const upper = name.toUpperCase();
  switch (upper) {
    case 'FLAGS':
      return `FLAGS ${imapList(selected.flagsOf(entry))}`;
    case 'UID':
      return `UID ${entry.uid}`;
    case 'INTERNALDATE':
      return `INTERNALDATE ${internalDate(entry.message.at)}`;
    case 'RFC822.SIZE':
      return `RFC822.SIZE ${entry.raw().length}`;
    case 'ENVELOPE':
      return `ENVELOPE ${envelopeText(entry.raw())}`;
    case 'BODY':
    case 'BODYSTRUCTURE':
      return `${upper} ${structureText(entry.raw(), upper === 'BODYSTRUCTURE')}`;
    default: {
      const part = { 'RFC822': '', 'RFC822.HEADER': 'HEADER', 'RFC822.TEXT': 'TEXT' }[upper] ?? '';
      return `${upper} ${literal(sectionOf(entry.raw(), part) ?? '')}`;
    }
  }
}

function sectionText(entry: Entry, [, , section = '', from, count]: RegExpExecArray): string {
  const found = sectionOf(entry.raw(), section);
  const name = `BODY[${section.toUpperCase()}]`;
  if (from === undefined) return `${name} ${found === undefined ? 'NIL' : literal(found)}`;
  const start = Number(from);
  const end = count === undefined ? undefined : start + Number(count);
  return `${name}<${start}> ${literal((found ?? '').slice(start, end))}`;
}
