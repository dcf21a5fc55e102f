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
  /** Who wrote it into the register, and when. */
  readonly by: string;
  readonly at: number;
}

/** One person and one device, or all of them, have one exception: a later one takes the place of an earlier one. */
export function exceptionKey({ person, device }: Pick<DeviceException, 'person' | 'device'>): string {
  return device === undefined ? person : `${person}/${device}`;
}

export function isInForce({ until }: DeviceException, now: number): boolean {
  return now < until;
}
