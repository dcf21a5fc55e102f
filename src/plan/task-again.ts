// What a person does for a whole list: named by a hash of the list, so that a longer one is another task, and what was done for the shorter
// one is never taken for it. A list that was done, another one after it, and that is wanted again is done in another round.

import { stepId } from '../model/step.ts';
import type { StepId } from '../model/step.ts';
import type { PlanInputs } from './inputs.ts';
import { shortHash } from './short-hash.ts';

/** `subject`: what is done, and for whom: `run-exchange-script/pilot`. */
export function taskAgain(
  subject: string,
  list: readonly object[],
  { stateOf, lastTask }: Pick<PlanInputs, 'stateOf' | 'lastTask'>,
): StepId {
  const base = stepId('hand.task', `${subject}/${shortHash(JSON.stringify(list))}`);
  for (let round = 1; ; round += 1) {
    const id = round === 1 ? base : `${base}/${round}`;
    if (stateOf(id) !== 'done' || (lastTask?.(stepId('hand.task', `${subject}/`)) ?? id) === id) return id;
  }
}
