// Token buckets: a documented limit, scaled by the profile. A refused call takes nothing.

import type { ScaledClock } from './clock.ts';
import type { Profile } from './profile.ts';

/** A documented limit of calls over time: 3,000 calls in 150 s is capacity 3,000 and 20 a second. */
export interface Rate {
  readonly capacity: number;
  readonly perSecond: number;
}

export interface Draw {
  /** Which bucket: the limit's name and whose it is. */
  readonly key: string;
  readonly rate: Rate;
  readonly cost: number;
}

/** Why a call is refused: the draw that waits longest, and how long. Real milliseconds. */
export interface Shortage {
  readonly key: string;
  readonly waitMs: number;
}

interface Level {
  tokens: number;
  at: number;
}

export class Buckets {
  readonly #levels = new Map<string, Level>();
  readonly #clock: ScaledClock;
  readonly #profile: Profile;

  constructor(clock: ScaledClock, profile: Profile) {
    this.#clock = clock;
    this.#profile = profile;
  }

  /** Takes all that is drawn, or nothing and says how long to wait. */
  take(draws: readonly Draw[]): Shortage | undefined {
    if (!this.#profile.hasQuotas) return undefined;
    const levels = draws.map((draw) => this.#level(draw));
    const waits = draws.map((draw, at) => this.#waitMs(draw, levels[at]));
    const longest = Math.max(0, ...waits);
    if (longest > 0) return { key: draws[waits.indexOf(longest)]?.key ?? '', waitMs: longest };
    for (const [at, level] of levels.entries()) level.tokens -= draws[at]?.cost ?? 0;
    return undefined;
  }

  #level(draw: Draw): Level {
    const now = this.#clock.now();
    const level = this.#levels.get(draw.key) ?? { tokens: draw.rate.capacity, at: now };
    const gained = (Math.max(0, now - level.at) / 1000) * draw.rate.perSecond * this.#profile.timeScale;
    level.tokens = Math.min(draw.rate.capacity, level.tokens + gained);
    level.at = now;
    this.#levels.set(draw.key, level);
    return level;
  }

  #waitMs(draw: Draw, level: Level | undefined): number {
    const missing = Math.min(draw.cost, draw.rate.capacity) - (level?.tokens ?? 0);
    return missing <= 1e-9 ? 0 : (missing / (draw.rate.perSecond * this.#profile.timeScale)) * 1000;
  }
}
