// The marks that nobody has taken back: when each counts from, which one is the newest, and what they say of kits that people have in hand.

import type { DeviceMark, DeviceReport, HandedOver, SaidDone } from '../model/device-mark.ts';

/** A mark that says where a device stands. */
export type StateMark = HandedOver | SaidDone | DeviceReport;

/** A kit of one person, as it was written. */
export interface PastKit {
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
  /** Keys of the devices that are in it. */
  readonly devices: readonly string[];
}

/** By key of the person, in the order in which they were recorded. */
export function standingMarks(marks: Iterable<DeviceMark>): ReadonlyMap<string, readonly StateMark[]> {
  const all = [...marks];
  const gone = new Set(all.flatMap((mark) => (mark.what === 'taken-back' ? [mark.takesBack] : [])));
  const left = all.filter((mark): mark is StateMark => mark.what !== 'taken-back' && !gone.has(mark.key));
  return Map.groupBy(left, ({ person }) => person);
}

/** When a mark counts from. A clock that runs ahead makes no report newer than the moment at which it was taken in. */
export function momentOf(mark: StateMark): number {
  return mark.what === 'reported' ? Math.min(mark.time, mark.at) : mark.at;
}

/**
 * The newest. Who hands a kit over after a PC has set itself up does not make it less done: handing over counts only against what went
 * wrong before.
 */
export function newestOf(marks: readonly StateMark[]): StateMark | undefined {
  const ordered = marks.toSorted((one, other) => momentOf(one) - momentOf(other));
  const outcome = ordered.findLast(({ what }) => what !== 'handed-over');
  const newest = ordered.at(-1);
  return outcome !== undefined && isDone(outcome) ? outcome : newest;
}

/**
 * By device: the newest mark of its person that says that a kit for it was handed over or used. Who was given a kit for one device has all
 * that was in it then. `kits`: all that were ever written for the person, the oldest first.
 */
export function inHand(marks: readonly StateMark[], kits: readonly PastKit[]): ReadonlyMap<string, StateMark> {
  const given = new Map<string, StateMark>();
  for (const mark of marks.toSorted((one, other) => momentOf(one) - momentOf(other))) {
    if (mark.what !== 'handed-over' && !isDone(mark)) continue;
    const kit = kits.findLast(({ writtenAt }) => writtenAt <= momentOf(mark));
    for (const device of kit?.devices ?? []) given.set(device, mark);
    given.set(mark.device, mark);
  }
  return given;
}

function isDone(mark: StateMark): boolean {
  return mark.what === 'done' || (mark.what === 'reported' && mark.status === 'applied');
}
