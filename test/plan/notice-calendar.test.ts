// The calendar in the plan: nothing lost, no limit passed, what binds is named, and the lane keeps to it.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noticeCalendar } from '../../src/plan/notice-calendar.ts';
import type { CalendarInputs } from '../../src/plan/notice-calendar.ts';
import { muchOfTheTenant, tooManySends } from '../../src/plan/send-guard.ts';
import { googleSendLimits } from '../../src/provider/google-workspace/limits.ts';
import { microsoftSendLimits } from '../../src/provider/microsoft-365/limits.ts';
import { DAY_MS, HOUR_MS, limitOf, MINUTE_MS, SendScene } from '../apply/send-scene.ts';

const RAMP = [20, 40, 60, 90, 130, 180, 250, 350, 500];
const OFFICE = { from: '09:00', to: '17:00', weekdays: [1, 2, 3, 4, 5], holidays: ['2026-12-03'] };
/** Tuesday, 1 December 2026, 08:00 in Tokyo. */
const FROM = Date.parse('2026-12-01T08:00:00+09:00');

function calendarOf(messages: number, more: Partial<CalendarInputs> = {}): ReturnType<typeof noticeCalendar> {
  return noticeCalendar({
    pairs: [{ mailbox: 'info@new.example', operator: 'big', messages }],
    limits: [],
    window: OFFICE,
    ramp: RAMP,
    timeZone: 'Asia/Tokyo',
    from: FROM,
    standing: { days: 0, back: 0 },
    sentToday: 0,
    ...more,
  });
}

describe('the calendar', () => {
  it('follows the ramp over the open days, and names what binds and what would lift it', () => {
    expect(calendarOf(100)).toEqual([
      {
        day: '2026-12-01',
        messages: 20,
        limit: '20 messages on day 1 of the ramp',
        lift: 'a higher number in sending.ramp, once receivers know the new domain',
      },
      expect.objectContaining({ day: '2026-12-02', messages: 40, limit: '40 messages on day 2 of the ramp' }),
      { day: '2026-12-04', messages: 40 },
    ]);
    expect(calendarOf(0)).toEqual([]);
  });

  it('goes on where the log is: days of sending, steps back, what was sent today', () => {
    const standing = { days: 3, back: 1 };
    expect(calendarOf(100, { standing, sentToday: 50 }).map(({ messages }) => messages)).toEqual([10, 90]);
  });

  it.each([
    {
      scope: 'operator',
      most: 80,
      windowMs: HOUR_MS,
      lift: 'a higher sending.perOperatorHour, or longer hours in sending.window',
    },
    { scope: 'mailbox', most: 70, windowMs: DAY_MS, lift: 'more mailboxes that send: leave sending.sender out' },
    {
      scope: 'tenant',
      most: 60,
      windowMs: DAY_MS,
      lift: 'more licences, or the number that you have observed, in sending.tenantPerDay',
    },
    {
      scope: 'campaign',
      most: 50,
      windowMs: DAY_MS,
      lift: 'higher numbers in sending.smtp.limits, where your server allows them',
    },
  ] as const)('is bound by the $scope where that is tighter than the ramp', ({ scope, most, windowMs, lift }) => {
    const limit = limitOf(scope, windowMs === HOUR_MS ? most / 8 : most, windowMs);
    const [first] = calendarOf(1000, { limits: [limit], ramp: [500] });
    expect(first).toEqual({ day: '2026-12-01', messages: most, limit: limit.name, lift });
  });

  it('has only the rest of the first day', () => {
    const limits = [limitOf('operator', 10, HOUR_MS)];
    expect(calendarOf(90, { limits, ramp: [500], from: FROM + 8 * HOUR_MS }).map(({ messages }) => messages)).toEqual([
      10, 80,
    ]);
  });

  it('loses nobody, and passes no limit, whoever sends to whom', () => {
    const pair = fc.record({
      mailbox: fc.constantFrom('a', 'b', 'c'),
      operator: fc.constantFrom('big', 'small', 'tiny'),
      messages: fc.nat(60),
    });
    const draw = fc.record({
      pairs: fc.array(pair, { maxLength: 9 }),
      ramp: fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 5 }),
      mailbox: fc.integer({ min: 1, max: 40 }),
      operatorHour: fc.integer({ min: 1, max: 10 }),
      tenant: fc.integer({ min: 1, max: 90 }),
    });
    fc.assert(
      fc.property(draw, ({ pairs, ramp, mailbox, operatorHour, tenant }) => {
        const limits = [
          limitOf('mailbox', mailbox, DAY_MS),
          limitOf('operator', operatorHour, HOUR_MS),
          limitOf('tenant', tenant, DAY_MS),
        ];
        const days = calendarOf(0, { pairs, ramp, limits });
        const all = pairs.reduce((sum, { messages }) => sum + messages, 0);
        expect(days.reduce((sum, { messages }) => sum + messages, 0)).toBe(all);
        days.forEach(({ messages, limit, lift }, index) => {
          const most = Math.min(ramp[Math.min(index, ramp.length - 1)] ?? 0, tenant, 3 * mailbox, 3 * 8 * operatorHour);
          expect(messages).toBeGreaterThan(0);
          expect(messages).toBeLessThanOrEqual(most);
          expect(limit === undefined).toBe(index === days.length - 1);
          expect(lift === undefined).toBe(index === days.length - 1);
        });
      }),
    );
  });

  it('is what the lane then does', async () => {
    const ramp = [5, 9, 30];
    const limits = [limitOf('mailbox', 10, DAY_MS), limitOf('operator', 6, HOUR_MS), limitOf('mailbox', 30, MINUTE_MS)];
    const days = { ramp, timeZone: 'Asia/Tokyo', window: OFFICE };
    const scene = new SendScene({ limits, days, longestWaitMs: Number.POSITIVE_INFINITY });
    const pairs = [{ mailbox: 'a', operator: 'big', messages: 20 }];
    for (let index = 0; index < 20; index += 1) void scene.send({ name: `p${index}`, mailbox: 'a', domain: 'big' });
    await scene.untilAllEnded();
    const byDay = Map.groupBy(scene.begun, ({ at }) => new Date(at + 9 * HOUR_MS).toISOString().slice(0, 10));
    const calendar = calendarOf(0, { pairs, ramp, limits, from: scene.from });
    expect([...byDay.values()].map((starts) => starts.length)).toEqual([5, 9, 6]);
    expect([...byDay].map(([day, starts]) => [day, starts.length])).toEqual(
      calendar.map(({ day, messages }) => [day, messages]),
    );
  });
});

describe('the guard on sending', () => {
  const one = (messages: number): ReadonlyMap<string, number> => new Map([['info@new.example', messages]]);
  const microsoft = (licences: number, isTrial = false) => microsoftSendLimits({ licences, isTrial }, 1);

  it.each([
    [1, 10_000],
    [10, 12_006],
    [25, 14_259],
    [100, 22_059],
  ])('knows how much a tenant with %d licences may send', (licences, most) => {
    expect(microsoft(licences).find(({ scope }) => scope === 'tenant')?.messages).toBe(most);
  });

  it('refuses a day that asks for more than the tenant or one mailbox may send, with name and numbers', () => {
    const limits = microsoft(1, true);
    expect(tooManySends({ byMailbox: one(9000), limits, ramp: [20, 5000] })).toEqual([]);
    const [problem] = tooManySends({ byMailbox: one(9000), limits, ramp: [20, 5001] });
    expect(problem).toMatchObject({
      code: 'guard.too-many-sends',
      severity: 'error',
      what:
        'Up to 5001 notices would go out on one day; the tenant may send 5000 ' +
        '(5000 external recipients of the tenant in 24 hours, for a tenant on trial).',
    });
    // A list that is shorter than the ramp goes by its own length.
    expect(tooManySends({ byMailbox: one(4999), limits, ramp: [20, 9000] })).toEqual([]);
  });

  it.each([
    ['gmail', false, 2000],
    ['gmail', true, 500],
    ['relay', false, 10_000],
  ] as const)('knows what Google Workspace allows one mailbox: %s, on trial: %s', (way, isTrial, most) => {
    const limits = googleSendLimits({ isTrial }, { way, scale: 1 });
    expect(tooManySends({ byMailbox: one(20_000), limits, ramp: [most] })).toEqual([]);
    expect(tooManySends({ byMailbox: one(20_000), limits, ramp: [most + 1] })).toHaveLength(1);
    const shared = new Map([...one(most), ['other@new.example', most]]);
    expect(tooManySends({ byMailbox: shared, limits, ramp: [2 * most] })).toEqual([]);
  });

  it('goes by what was observed, where that is known', () => {
    const limits = microsoftSendLimits({ licences: 100, isTrial: false, perDay: 300 }, 1);
    expect(tooManySends({ byMailbox: one(1000), limits, ramp: [301] })).toHaveLength(1);
  });

  it('warns of more than half of what the tenant may send: the company writes letters, too', () => {
    const limits = microsoft(1);
    expect(muchOfTheTenant({ byMailbox: one(9000), limits, ramp: [5000] })).toEqual([]);
    expect(muchOfTheTenant({ byMailbox: one(9000), limits, ramp: [5001] })).toMatchObject([{ severity: 'warning' }]);
  });
});
