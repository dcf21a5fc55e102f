// What an unfinished step waits for: the task of a person, the failure or the doubt at the root, however far back it lies.

import type { StepRecord } from '../model/event.ts';
import type { StepId } from '../model/step.ts';

export interface Blocks {
  /** The unfinished step that must end before this one can start; undefined where nothing stands in its way but its turn. */
  rootOf(id: StepId): StepRecord | undefined;
  /** A person can do it now: all that it needs is done. */
  isOpenTask(record: StepRecord): boolean;
}

export function findBlocks(open: ReadonlyMap<StepId, StepRecord>): Blocks {
  const roots = new Map<StepId, StepRecord | undefined>();

  function isOpenTask({ step }: StepRecord): boolean {
    return step.kind === 'hand.task' && step.needs.every((need) => !open.has(need));
  }

  function isRoot(record: StepRecord): boolean {
    return record.state === 'failed' || record.state === 'in-doubt' || isOpenTask(record);
  }

  function rootOf(id: StepId): StepRecord | undefined {
    if (roots.has(id)) return roots.get(id);
    // Set first: a plan has no cycles, but a damaged one must not hang the report about it.
    roots.set(id, undefined);
    for (const need of open.get(id)?.step.needs ?? []) {
      const needed = open.get(need);
      const root = needed === undefined ? undefined : isRoot(needed) ? needed : rootOf(need);
      if (root === undefined) continue;
      roots.set(id, root);
      break;
    }
    return roots.get(id);
  }

  return { rootOf, isOpenTask };
}
