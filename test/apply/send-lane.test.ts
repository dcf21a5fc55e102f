// The lane of messages: never more than any limit in any window, nobody lost, nobody held up by another's limit.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NotInThisRun } from '../../src/apply/lane.ts';
import type { SendLimit } from '../../src/model/mailer.ts';
import { DAY_MS, HOUR_MS, limitOf, MINUTE_MS, noticeTo, SECOND_MS, SendScene } from './send-scene.ts';
import type { Begun, Message } from './send-scene.ts';

function messages(count: number, more: Partial<Message> = {}, from = 0): Message[] {
  return Array.from({ length: count }, (_, index) => ({ name: `p${from + index}`, ...more }));
}

function sharersOf(limit: SendLimit, begun: readonly Begun[]): readonly (readonly Begun[])[] {
  if (limit.scope === 'tenant' || limit.scope === 'campaign') return [begun];
  const key = limit.scope;
  return [...Map.groupBy(begun, (start) => start[key]).values()];
}

/** The most starts in any window of the limit, by all that share it. Windows are closed: both ends count. */
function mostIn(limit: SendLimit, begun: readonly Begun[]): number {
  let most = 0;
  for (const starts of sharersOf(limit, begun)) {
    for (const { at } of starts) {
      const inWindow = starts.filter((other) => other.at >= at && other.at <= at + limit.windowMs).length;
      most = Math.max(most, inWindow);
    }
  }
  return most;
}

describe('the limits', () => {
  it('hold in any window, whoever shares them, with calls of any length; and nobody is lost', async () => {
    const anyLimit = fc
      .record({
        scope: fc.constantFrom('mailbox' as const, 'tenant' as const, 'operator' as const, 'campaign' as const),
        messages: fc.integer({ min: 1, max: 12 }),
        windowMs: fc.constantFrom(SECOND_MS, 7 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS),
      })
      .map(({ scope, messages: count, windowMs }) => limitOf(scope, count, windowMs));
    const anyMessage = fc.record({
      afterMs: fc.nat(10 * MINUTE_MS),
      mailbox: fc.constantFrom('a', 'b', 'c'),
      domain: fc.constantFrom('big-1', 'big-2', 'small', 'tiny'),
      lastsMs: fc.nat(5000),
    });
    const draw = fc.record({
      limits: fc.array(anyLimit, { minLength: 1, maxLength: 4 }),
      sends: fc.array(anyMessage, { minLength: 1, maxLength: 40 }),
      all: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(draw, async ({ limits, sends, all }) => {
        const scene = new SendScene({ limits, concurrency: { all, mailbox: 2 } });
        let asked = 0;
        sends.forEach(({ afterMs, mailbox, domain, lastsMs }, index) =>
          scene.time.after(afterMs, () => {
            asked += 1;
            void scene.send({ name: `p${index}`, mailbox, domain }, { lastsMs });
          }),
        );
        await scene.time.runUntil(() => asked === sends.length);
        await scene.untilAllEnded();
        expect(new Set(scene.begun.map(({ name }) => name)).size).toBe(sends.length);
        expect(scene.begun).toHaveLength(sends.length);
        for (const limit of limits) expect(mostIn(limit, scene.begun)).toBeLessThanOrEqual(limit.messages);
      }),
      { numRuns: 150 },
    );
  });

  it('are counted from the log: a restart in the middle goes on with the same counts', async () => {
    const limits = [limitOf('mailbox', 10, HOUR_MS), limitOf('operator', 4, HOUR_MS), limitOf('tenant', 30, DAY_MS)];
    const scene = new SendScene({ limits, longestWaitMs: Number.POSITIVE_INFINITY });
    const all = [
      ...messages(20, { mailbox: 'a', domain: 'big-1' }),
      ...messages(20, { mailbox: 'b' }, 100),
      ...messages(20, { mailbox: 'c', domain: 'big-2' }, 200),
    ];
    const stop = new AbortController();
    for (const message of all) void scene.send(message, { signal: stop.signal });
    scene.time.after(90 * MINUTE_MS, () => stop.abort(new Error('killed')));
    await scene.untilAllEnded();
    const first = scene.begun.length;
    expect(first).toBeGreaterThan(20);
    expect(scene.refused.size).toBe(all.length - first);
    scene.refused.clear();
    scene.restart();
    const sent = new Set(scene.begun.map(({ name }) => name));
    for (const message of all) if (!sent.has(message.name)) void scene.send(message);
    await scene.untilAllEnded();
    expect(scene.begun).toHaveLength(all.length);
    for (const limit of limits) expect(mostIn(limit, scene.begun)).toBeLessThanOrEqual(limit.messages);
  });

  it('spread what a minute allows over the minute', async () => {
    const scene = new SendScene({ limits: [limitOf('mailbox', 30, MINUTE_MS)] });
    for (const message of messages(40)) void scene.send(message);
    await scene.untilAllEnded();
    const gaps = scene.times.slice(1).map((at, index) => at - (scene.times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1750);
    expect(scene.times.at(-1)).toBeLessThanOrEqual(39 * 2000 + 100);
  });

  it('of one operator or one mailbox hold nobody else up', async () => {
    const scene = new SendScene({ limits: [limitOf('operator', 1, HOUR_MS), limitOf('mailbox', 3, HOUR_MS)] });
    for (const message of messages(3, { mailbox: 'a', domain: 'big-1' })) void scene.send(message);
    for (const message of messages(3, { mailbox: 'b' }, 10)) void scene.send(message);
    await scene.time.pass(10 * SECOND_MS);
    expect(scene.begun.map(({ name }) => name)).toEqual(['p0', 'p10', 'p11', 'p12']);
    await scene.untilAllEnded();
    expect(scene.begun.map(({ name }) => name).slice(4)).toEqual(['p1', 'p2']);
  });

  it('serve first whoever came first', async () => {
    const scene = new SendScene({ limits: [limitOf('operator', 2, MINUTE_MS)], concurrency: { all: 3, mailbox: 3 } });
    const all = messages(30).map((message, index) => ({ ...message, domain: index % 3 === 0 ? 'big-1' : 'small' }));
    for (const message of all) void scene.send(message);
    await scene.untilAllEnded();
    for (const starts of Map.groupBy(scene.begun, ({ operator }) => operator).values()) {
      const numbers = starts.map(({ name }) => Number(name.slice(1)));
      expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
    }
  });

  it('serve first whoever came first also of those who have waited for different limits', async () => {
    const scene = new SendScene({
      limits: [limitOf('operator', 1, 2 * MINUTE_MS)],
      concurrency: { all: 1, mailbox: 1 },
    });
    const domains = ['a', 'b', 'b', 'a', 'c', 'a', 'c', 'b', 'c'];
    // While the fifth is under way, all three open again.
    domains.forEach(
      (domain, index) =>
        void scene.send({ name: `p${index}`, domain }, { lastsMs: index === 4 ? 200 * SECOND_MS : 100 }),
    );
    await scene.untilAllEnded();
    expect(scene.begun.map(({ name }) => name).join(' ')).toBe('p0 p1 p4 p2 p3 p6 p7 p5 p8');
  });

  it('bound what is under way, in all and from one mailbox', async () => {
    const scene = new SendScene({ concurrency: { all: 5, mailbox: 2 } });
    for (const message of messages(10, { mailbox: 'a' })) void scene.send(message);
    await scene.time.pass(1);
    expect(scene.underWay).toBe(2);
    for (const message of messages(10, { mailbox: 'b' }, 10)) void scene.send(message);
    for (const message of messages(10, { mailbox: 'c' }, 20)) void scene.send(message);
    await scene.untilAllEnded();
    expect(scene.mostUnderWay).toBe(5);
    expect(scene.begun).toHaveLength(30);
  });

  it('are not the business of a look', async () => {
    const scene = new SendScene({ limits: [limitOf('tenant', 1, DAY_MS)], whyStopped: () => 'stopped' });
    const looks = Array.from({ length: 20 }, () =>
      scene.lane.run(() => Promise.resolve('seen'), { calls: 1, step: noticeTo({ name: 'p0' }), isLook: true }),
    );
    expect(await Promise.all(looks)).toHaveLength(20);
    expect(scene.time.now()).toBe(scene.from);
  });

  it('do not count what provably sent nothing, beyond the windows of a minute', async () => {
    const scene = new SendScene({ limits: [limitOf('tenant', 2, DAY_MS), limitOf('mailbox', 1, SECOND_MS)] });
    void scene.send({ name: 'p0' }, { failure: { kind: 'throttled', retryAfterMs: 5000 } });
    await scene.untilAllEnded();
    for (const name of ['p0', 'p1', 'p2']) void scene.send({ name });
    await scene.untilAllEnded();
    expect(scene.begun.map(({ name }) => name)).toEqual(['p0', 'p0', 'p1']);
    expect(scene.refused.get('p2')).toContain('2 for each tenant');
    // What became of it is not known: it counts.
    const other = new SendScene({ limits: [limitOf('tenant', 2, DAY_MS)] });
    void other.send({ name: 'p0' }, { failure: { kind: 'in-doubt' } });
    await other.untilAllEnded();
    for (const name of ['p1', 'p2']) void other.send({ name });
    await other.untilAllEnded();
    expect(other.begun.map(({ name }) => name)).toEqual(['p0', 'p1']);
  });
});

describe('a message that is not even prepared', () => {
  it('takes no part of the limits: its sender may not send', async () => {
    const scene = new SendScene({ days: { ramp: [2], timeZone: 'UTC' } });
    const step = noticeTo({ name: 'p0' });
    const refused = scene.lane.run(() => Promise.reject(new NotInThisRun('may not send')), { calls: 1, step });
    await expect(refused).rejects.toThrow('may not send');
    for (const message of messages(3, {}, 1)) void scene.send(message);
    await scene.untilAllEnded();
    expect(scene.begun.map(({ name }) => name)).toEqual(['p1', 'p2']);
  });
});

describe('a run', () => {
  const OFFICE = { from: '09:00', to: '17:00', weekdays: [1, 2, 3, 4, 5], holidays: ['2026-01-07'] };

  it('refuses what only tomorrow can take, in words; what an hour can take is waited for', async () => {
    const scene = new SendScene({
      limits: [limitOf('mailbox', 10, HOUR_MS)],
      days: { ramp: [30], timeZone: 'Asia/Tokyo' },
    });
    for (const message of messages(40)) void scene.send(message);
    await scene.untilAllEnded();
    expect(scene.begun).toHaveLength(30);
    expect([...new Set(scene.refused.values())]).toEqual([
      "NotInThisRun: today's 30 are sent; goes on 2026-01-06 00:00 (Asia/Tokyo)",
    ]);
  });

  it('refuses what comes outside the hours, and names the next opening', async () => {
    const scene = new SendScene({ days: { ramp: [2], timeZone: 'Asia/Tokyo', window: OFFICE } });
    // 09:00 in Tokyo, Monday: open. In the evening of Tuesday, the next opening is on Thursday.
    for (const message of messages(3)) void scene.send(message);
    await scene.untilAllEnded();
    expect(scene.refused.get('p2')).toBe("NotInThisRun: today's 2 are sent; goes on 2026-01-06 09:00 (Asia/Tokyo)");
    await scene.time.pass(33 * HOUR_MS);
    void scene.send({ name: 'p9' });
    await scene.untilAllEnded();
    expect(scene.refused.get('p9')).toBe(
      'NotInThisRun: outside the sending hours (Mon Tue Wed Thu Fri, 09:00 to 17:00); goes on 2026-01-08 09:00 (Asia/Tokyo)',
    );
  });

  it('waits for everything where it was asked to, day by day up the ramp', async () => {
    const days = { ramp: [2, 4, 6], timeZone: 'Asia/Tokyo', window: OFFICE };
    const scene = new SendScene({ days, longestWaitMs: Number.POSITIVE_INFINITY });
    for (const message of messages(14)) void scene.send(message);
    await scene.untilAllEnded();
    const byDay = Map.groupBy(scene.begun, ({ at }) => new Date(at + 9 * HOUR_MS).toISOString().slice(0, 10));
    expect([...byDay].map(([day, starts]) => [day, starts.length])).toEqual([
      ['2026-01-05', 2],
      ['2026-01-06', 4],
      ['2026-01-08', 6],
      ['2026-01-09', 2],
    ]);
  });

  it('counts the days of sending from the log', async () => {
    const scene = new SendScene({ days: { ramp: [2, 4, 6], timeZone: 'UTC' } });
    const earlier = [scene.from - 9 * DAY_MS, scene.from - 9 * DAY_MS + 1, scene.from - 3 * DAY_MS];
    const today = { at: scene.from, mailbox: 'info@new.example', domain: 'x.example' };
    scene.restart({ earlier, starts: [today, { ...today, failure: { kind: 'refused', operation: '', said: '' } }] });
    for (const message of messages(9)) void scene.send(message);
    await scene.untilAllEnded();
    expect(scene.begun).toHaveLength(5);
    expect(scene.refused.get('p8')).toContain("today's 6 are sent");
  });

  it('does not refuse while a place may still be given back', async () => {
    const scene = new SendScene({ days: { ramp: [2], timeZone: 'UTC' } });
    void scene.send({ name: 'p0' }, { lastsMs: 5000, failure: { kind: 'refused', status: 550 } });
    for (const message of messages(3, {}, 1)) void scene.send(message);
    await scene.untilAllEnded();
    expect(scene.begun.map(({ name }) => name)).toEqual(['p0', 'p1', 'p2']);
    expect([...scene.refused.keys()]).toEqual(['p3']);
  });

  it('says what it waits for, and until when', async () => {
    const scene = new SendScene({ limits: [limitOf('mailbox', 1, HOUR_MS)] });
    for (const message of messages(2)) void scene.send(message);
    await scene.time.pass(MINUTE_MS);
    expect(scene.lane.standing()).toMatchObject({
      lane: 'send',
      waiting: 1,
      underWay: 0,
      heldUntil: scene.from + HOUR_MS + 1,
      why: '1 for each mailbox',
    });
    await scene.untilAllEnded();
    expect(scene.lane.standing()).toMatchObject({ waiting: 0, heldUntil: 0 });
  });

  it('drops whoever waits when it is stopped, with the reason of the signal', async () => {
    const scene = new SendScene({ limits: [limitOf('mailbox', 1, HOUR_MS)] });
    const stop = new AbortController();
    for (const message of messages(3)) void scene.send(message, { signal: stop.signal });
    scene.time.after(1000, () => stop.abort(new Error('stopped')));
    await scene.untilAllEnded();
    expect([...scene.refused]).toEqual([
      ['p1', 'Error: stopped'],
      ['p2', 'Error: stopped'],
    ]);
    void scene.send({ name: 'p5' }, { signal: stop.signal });
    await scene.untilAllEnded();
    expect(scene.refused.get('p5')).toBe('Error: stopped');
    expect(scene.time.now()).toBeLessThan(scene.from + MINUTE_MS);
  });
});
