// What ends a run early, in whole or for one kind of step.

import type { StepKindName } from '../model/step.ts';

/** The signals of a run: one for all, and one for each kind of step that has run out of what it needs. */
export class Stops {
  readonly #all: AbortSignal;
  readonly #kinds = new Map<StepKindName, AbortController>();

  constructor(all: AbortSignal) {
    this.#all = all;
  }

  signalOf(kind: StepKindName, batch: AbortSignal): AbortSignal {
    return AbortSignal.any([this.#all, batch, this.#kindOf(kind).signal]);
  }

  isKindStopped(kind: StepKindName): boolean {
    return this.#kindOf(kind).signal.aborted;
  }

  stopKind(kind: StepKindName): void {
    this.#kindOf(kind).abort(new Error(`no more ${kind} in this run`));
  }

  #kindOf(kind: StepKindName): AbortController {
    let controller = this.#kinds.get(kind);
    if (controller === undefined) this.#kinds.set(kind, (controller = new AbortController()));
    return controller;
  }
}
