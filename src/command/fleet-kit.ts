// What is written for all mail programs, in a run that writes kits of people: each batch adds to it, so that it is written more than once.

import { FLEET_KIT } from '../plan/kit-facts.ts';
import type { StepId } from '../model/step.ts';
import type { Job } from './job.ts';
import { isSelected } from './selection.ts';
import type { Selection } from './selection.ts';

interface Chosen {
  readonly job: Job;
  readonly selection: Selection;
  /** Of what is selected, only these; absent: all. */
  readonly steps?: ReadonlySet<StepId>;
}

/** What all mail programs need holds what each of them needs: it is written again after every run that writes kits of people. */
export async function reopenFleetKit({ job: { log }, selection, steps }: Chosen): Promise<void> {
  const fleet = log.step(FLEET_KIT);
  if (fleet?.state !== 'done') return;
  let [isInPlan, areKitsLeft] = [false, false];
  for (const record of log.steps({ currentPlan: true })) {
    const { step, state } = record;
    if (step.kind !== 'kit.write') continue;
    if (step.id === FLEET_KIT) isInPlan = true;
    else if (state !== 'done' && isSelected(record, selection) && (steps?.has(step.id) ?? true)) areKitsLeft = true;
  }
  if (!isInPlan || !areKitsLeft) return;
  const { attempt } = fleet;
  const how = 'written again after the kits of this run';
  await Promise.all([
    log.record({ id: FLEET_KIT, to: 'undone', attempt, how }),
    log.record({ id: FLEET_KIT, to: 'planned', attempt, how }),
  ]);
}
