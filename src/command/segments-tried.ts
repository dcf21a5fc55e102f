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
  for (const event of tries.toReversed()) {
    const segment = triedSegment(event);
    if (segment === undefined) return undefined;
    if (!bySegment.has(segment)) bySegment.set(segment, event.at);
  }
  return [...bySegment].map(([segment, at]) => ({ segment, at }));
}

/** The segment that a try was begun with; undefined for other events, and in logs of earlier versions. */
export function triedSegment(event: LoggedEvent): string | undefined {
  const segment = partOf(event, 'evidence')?.['triedSegment'];
  return typeof segment === 'string' ? segment : undefined;
}

/** What was taken already when our call came has been made by an earlier one, or by a copy of this workspace. */
function isProof(event: LoggedEvent): boolean {
  return PROOFS.has(partOf(event, 'failure')?.['kind']) || partOf(event, 'evidence')?.['wasTaken'] === true;
}

function partOf({ facts }: LoggedEvent, name: string): Readonly<Record<string, unknown>> | undefined {
  return facts[name] as Readonly<Record<string, unknown>> | undefined;
}
