// Which letters of a set somebody looks at before approving it: the extremes, in which mistakes show first, and some at random.

import { randomInt } from 'node:crypto';
import type { Letter } from '../model/letter.ts';
import type { NoticeSend } from '../model/step.ts';

export interface Sampled {
  readonly step: NoticeSend;
  readonly letter: Letter;
  /** Why this one is shown. */
  readonly because: string;
}

/** What everybody's font and list has; what is left is worth a look. */
const ORDINARY = /[\n\u0020-\u007e\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]+/gu;

interface Extreme {
  readonly because: string;
  readonly measure: (letter: Letter) => number;
  best: number;
  found: Omit<Sampled, 'because'> | undefined;
}

/** Keeps as many letters as it shows, however many go by. */
export class LetterSample {
  readonly #most: number;
  readonly #random: Omit<Sampled, 'because'>[] = [];
  readonly #extremes: readonly Extreme[];
  #seen = 0;

  constructor(most: number, newDomain: string) {
    this.#most = most;
    const extreme = (because: string, measure: Extreme['measure']): Extreme => {
      return { because, measure, best: 0, found: undefined };
    };
    this.#extremes = [
      extreme('the longest', ({ text }) => text.length),
      extreme('the one with most of our people', ({ text }) => text.split(`@${newDomain}`).length),
      extreme('the one with most unusual characters', ({ to, subject, text }) => {
        const unusual = `${to.name ?? ''}${subject}${text}`.replace(ORDINARY, '');
        return new Set(unusual).size;
      }),
    ];
  }

  add(step: NoticeSend, letter: Letter): void {
    for (const extreme of this.#extremes) {
      const value = extreme.measure(letter);
      if (value <= extreme.best) continue;
      extreme.best = value;
      extreme.found = { step, letter };
    }
    // Every letter has the same chance, however many there are.
    this.#seen += 1;
    if (this.#random.length < this.#most) this.#random.push({ step, letter });
    else {
      const place = randomInt(this.#seen);
      if (place < this.#most) this.#random[place] = { step, letter };
    }
  }

  /** Each letter once. */
  list(): readonly Sampled[] {
    const shown = new Map<string, Sampled>();
    for (const { found, because } of this.#extremes) {
      if (found === undefined) continue;
      const known = shown.get(found.step.id);
      shown.set(found.step.id, { ...found, because: known === undefined ? because : `${known.because}, ${because}` });
    }
    for (const random of this.#random) {
      if (!shown.has(random.step.id)) shown.set(random.step.id, { ...random, because: 'at random' });
    }
    return [...shown.values()];
  }
}
