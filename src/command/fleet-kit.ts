// What is written for all mail programs, in a run that writes kits of people: each batch adds to it, so that it is written more than once.

import { FLEET_KIT } from '../plan/kit-facts.ts';
import type { StepRecord } from '../model/event.ts';
import type { Step, StepId } from '../model/step.ts';
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
  const followers: StepRecord[] = [];
  for (const record of log.steps({ currentPlan: true })) {
    const { step, state } = record;
    if (isOfFleet(step) && state === 'done') followers.push(record);
    if (step.kind !== 'kit.write') continue;
    if (step.id === FLEET_KIT) isInPlan = true;
    else if (state !== 'done' && isSelected(record, selection) && (steps?.has(step.id) ?? true)) areKitsLeft = true;
  }
  if (!isInPlan || !areKitsLeft) return;
  const how = 'written again after the kits of this run';
  await Promise.all(
    [fleet, ...followers.filter(({ step }) => step.id !== FLEET_KIT)].flatMap(({ step: { id }, attempt }) => [
      log.record({ id, to: 'undone', attempt, how }),
      log.record({ id, to: 'planned', attempt, how }),
    ]),
  );
}

/** What all mail programs need, and what carries its script to PCs: an older script refuses the table that is written with a newer one. */
export function isOfFleet(step: Step): boolean {
  return step.id === FLEET_KIT || step.kind === 'script.push' || step.kind === 'script.assign';
}
