// The pace of a lane: never faster than the limit, first come first served, slower after a throttle.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from '../../src/apply/token-bucket.ts';
import type { Pace } from '../../src/apply/token-bucket.ts';
import { clockOn, VirtualTime } from '../crash/simulation/virtual-time.ts';

interface Started {
  readonly name: number;
  readonly at: number;
  readonly calls: number;
}

/** A bucket on virtual time that notes who started when. */
class Watched {
  readonly time = new VirtualTime(() => 0.5);
  readonly bucket: TokenBucket;
  readonly started: Started[] = [];
  readonly #from = this.time.now();
  #open = 0;

  constructor(pace: Pace) {
    this.bucket = new TokenBucket(pace, clockOn(this.time));
  }

  get nowMs(): number {
    return this.time.now() - this.#from;
  }

  ask(name: number, calls = 1, signal?: AbortSignal): void {
    this.#open += 1;
    this.bucket
      .take(calls, signal)
      .then(
        () => this.started.push({ name, at: this.nowMs, calls }),
        () => undefined,
      )
      .finally(() => (this.#open -= 1));
  }

  async untilAllStarted(): Promise<void> {
    await this.time.runUntil(() => this.#open === 0);
  }
}

describe('the pace of a lane', () => {
  it('lets a full bucket go at once, and the rest at the rate', async () => {
    const lane = new Watched({ burst: 3, perSecond: 2 });
    for (let name = 0; name < 7; name += 1) lane.ask(name);
    await lane.untilAllStarted();
    expect(lane.started.map(({ at }) => at)).toEqual([0, 0, 0, 500, 1000, 1500, 2000]);
  });

  it('serves in the order of asking, whatever each one costs', async () => {
    const lane = new Watched({ burst: 4, perSecond: 1 });
    [4, 1, 3, 1, 2].forEach((calls, name) => lane.ask(name, calls));
    await lane.untilAllStarted();
    expect(lane.started.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4]);
    expect(lane.started.map(({ at }) => at)).toEqual([0, 1000, 4000, 5000, 7000]);
  });

  it('lets a dear task pass with a full bucket, and pays it back afterwards', async () => {
    const lane = new Watched({ burst: 1, perSecond: 1 });
    lane.ask(0, 3);
    lane.ask(1);
    await lane.untilAllStarted();
    expect(lane.started.map(({ at }) => at)).toEqual([0, 3000]);
  });

  it('is not held up by somebody who gives up', async () => {
    const lane = new Watched({ burst: 1, perSecond: 1 });
    const stop = new AbortController();
    lane.ask(0);
    lane.ask(1, 1, stop.signal);
    lane.ask(2);
    lane.time.after(500, () => stop.abort(new Error('stop')));
    await lane.untilAllStarted();
    expect(lane.started.map(({ name, at }) => [name, at])).toEqual([
      [0, 0],
      [2, 1000],
    ]);
  });

  it('never lets more through in any span of time than burst and rate allow', async () => {
    const draw = fc.record({
      burst: fc.integer({ min: 1, max: 20 }),
      perSecond: fc.integer({ min: 1, max: 50 }),
      asks: fc.array(fc.record({ afterMs: fc.nat(3000), calls: fc.integer({ min: 1, max: 4 }) }), {
        minLength: 1,
        maxLength: 40,
      }),
      throttles: fc.array(fc.record({ afterMs: fc.nat(10_000), delayMs: fc.nat(5000) }), { maxLength: 3 }),
      successes: fc.array(fc.nat(20_000), { maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(draw, async ({ burst, perSecond, asks, throttles, successes }) => {
        const lane = new Watched({ burst, perSecond });
        let isAsked = false;
        asks.forEach(({ afterMs, calls }, name) => lane.time.after(afterMs, () => lane.ask(name, calls)));
        lane.time.after(3001, () => (isAsked = true));
        throttles.forEach(({ afterMs, delayMs }) => lane.time.after(afterMs, () => lane.bucket.throttled(delayMs)));
        successes.forEach((afterMs) => lane.time.after(afterMs, () => lane.bucket.succeeded()));
        await lane.time.runUntil(() => isAsked);
        await lane.untilAllStarted();
        expect(lane.started).toHaveLength(asks.length);
        for (const [index, first] of lane.started.entries()) {
          let calls = 0;
          for (const { at, calls: more } of lane.started.slice(index)) {
            // A task that is dearer than the bucket starts when it is full; what it costs more is paid before the next one.
            const before = calls;
            calls += more;
            const most = burst + (perSecond * (at - first.at)) / 1000 + 1e-6;
            expect(before + Math.min(more, burst)).toBeLessThanOrEqual(Math.max(most, Math.min(more, burst)));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a throttle', () => {
  it('holds everybody for as long as the provider asked', async () => {
    const lane = new Watched({ burst: 10, perSecond: 10 });
    lane.bucket.throttled(5000);
    expect(lane.bucket.heldUntil).toBe(lane.time.now() + 5000);
    for (let name = 0; name < 3; name += 1) lane.ask(name);
    await lane.untilAllStarted();
    expect(lane.started.every(({ at }) => at >= 5000)).toBe(true);
    expect(lane.bucket.heldUntil).toBe(0);
  });

  it.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('ends when its time has passed, also where somebody sets the clock %s meanwhile', async (_way, byMs) => {
    const lane = new Watched({ burst: 2, perSecond: 10 });
    lane.bucket.throttled(5000);
    lane.ask(0);
    lane.time.after(1000, () => lane.time.setClock(byMs));
    await lane.time.pass(2000);
    expect(lane.bucket.heldUntil).toBe(lane.time.shown + 3000);
    await lane.untilAllStarted();
    expect(lane.started[0]?.at).toBeGreaterThanOrEqual(5000);
    expect(lane.started[0]?.at).toBeLessThan(6000);
  });

  it('also holds those who wait for a token already, and a shorter hold takes nothing back', async () => {
    const lane = new Watched({ burst: 1, perSecond: 1 });
    lane.ask(0);
    lane.ask(1);
    lane.time.after(900, () => lane.bucket.throttled(10_000));
    lane.time.after(1000, () => lane.bucket.throttled(1));
    await lane.untilAllStarted();
    expect(lane.started[1]?.at).toBeGreaterThanOrEqual(10_900);
  });

  it('leaves an empty bucket: nothing bursts when the hold is over', async () => {
    const lane = new Watched({ burst: 10, perSecond: 10 });
    lane.bucket.throttled(1000);
    for (let name = 0; name < 3; name += 1) lane.ask(name);
    await lane.untilAllStarted();
    // 7 a second after the throttle.
    expect(lane.started.map(({ at }) => at)).toEqual([1143, 1286, 1429]);
  });

  it('slows the lane down once, however many hear of it at the same time', () => {
    const lane = new Watched({ burst: 10, perSecond: 10 });
    for (let heard = 0; heard < 10; heard += 1) lane.bucket.throttled(0);
    expect(lane.bucket.rate).toBeCloseTo(7);
  });

  it('never stops it: a hundredth of the rate stays', async () => {
    const lane = new Watched({ burst: 10, perSecond: 10 });
    for (let times = 0; times < 30; times += 1) {
      lane.bucket.throttled(0);
      await lane.time.pass(1000);
    }
    expect(lane.bucket.rate).toBeCloseTo(0.1);
  });

  it('is forgotten slowly: about two hundredths of the full rate for each second of good answers', async () => {
    const lane = new Watched({ burst: 1, perSecond: 10 });
    lane.bucket.throttled(0);
    const from = lane.nowMs;
    let answers = 0;
    while (lane.bucket.rate < 10) {
      lane.ask(answers);
      await lane.untilAllStarted();
      lane.bucket.succeeded();
      answers += 1;
    }
    const seconds = (lane.nowMs - from) / 1000;
    expect(seconds).toBeGreaterThan(14);
    expect(seconds).toBeLessThan(17);
    expect(lane.bucket.rate).toBe(10);
  });
});
