// Problems of many readers: what is the same for several is told once, with the names of some. Its size is bounded, whatever a list holds.

import { hasErrors } from '../model/problem.ts';
import type { Place, Problem } from '../model/problem.ts';
import type { LetterProblem, Recipient } from './lint-rendered.ts';

const MOST_NAMED = 10;
/** More different problems than anybody reads. */
const MOST_KINDS = 500;

interface Found {
  readonly problem: Problem;
  readonly named: string[];
  count: number;
  last: string | undefined;
}

export class FoundProblems {
  readonly #told: ReadonlySet<string>;
  readonly #found = new Map<string, Found>();
  #left = 0;

  /** `told`: what was said of the template already. */
  constructor(told: readonly Problem[] = []) {
    this.#told = new Set(told.map(keyOf));
  }

  add({ problem, cell }: LetterProblem, { whose, origin }: Pick<Recipient, 'whose' | 'origin'>): void {
    const key = keyOf(problem);
    if (this.#told.has(key)) return;
    let found = this.#found.get(key);
    if (found === undefined) {
      // An error is never left out in favour of a warning.
      if (this.#found.size >= MOST_KINDS && !hasErrors([problem])) return;
      if (this.#found.size >= 2 * MOST_KINDS) {
        this.#left += 1;
        return;
      }
      this.#found.set(key, (found = { problem, named: [], count: 0, last: undefined }));
    }
    // One reader may have it in several parts.
    if (found.last === whose) return;
    found.last = whose;
    found.count += 1;
    if (found.named.length < MOST_NAMED) found.named.push(`${whose}${placeText(problem, cell ?? origin?.row)}`);
  }

  list(): readonly Problem[] {
    const all = [...this.#found.values()].map(forReaders);
    return this.#left === 0 ? all : [...all, moreOf(this.#left)];
  }
}

/** Where the problem stands in a template, the cell or the row of the reader is named as well. */
function placeText(problem: Problem, place: Place | undefined): string {
  if (place === undefined || place.file === problem.place?.file) return '';
  const { file, line = 1, column } = place;
  return `, ${file}:${line}${column === undefined ? '' : `:${column}`}`;
}

function keyOf({ code, place, what }: Problem): string {
  return JSON.stringify([code, place, what]);
}

function forReaders({ problem, named, count }: Found): Problem {
  // The reader is named already.
  if (named.some((reader) => problem.what.includes(reader))) return problem;
  const more = count - named.length;
  const names = named.join('; ') + (more > 0 ? ` and ${more} more` : '');
  return { ...problem, what: `${problem.what} (In the notice to ${names}.)` };
}

function moreOf(count: number): Problem {
  return {
    code: 'notice.more',
    severity: 'error',
    what: `${count} more problems of the same kinds are not listed.`,
    why: 'So many are one mistake that repeats itself, in a template or in a whole column of a list.',
    todo: 'Mend those above, and try again.',
  };
}
