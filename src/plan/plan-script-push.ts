// The Windows script goes to Intune after it was written, where migrate.yaml names a group for it.

import { FLEET_FOLDER } from '../client/kit-folder.ts';
import { WINDOWS_SCRIPT } from '../client/windows/windows-kit.ts';
import type { StepRecord } from '../model/event.ts';
import type { PlanEntry } from '../model/plan.ts';
import { KITS_BATCH } from '../model/settings.ts';
import { stepId } from '../model/step.ts';
import type { FormerGroup, StepId } from '../model/step.ts';
import { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import { FLEET_KIT } from './kit-facts.ts';

/** One for all groups, so that what was done last is known of it. */
export const SCRIPT_ASSIGN: StepId = stepId('script.assign', 'windows');

/** `fleet` is what is planned of the kit for all: a script that is written anew is pushed anew. */
export function planScriptPush(
  { settings, can, jobId, stateOf, recordOf }: PlanInputs,
  fleet: PlanEntry,
): PlanEntry | undefined {
  const group = settings.clients?.intune?.group;
  if (group === undefined || can.pushScripts !== true) return undefined;
  const draft = new Draft({ batch: KITS_BATCH, stateOf });
  const isAnew = fleet.steps.length > 0;
  const file = `${FLEET_FOLDER}/${WINDOWS_SCRIPT}`;
  const push = stepId('script.push', 'windows');
  draft.step({ kind: 'script.push', id: push, jobId, file, needs: [FLEET_KIT] }, { isAnew });
  const last = recordOf?.(SCRIPT_ASSIGN);
  const former =
    last === undefined ? [] : formerGroups(last).filter(({ name, id }) => id !== undefined || name !== group);
  draft.step(
    {
      ...{ kind: 'script.assign', id: SCRIPT_ASSIGN, jobId, script: push, group, needs: [push] },
      ...(former.length > 0 && { former }),
    },
    { isAnew: isAnew || (last?.step.kind === 'script.assign' && last.step.group !== group) },
  );
  return draft.entry();
}

/** Groups of ours that may have a script: that of the last time, and those before it which that time was to take it from. */
export function formerGroups({ step, state, evidence }: StepRecord): readonly FormerGroup[] {
  if (step.kind !== 'script.assign' || state === 'undone') return [];
  const { group, former = [] } = step;
  if (group === undefined) return former;
  const id = evidence?.['groupId'];
  // Of one that was not done the id may be that of another try.
  return state === 'done' ? [{ name: group, ...(typeof id === 'string' && { id }) }] : [...former, { name: group }];
}
