// How a run has ended: what is done, and why the rest was not started.

import type { StepState } from '../model/event.ts';
import type { Step } from '../model/step.ts';
import { hasEnded } from './walk-graph.ts';
import type { Node } from './walk-graph.ts';

export interface HeldStep {
  readonly step: Step;
  readonly why: string;
}

export interface RunResult {
  readonly done: number;
  readonly failed: number;
  readonly inDoubt: number;
  readonly held: readonly HeldStep[];
  readonly isStopped: boolean;
}

export function resultOf(nodes: readonly Node[], isStoppedByUser: boolean): RunResult {
  const count = (state: StepState): number => nodes.filter(({ record }) => record.state === state).length;
  const held = nodes
    .filter((node) => !['done', 'failed', 'in-doubt'].includes(node.record.state))
    .map((node) => ({ step: node.record.step, why: whyHeld(node) }));
  return { done: count('done'), failed: count('failed'), inDoubt: count('in-doubt'), held, isStopped: isStoppedByUser };
}

/** What has not ended does not start in this run any more. */
export function holdRest(nodes: readonly Node[], why: string): void {
  for (const node of nodes) if (!hasEnded(node)) node.heldBy = why;
}

function whyHeld({ record, heldBy }: Node): string {
  if (record.state === 'started') return 'was started, and what became of it is not known yet: migrate resume';
  return heldBy ?? 'was not reached';
}
