// An exception from the device gate: somebody has approved that a person goes on although a device was not found clean. It expires.

export interface DeviceException {
  /** Key of the person (`Person.key`). */
  readonly person: string;
  /** `Device.key` of the one device that it is about; absent: all devices of the person, and those that are not on the list. */
  readonly device?: string;
  readonly approvedBy: string;
  /** Milliseconds since 1970; from then on it has no effect. */
  readonly until: number;
  readonly reason: string;
  /** Why it was taken back before its time; absent where it was not. */
  readonly endedFor?: string;
  /** Who wrote it into the register, and when. */
  readonly by: string;
  readonly at: number;
}

/**
 * - `in-force`    it lets its person through
 * - `expired`     its time is over
 * - `taken-back`  somebody has ended it before its time
 */
export type ExceptionState = 'in-force' | 'expired' | 'taken-back';

export function exceptionState(exception: DeviceException, now: number): ExceptionState {
  if (exception.endedFor !== undefined) return 'taken-back';
  return isInForce(exception, now) ? 'in-force' : 'expired';
}

/** One person and one device, or all of them, have one exception: a later one takes the place of an earlier one. */
export function exceptionKey({ person, device }: Pick<DeviceException, 'person' | 'device'>): string {
  return device === undefined ? person : `${person}/${device}`;
}

export function isInForce({ until }: DeviceException, now: number): boolean {
  return now < until;
}
