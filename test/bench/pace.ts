// pace: at a limit of ten a second, does any second see more starts, and how much longer does it take than it must?

import { BucketLane } from '../../src/apply/lane.ts';
import { SendLane } from '../../src/apply/send-lane.ts';
import { realClock } from '../../src/command/clock.ts';
import { noticeTo } from '../apply/send-scene.ts';
import type { BenchResult } from './result.ts';

const MESSAGES = 600;
const PER_SECOND = 10;
const SECOND_MS = 1000;
const MOST = 1.03;
/** How long a message is under way: longer than the gap between two, now and then much longer. */
const LASTS_MS = [40, 90, 150, 60, 700];

/**
 * The real lane on the real clock: all messages ask for their turn at once. Two figures: the most starts in any second, wherever it
 * begins, both of its ends included; and the time from the first to the last start over the least that the limit allows, which is
 * ten at once each second.
 */
export async function pace(): Promise<readonly BenchResult[]> {
  const lane = new SendLane({
    limits: [
      { scope: 'campaign', messages: PER_SECOND, windowMs: SECOND_MS, name: '10 a second', source: 'a benchmark' },
    ],
    concurrency: { all: 50, mailbox: 50 },
    days: { ramp: [MESSAGES], timeZone: 'UTC' },
    operatorOf: (domain) => Promise.resolve(domain),
    history: () => ({ starts: [], earlier: [] }),
    whyStopped: () => undefined,
    note: () => Promise.resolve(),
    looks: new BucketLane(
      { lane: 'mailbox', burst: 1, perSecond: 1, concurrency: 1, name: 'looks', source: 'a benchmark' },
      realClock,
    ),
    clock: realClock,
    longestWaitMs: SECOND_MS * MESSAGES,
    hasOneServer: true,
  });
  const starts: number[] = [];
  await Promise.all(
    Array.from({ length: MESSAGES }, (_, index) => {
      const step = noticeTo({ name: `p${index}` });
      return lane.run(
        async () => {
          starts.push(Date.now());
          await realClock.sleep(LASTS_MS[index % LASTS_MS.length] ?? 0);
          lane.heard(step, undefined);
        },
        { calls: 1, step },
      );
    }),
  );
  if (starts.length !== MESSAGES) throw new Error(`${starts.length} of ${MESSAGES} were started`);
  const most = Math.max(...starts.map((from) => starts.filter((at) => at >= from && at <= from + SECOND_MS).length));
  const leastMs = (MESSAGES / PER_SECOND - 1) * SECOND_MS;
  const ratio = (Math.max(...starts) - Math.min(...starts)) / leastMs;
  return [
    { name: 'pace-most', value: most, unit: 'starts', target: PER_SECOND, ok: most <= PER_SECOND },
    { name: 'pace-total', value: ratio, unit: 'ratio', target: MOST, ok: ratio <= MOST },
  ];
}
