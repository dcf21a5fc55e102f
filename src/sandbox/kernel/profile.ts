// How time and quotas run in the sandbox: as documented, scaled, or not at all.

export const PROFILE_NAMES = ['documented', 'fast', 'free'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

export interface Profile {
  readonly name: ProfileName;
  /** Every documented time is divided by it, every documented rate multiplied. */
  readonly timeScale: number;
  readonly hasQuotas: boolean;
  /** Late consistency, slow mailboxes, answering times. */
  readonly hasDelays: boolean;
}

const FAST_SCALE = 60;

/** A scale counts for `fast` only; the other two have none. */
export function profileOf(name: ProfileName, timeScale: number = FAST_SCALE): Profile {
  if (!(timeScale > 0)) throw new RangeError(`timeScale must be above 0, not ${timeScale}`);
  switch (name) {
    case 'documented':
      return { name, timeScale: 1, hasQuotas: true, hasDelays: true };
    case 'fast':
      return { name, timeScale, hasQuotas: true, hasDelays: true };
    case 'free':
      return { name, timeScale: 1, hasQuotas: false, hasDelays: false };
  }
}
