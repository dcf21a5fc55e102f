// The steps of a run as a graph: which are ready, which wait for others, and which can never start in this run, and why.

import type { StepRecord, StepState } from '../model/event.ts';
import type { StepId } from '../model/step.ts';
import { noTries } from './step-context.ts';
import type { Tries } from './step-context.ts';

export interface Node {
  record: StepRecord;
  readonly tries: Tries;
  /** Steps of this run that must be done first and are not. */
  missing: number;
  readonly followers: Node[];
  /** Why it does not start in this run; undefined while it may. */
  heldBy: string | undefined;
  isUnderWay: boolean;
}

interface GraphParts {
  readonly stateOf: (id: StepId) => StepState | undefined;
  readonly whyHeld?: ((record: StepRecord) => string | undefined) | undefined;
}

/** Which steps have ended for good in this run. */
const ENDED: ReadonlySet<StepState> = new Set(['done', 'failed', 'in-doubt']);

export function hasEnded(node: Node): boolean {
  return ENDED.has(node.record.state) || node.heldBy !== undefined;
}

/**
 * Builds the graph. `stateOf` tells the state of steps outside the run. Steps that a person makes, steps in doubt, failed ones, those
 * that were taken back and those for which `whyHeld` has a reason are held from the start, and so is what follows them.
 */
export function buildGraph(records: Iterable<StepRecord>, { stateOf, whyHeld }: GraphParts): ReadonlyMap<StepId, Node> {
  const nodes = new Map<StepId, Node>();
  for (const record of records) {
    nodes.set(record.step.id, {
      record,
      tries: noTries(),
      missing: 0,
      followers: [],
      heldBy: undefined,
      isUnderWay: false,
    });
  }
  for (const node of nodes.values()) {
    for (const need of node.record.step.needs) {
      const needed = nodes.get(need);
      if (needed !== undefined && needed.record.state !== 'done') {
        node.missing += 1;
        needed.followers.push(node);
      } else if (needed === undefined && stateOf(need) !== 'done') {
        node.heldBy ??= `needs ${need}, which is not part of this run and not done`;
      }
    }
  }
  for (const node of nodes.values()) {
    if (node.record.state === 'done') continue;
    const why = heldFromStart(node) ?? whyHeld?.(node.record) ?? node.heldBy;
    if (why === undefined) continue;
    node.heldBy ??= why;
    holdFollowers(node);
  }
  return nodes;
}

function heldFromStart({ record }: Node): string | undefined {
  if (record.step.kind === 'hand.task') return 'waits for a person: migrate done';
  if (record.state === 'in-doubt') return 'is in doubt: migrate settle';
  if (record.state === 'failed') return 'failed before: migrate retry';
  if (record.state === 'undone') return 'was taken back: only a new plan makes it again, migrate plan';
  return undefined;
}

/** Whatever needs this step, directly or through others, does not start in this run. */
export function holdFollowers(node: Node): void {
  const open = [...node.followers];
  for (let follower = open.pop(); follower !== undefined; follower = open.pop()) {
    if (follower.heldBy !== undefined) continue;
    follower.heldBy = `needs ${node.record.step.id}`;
    open.push(...follower.followers);
  }
}
