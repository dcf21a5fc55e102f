// What becomes of those of our people who stand in a notice, picked out of the plan while it streams by.

import type { PlanEntry } from '../model/plan.ts';
import { hasErrors } from '../model/problem.ts';
import type { StepId, StepKindName } from '../model/step.ts';
import type { Move } from './plan-notices.ts';

/** Before these are made, mail to the new address does not arrive. What comes before them is needed by them. */
const READY: ReadonlySet<StepKindName> = new Set(['user.allow', 'user.rename', 'mailbox.wait']);

export class Moves {
  readonly #keys: ReadonlySet<string>;
  readonly #found = new Map<string, { readonly isRefused: boolean; readonly needs: StepId[] }>();
  /** Those of one batch who wait for a change in the local directory. */
  readonly #byHand = new Map<string, StepId[][]>();

  constructor(keys: ReadonlySet<string>) {
    this.#keys = keys;
  }

  add({ batch, person, steps, problems, changeByHand }: PlanEntry): void {
    if (person === undefined) {
      const task = steps.find((step) => step.kind === 'hand.task' && step.task === 'change-local-directory');
      if (task !== undefined) for (const needs of this.#byHand.get(batch) ?? []) needs.push(task.id);
      return;
    }
    if (!this.#keys.has(person)) return;
    const needs = steps.filter(({ kind }) => READY.has(kind)).map(({ id }) => id);
    this.#found.set(person, { isRefused: hasErrors(problems), needs });
    if (changeByHand !== undefined) this.#byHand.set(batch, [...(this.#byHand.get(batch) ?? []), needs]);
  }

  byPerson(): ReadonlyMap<string, Move> {
    return this.#found;
  }
}
