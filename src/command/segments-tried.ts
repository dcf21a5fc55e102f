// With which segments of the vault an account may have been made. Pure: reads the events of its step.

import type { LoggedEvent } from '../model/event.ts';

export interface TriedSegment {
  readonly segment: string;
  /** Milliseconds since 1970 of the last try with it. */
  readonly at: number;
}

/** Failures that only a call without any effect meets. A `not-yet` may come from reading back what was made. */
const PROOFS: ReadonlySet<unknown> = new Set(['throttled', 'refused', 'exhausted']);

/**
 * The segments of those tries that may have made the account, the newest first; more than one where answers were lost in more than one
 * run. Undefined where the log does not know the segment of each of them, since an earlier version wrote it.
 */
export function segmentsTried(events: Iterable<LoggedEvent>): readonly TriedSegment[] | undefined {
  let open: LoggedEvent | undefined;
  let tries: LoggedEvent[] = [];
  let wasDone = false;
  for (const event of events) {
    if (event.name === 'step.started') {
      // Made anew after it had been done: what made the account that is gone says nothing of this one.
      if (wasDone) tries = [];
      else if (open !== undefined) tries.push(open);
      open = event;
      wasDone = false;
    } else if (open !== undefined) {
      if (!isProof(event)) tries.push(open);
      open = undefined;
    }
    if (event.name === 'step.done') wasDone = true;
  }
  const bySegment = new Map<string, number>();
  for (const { facts, at } of tries.toReversed()) {
    const segment = (facts['evidence'] as Readonly<Record<string, unknown>> | undefined)?.['triedSegment'];
    if (typeof segment !== 'string') return undefined;
    if (!bySegment.has(segment)) bySegment.set(segment, at);
  }
  return [...bySegment].map(([segment, at]) => ({ segment, at }));
}

function isProof({ facts }: LoggedEvent): boolean {
  return PROOFS.has((facts['failure'] as Readonly<Record<string, unknown>> | undefined)?.['kind']);
}
