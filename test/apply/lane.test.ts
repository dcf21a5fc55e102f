// A lane bounds what is under way, and holds for everybody in it.

import { describe, expect, it } from '@jest/globals';
import { BucketLane, laneOf, openLanes } from '../../src/apply/lane.ts';
import type { LaneLimit } from '../../src/model/lane.ts';
import { clockOn, VirtualTime } from '../crash/simulation/virtual-time.ts';

const LIMIT: LaneLimit = {
  lane: 'directory',
  burst: 5,
  perSecond: 5,
  concurrency: 2,
  name: 'a limit',
  source: 'a test',
};

function laneScene(limit: LaneLimit = LIMIT): {
  readonly time: VirtualTime;
  readonly lane: BucketLane;
  readonly task: (lastsMs: number) => Promise<number>;
  readonly finish: (tasks: readonly Promise<unknown>[]) => Promise<readonly PromiseSettledResult<unknown>[]>;
  readonly most: () => number;
} {
  const time = new VirtualTime(() => 0.5);
  const clock = clockOn(time);
  const lane = new BucketLane(limit, clock);
  let underWay = 0;
  let most = 0;
  return {
    time,
    lane,
    most: () => most,
    async task(lastsMs) {
      underWay += 1;
      most = Math.max(most, underWay);
      const at = time.now();
      await clock.sleep(lastsMs);
      underWay -= 1;
      return at;
    },
    async finish(tasks) {
      let isOver = false;
      const all = Promise.allSettled(tasks);
      void all.then(() => (isOver = true));
      await time.runUntil(() => isOver);
      return all;
    },
  };
}

describe('a lane', () => {
  it('has no more calls under way than its limit allows', async () => {
    const { lane, task, finish, most } = laneScene();
    await finish(Array.from({ length: 10 }, () => lane.run(() => task(3000), { calls: 1 })));
    expect(most()).toBe(2);
  });

  it('gives back what the task gives, also its trouble, and goes on', async () => {
    const { lane, finish } = laneScene();
    const results = await finish([
      lane.run(() => Promise.reject(new Error('lost')), { calls: 1 }),
      lane.run(() => Promise.resolve('found'), { calls: 1 }),
    ]);
    expect(results).toMatchObject([{ reason: { message: 'lost' } }, { value: 'found' }]);
  });

  it('holds all that wait in it after a throttle, and tells so', async () => {
    const { lane, task, finish, time } = laneScene();
    const from = time.now();
    lane.throttled(30_000);
    expect(lane.standing()).toMatchObject({ heldUntil: from + 30_000, throttles: 1, rate: 3.5 });
    const results = await finish([1, 2, 3].map(() => lane.run(() => task(1), { calls: 1 })));
    for (const result of results) expect(result).toMatchObject({ status: 'fulfilled' });
    expect(time.now() - from).toBeGreaterThanOrEqual(30_000);
  });

  it('drops those that wait when they are stopped, with the reason of the signal, and never starts them', async () => {
    const { lane, task, finish, time } = laneScene();
    const stop = new AbortController();
    lane.throttled(60_000);
    const from = time.now();
    const waiting = [1, 2, 3, 4].map(() => lane.run(() => task(1), { calls: 1, signal: stop.signal }));
    time.after(1000, () => stop.abort(new Error('stopped')));
    for (const result of await finish(waiting)) expect(result).toMatchObject({ reason: { message: 'stopped' } });
    expect(time.now() - from).toBe(1000);
  });
});

describe('the lanes of a provider', () => {
  it('are found by name, and a missing one is our bug', () => {
    const lanes = openLanes([LIMIT], clockOn(new VirtualTime(() => 0)));
    expect(laneOf(lanes, 'directory').limit).toBe(LIMIT);
    expect(() => laneOf(lanes, 'mailbox')).toThrow('no lane "mailbox"');
  });

  it('are one under two names where two limits share a quota', () => {
    const lanes = openLanes(
      [LIMIT, { ...LIMIT, lane: 'licence', sharesWith: 'directory' }],
      clockOn(new VirtualTime(() => 0)),
    );
    expect(laneOf(lanes, 'licence')).toBe(laneOf(lanes, 'directory'));
  });
});
