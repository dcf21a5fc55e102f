// Steps that would set something anew, while its owner has changed since what they have set before: only the provider knows.

import PQueue from 'p-queue';
import { again } from '../apply/read-present.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { StepId } from '../model/step.ts';
import type { PlanInputs } from '../plan/inputs.ts';
import { makePlan } from '../plan/make-plan.ts';
import { machineKindOf } from '../step/kinds.ts';
import { realClock } from './clock.ts';
import { jitter } from './job.ts';
import type { Job } from './job.ts';
import { noPassword } from './prepare-passwords.ts';
import { toolsOf } from './running.ts';

/** Mailboxes that are looked at at once. */
const AT_ONCE = 8;

const SETTINGS_OF_MAILBOXES = /^(?:reply|signature|locale)\.set\//u;

/**
 * Read-only. Looks only where the plan would replace something; a first plan looks nowhere. `inputsOf` gives them without devices, kits and
 * notices: they have no part in it.
 */
export async function editedSince(
  job: Job,
  inputsOf: () => PlanInputs,
  signal: AbortSignal,
): Promise<ReadonlySet<StepId>> {
  const edited = new Set<StepId>();
  if (!isAnySet(job)) return edited;
  const tools = toolsOf(job, noPassword);
  const waits = { clock: realClock, patience: job.limits.patience, random: jitter, signal };
  const queue = new PQueue({ concurrency: AT_ONCE });
  for (const { steps } of makePlan(inputsOf())) {
    for (const step of steps) {
      const kind = machineKindOf(step);
      if (kind === undefined || !('replaces' in step)) continue;
      await queue.onSizeLessThan(AT_ONCE);
      void queue.add(async () => {
        if (await isDifferent(() => again(waits, () => kind.look(step, tools)))) edited.add(step.id);
      });
    }
  }
  await queue.onIdle();
  return edited;
}

function isAnySet({ log, settings }: Job): boolean {
  if (!settings.oldAddress.reply && settings.signature !== true && settings.locale !== true) return false;
  for (const id of log.states().keys()) if (SETTINGS_OF_MAILBOXES.test(id)) return true;
  return false;
}

/** Of what cannot be looked at now nothing is known: the step itself looks before it sets anything. */
async function isDifferent(look: () => Promise<{ readonly standing: string }>): Promise<boolean> {
  try {
    return (await look()).standing === 'different';
  } catch (error) {
    if (error instanceof RemoteFailure) return false;
    throw error;
  }
}
