// SEARCH: criteria become a test of one message. Texts are compared without letter case, encoded words decoded.

import { decodeWords } from '../mime/headers.ts';
import { readText } from '../mime/parts.ts';
import { textOf, type Item } from './parse-command.ts';
import type { Entry, Selected } from './selected.ts';
import { readSet } from './set.ts';
import { readDay } from './write.ts';

export type Test = (entry: Entry) => boolean;

const DAY_MS = 24 * 3_600_000;

/** Undefined where the criteria cannot be read. */
export function readSearch(items: readonly Item[], selected: Selected): Test | undefined {
  const reader = new Criteria(items, selected);
  const tests: Test[] = [];
  while (!reader.isDone) {
    const test = reader.one();
    if (test === undefined) return undefined;
    tests.push(test);
  }
  return (entry) => tests.every((test) => test(entry));
}

class Criteria {
  readonly #items: readonly Item[];
  readonly #selected: Selected;
  #at = 0;

  constructor(items: readonly Item[], selected: Selected) {
    this.#items = items;
    this.#selected = selected;
  }

  get isDone(): boolean {
    return this.#at >= this.#items.length;
  }

  one(): Test | undefined {
    const item = this.#items[this.#at];
    this.#at += 1;
    if (Array.isArray(item)) return readSearch(item as readonly Item[], this.#selected);
    const name = textOf(item);
    return name === undefined ? undefined : this.#named(name.toUpperCase());
  }

  #named(name: string): Test | undefined {
    const flag = FLAG_TESTS[name];
    if (flag !== undefined) {
      return (entry) => this.#selected.flagsOf(entry).includes(flag.name) === flag.isSet;
    }
    switch (name) {
      case 'ALL':
      case 'OLD':
        return () => true;
      case 'NEW':
      case 'RECENT':
        return () => false;
      case 'NOT':
        return this.#not();
      case 'OR':
        return this.#or();
      case 'HEADER':
        return headerTest(this.#text(), this.#text());
      case 'FROM':
      case 'TO':
      case 'CC':
      case 'BCC':
      case 'SUBJECT':
        return headerTest(name, this.#text());
      case 'BODY':
      case 'TEXT':
        return textTest(name, this.#text());
      case 'UID':
        return this.#uids(this.#text() ?? '');
      case 'LARGER':
      case 'SMALLER':
        return sizeTest(name, Number(this.#text()));
      case 'KEYWORD':
      case 'UNKEYWORD':
        return this.#keyword(name === 'KEYWORD', this.#text() ?? '');
      default:
        return /^\d|^\*/.test(name) ? this.#numbers(name) : dateTest(name, this.#text());
    }
  }

  #text(): string | undefined {
    const text = textOf(this.#items[this.#at]);
    this.#at += 1;
    return text;
  }

  #not(): Test | undefined {
    const test = this.one();
    return test === undefined ? undefined : (entry) => !test(entry);
  }

  #or(): Test | undefined {
    const [one, other] = [this.one(), this.one()];
    return one === undefined || other === undefined ? undefined : (entry) => one(entry) || other(entry);
  }

  #uids(text: string): Test | undefined {
    const set = readSet(text, this.#selected.entries.at(-1)?.uid ?? 0);
    return set === undefined ? undefined : ({ uid }) => set(uid);
  }

  #numbers(text: string): Test | undefined {
    const { entries } = this.#selected;
    const set = readSet(text, entries.length);
    return set === undefined ? undefined : (entry) => set(entries.indexOf(entry) + 1);
  }

  #keyword(isSet: boolean, name: string): Test {
    return (entry) => this.#selected.flagsOf(entry).includes(name) === isSet;
  }
}

interface FlagTest {
  readonly name: string;
  readonly isSet: boolean;
}

/** `SEEN`, `UNSEEN` and so on. */
const FLAG_TESTS: Readonly<Record<string, FlagTest>> = Object.fromEntries(
  ['Seen', 'Answered', 'Deleted', 'Flagged', 'Draft'].flatMap((flag): readonly (readonly [string, FlagTest])[] => [
    [flag.toUpperCase(), { name: `\\${flag}`, isSet: true }],
    [`UN${flag.toUpperCase()}`, { name: `\\${flag}`, isSet: false }],
  ]),
);

/** Bytes of the command as UTF-8. */
const wordsOf = (text: string): string => Buffer.from(text, 'latin1').toString('utf8').toLowerCase();

function headerTest(name: string | undefined, value: string | undefined): Test | undefined {
  if (name === undefined || value === undefined) return undefined;
  const [field, wanted] = [name.toLowerCase(), wordsOf(value)];
  return (entry) =>
    entry.headers().some((header) => header.name.toLowerCase() === field && decodeWords(header.value).toLowerCase().includes(wanted));
}

function textTest(where: 'BODY' | 'TEXT', value: string | undefined): Test | undefined {
  if (value === undefined) return undefined;
  const wanted = wordsOf(value);
  return (entry) => {
    const parts = entry.parts();
    const headers = where === 'TEXT' ? entry.headers().map(({ name, value: text }) => `${name}: ${decodeWords(text)}`) : [];
    return [readText(parts), ...headers].some((text) => text.toLowerCase().includes(wanted));
  };
}

function sizeTest(name: 'LARGER' | 'SMALLER', size: number): Test | undefined {
  if (!Number.isInteger(size)) return undefined;
  return (entry) => (name === 'LARGER' ? entry.raw().length > size : entry.raw().length < size);
}

/** SENTSINCE and its like look at the Date header, SINCE and its like at the arrival; days are those of UTC. */
function dateTest(name: string, text: string | undefined): Test | undefined {
  const found = /^(SENT)?(SINCE|BEFORE|ON)$/.exec(name);
  const day = readDay(text ?? '');
  if (found === null || day === undefined) return undefined;
  const atOf = (entry: Entry) => (found[1] === undefined ? entry.message.at : sentAt(entry));
  if (found[2] === 'SINCE') return (entry) => atOf(entry) >= day;
  if (found[2] === 'BEFORE') return (entry) => atOf(entry) < day;
  return (entry) => atOf(entry) >= day && atOf(entry) < day + DAY_MS;
}

function sentAt(entry: Entry): number {
  const date = entry.headers().find(({ name }) => name.toLowerCase() === 'date')?.value;
  return date === undefined ? entry.message.at : Date.parse(date);
}
