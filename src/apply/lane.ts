// A lane: the one queue to one quota. p-queue bounds what is under way; the bucket sets the pace; nobody else repeats calls.

import PQueue from 'p-queue';
import type { Clock } from '../model/clock.ts';
import type { FailureFacts } from '../model/failure.ts';
import type { LaneLimit, LaneName } from '../model/lane.ts';
import type { Step } from '../model/step.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a lane is doing, for the progress lines. Times in milliseconds since 1970, rates in calls a second. */
export interface LaneStanding {
  readonly lane: LaneName;
  readonly waiting: number;
  readonly underWay: number;
  readonly rate: number;
  /** 0 where nothing holds the lane. */
  readonly heldUntil: number;
  /** What it waits for until then, in words; absent where the provider asked for it. */
  readonly why?: string;
  /** Calls that began in the last minute, where that says more than the rate. */
  readonly lastMinute?: number;
  readonly throttles: number;
}

/** One task that asks for its turn. */
export interface Turn {
  readonly calls: number;
  readonly signal?: AbortSignal;
  /** What is to be done: the lane of sends paces by who sends, and to whom. */
  readonly step: Step;
  /** A look takes no part of the limits on sending. */
  readonly isLook?: true;
}

/** The one queue to one quota, or to several that bind together. */
export interface Lane {
  readonly limit: Pick<LaneLimit, 'lane' | 'name' | 'perSecond'>;
  /**
   * Runs the task when it is its turn. Rejects with the signal's reason if it is aborted before that, and with NotInThisRun where
   * the turn comes only after this run.
   */
  run<Result>(task: () => Promise<Result>, turn: Turn): Promise<Result>;
  /** Everybody in the lane waits: the provider has said that we are too fast. */
  throttled(delayMs: number): void;
  succeeded(): void;
  /**
   * What the call of a step came to (no failure: it went well), while its place is still taken. A lane that has this decides by
   * itself what a refusal holds up, and hears of throttles of looks only.
   */
  heard?(step: Step, failure: FailureFacts | undefined): void;
  standing(): LaneStanding;
}

/** A step whose turn does not come in this run: nothing has happened to it. */
export class NotInThisRun extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotInThisRun';
  }
}

/** A lane with one bucket. */
export class BucketLane implements Lane {
  readonly limit: LaneLimit;
  readonly #queue: PQueue;
  readonly #bucket: TokenBucket;
  #throttles = 0;

  constructor(limit: LaneLimit, clock: Clock) {
    this.limit = limit;
    this.#queue = new PQueue({ concurrency: limit.concurrency });
    this.#bucket = new TokenBucket(limit, clock);
  }

  /** Waits for a free place and for `calls` tokens. */
  run<Result>(task: () => Promise<Result>, { calls, signal }: Omit<Turn, 'step'>): Promise<Result> {
    return this.#queue.add(async () => {
      await this.#bucket.take(calls, signal);
      return task();
    });
  }

  throttled(delayMs: number): void {
    this.#throttles += 1;
    this.#bucket.throttled(delayMs);
  }

  succeeded(): void {
    this.#bucket.succeeded();
  }

  standing(): LaneStanding {
    return {
      lane: this.limit.lane,
      waiting: this.#queue.size,
      underWay: this.#queue.pending,
      rate: this.#bucket.rate,
      heldUntil: this.#bucket.heldUntil,
      throttles: this.#throttles,
    };
  }
}

/** The lanes of one provider, by name. A kind of step whose lane the provider does not list is our bug. */
export type Lanes = ReadonlyMap<LaneName, Lane>;

/** Opens a lane for each limit; limits that share a quota get the same lane under two names. */
export function openLanes(limits: readonly LaneLimit[], clock: Clock): Lanes {
  const lanes = new Map<LaneName, Lane>();
  for (const limit of limits) {
    const shared = limit.sharesWith === undefined ? undefined : lanes.get(limit.sharesWith);
    lanes.set(limit.lane, shared ?? new BucketLane(limit, clock));
  }
  return lanes;
}

export function laneOf(lanes: Lanes, name: LaneName): Lane {
  const lane = lanes.get(name);
  if (lane === undefined) throw new Error(`the provider has no lane "${name}"`);
  return lane;
}
