// Which task of a person was done last, of those that follow each other.

import type { StepState } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { StepId } from '../model/step.ts';
import type { PlanInputs } from '../plan/inputs.ts';

/** The tasks are looked for once, and only where somebody asks. */
export function lastTaskIn(
  log: Pick<JobLog, 'step'>,
  states: ReadonlyMap<StepId, StepState>,
): NonNullable<PlanInputs['lastTask']> {
  let done: readonly { readonly id: StepId; readonly at: number }[] | undefined;
  const tasksDone = () =>
    [...states.keys()]
      .filter((id) => id.startsWith('hand.task/') && states.get(id) === 'done')
      .map((id) => ({ id, at: log.step(id)?.at ?? 0 }))
      .sort((one, other) => other.at - one.at);
  return (beginning) => (done ??= tasksDone()).find(({ id }) => id.startsWith(beginning))?.id;
}
