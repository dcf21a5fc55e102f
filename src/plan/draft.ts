// The sheet on which the plan of one person is written: steps that are left to do, what is right already, what stands in the way.

import type { StepState } from '../model/event.ts';
import type { Letter, LetterHash } from '../model/letter.ts';
import type { PlanEntry, HostWish } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Step, StepId } from '../model/step.ts';

/** A step without what the sheet knows itself. */
type Bare<S> = S extends Step ? Omit<S, 'batch' | 'person' | 'needs'> & { readonly needs?: readonly StepId[] } : never;

export class Draft {
  readonly #batch: string;
  readonly #owner: Pick<PlanEntry, 'person' | 'partner'>;
  readonly #stateOf: (id: StepId) => StepState | undefined;
  readonly #steps: Step[] = [];
  readonly #checked: string[] = [];
  readonly #problems: Problem[] = [];
  readonly #atHost: HostWish[] = [];
  readonly #letters: NonNullable<PlanEntry['letters']>[number][] = [];
  #redirections: Pick<PlanEntry, 'forwardByHand' | 'signatureByHand' | 'changeByHand'> = {};
  #rulesOf: string | undefined;

  constructor(owner: {
    readonly batch: string;
    readonly person?: string;
    readonly partner?: string;
    readonly stateOf: (id: StepId) => StepState | undefined;
  }) {
    this.#batch = owner.batch;
    const { person, partner } = owner;
    this.#owner = { ...(person !== undefined && { person }), ...(partner !== undefined && { partner }) };
    this.#stateOf = owner.stateOf;
  }

  /**
   * Plans a step unless the log says that it is done. Gives its id, so that others can need it. `isAnew`: what it was done to
   * is made anew, so that it counts for nothing.
   */
  step(bare: Bare<Step>, { isAnew = false }: { readonly isAnew?: boolean } = {}): StepId {
    if (!isAnew && this.isDone(bare.id)) {
      this.#checked.push(`${bare.id} is done`);
      return bare.id;
    }
    // The sheet adds exactly what Bare leaves out.
    this.#steps.push({
      needs: [],
      ...bare,
      batch: this.#batch,
      ...this.#owner,
    });
    return bare.id;
  }

  isDone(id: StepId): boolean {
    return this.#stateOf(id) === 'done';
  }

  checked(what: string): void {
    this.#checked.push(what);
  }

  problem(problem: Problem): void {
    this.#problems.push(problem);
  }

  redirect(redirections: Pick<PlanEntry, 'forwardByHand' | 'signatureByHand' | 'changeByHand'>): void {
    this.#redirections = { ...this.#redirections, ...redirections };
  }

  /** Every approved rule of the mailbox with this id is planned here, or was removed. */
  allRulesOf(mailboxId: string): void {
    this.#rulesOf = mailboxId;
  }

  /** What a person sets at a plain mail host. */
  atHost(wish: HostWish): void {
    this.#atHost.push(wish);
  }

  /** A letter to be kept with the plan: that of a step of this sheet. */
  letter(hash: LetterHash, letter: Letter): void {
    this.#letters.push({ hash, letter });
  }

  entry(): PlanEntry {
    return {
      batch: this.#batch,
      ...this.#owner,
      steps: this.#steps,
      checked: this.#checked,
      problems: this.#problems,
      ...this.#redirections,
      ...(this.#rulesOf !== undefined && { rulesOf: this.#rulesOf }),
      ...(this.#letters.length > 0 && { letters: this.#letters }),
      ...(this.#atHost.length > 0 && { atHost: this.#atHost }),
    };
  }

  /** Nothing is done here: a problem stands in the way. What is in doubt stays in the plan all the same. */
  refuse(problem: Problem): PlanEntry {
    this.#problems.push(problem);
    return this.#leaveOut();
  }
  /** The same, where the problem is told elsewhere, once for many. */
  refuseSilently(): PlanEntry {
    return { ...this.#leaveOut(), isRefused: true };
  }

  #leaveOut(): PlanEntry {
    this.#steps.length = 0;
    this.#letters.length = 0;
    this.#atHost.length = 0;
    this.#rulesOf = undefined;
    return this.entry();
  }
}
