// The ramp: how many messages go out on the first, second, ... day of sending. A domain that nobody knows gains trust slowly.

/** What the job log says of the days before. */
export interface RampStanding {
  /** Days before on which something was sent. */
  readonly days: number;
  /** Steps back that too many refusals have cost. */
  readonly back: number;
}

/** Most messages on the day after these; the last number of the ramp holds from then on. */
export function rampNumber(ramp: readonly number[], { days, back }: RampStanding): number {
  return ramp[Math.min(Math.max(0, days - back), ramp.length - 1)] ?? Number.POSITIVE_INFINITY;
}
