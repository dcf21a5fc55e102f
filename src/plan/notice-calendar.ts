// The calendar of the notices: on which day how many go out, which limit binds, and what would lift it. Pure, and made of the same
// numbers by which the lane of messages runs.

import type { SendLimit } from '../model/mailer.ts';
import type { SendingDay } from '../model/plan.ts';
import type { SendingWindow } from '../model/settings.ts';
import { rampNumber } from './ramp.ts';
import type { RampStanding } from './ramp.ts';
import { openSpans } from './sending-window.ts';
import { dayOf, nextDay } from './zone-day.ts';
import type { Day } from './zone-day.ts';

/** So many messages from one mailbox to recipients of one operator of mail servers. */
export interface SendPair {
  readonly mailbox: string;
  readonly operator: string;
  readonly messages: number;
}

export interface CalendarInputs {
  readonly pairs: readonly SendPair[];
  readonly limits: readonly SendLimit[];
  readonly window?: SendingWindow;
  readonly ramp: readonly number[];
  readonly timeZone: string;
  /** When the first could go out, in milliseconds since 1970. */
  readonly from: number;
  readonly standing: RampStanding;
  /** Sent already on the day of `from`. */
  readonly sentToday: number;
}

/** A calendar longer than this is cut: nobody plans so far ahead. */
const MOST_DAYS = 1000;

export function noticeCalendar(inputs: CalendarInputs): readonly SendingDay[] {
  const { window, timeZone, from } = inputs;
  const days: SendingDay[] = [];
  let left = inputs.pairs.filter(({ messages }) => messages > 0);
  let day = dayOf(from, timeZone);
  let standing = inputs.standing;
  for (let count = 0; left.length > 0 && count < MOST_DAYS; count += 1) {
    const isFirst = count === 0;
    const openMs = openSpans(day, window, timeZone).reduce(
      (sum, span) => sum + Math.max(0, span.to - Math.max(span.from, from)),
      0,
    );
    const sent = isFirst ? inputs.sentToday : 0;
    if (openMs > 0) {
      const room = new DayRoom({ inputs, openMs, sent, standing });
      left = left.flatMap((pair) => room.fill(pair));
      if (room.messages > 0) days.push(room.day(day, left.length > 0));
      if (room.messages + sent > 0) standing = { ...standing, days: standing.days + 1 };
    }
    day = nextDay(day);
  }
  return days;
}

interface DayParts {
  readonly inputs: CalendarInputs;
  readonly openMs: number;
  readonly sent: number;
  readonly standing: RampStanding;
}

/** What still fits into one day. */
class DayRoom {
  readonly #parts: DayParts;
  readonly #left = new Map<string, number>();
  /** How many messages each limit has kept out. */
  readonly #kept = new Map<string, { readonly binds: Binding; messages: number }>();
  readonly #whole: readonly Binding[];
  messages = 0;

  constructor(parts: DayParts) {
    this.#parts = parts;
    const { inputs, standing } = parts;
    const number = rampNumber(inputs.ramp, standing);
    const whole = [
      {
        most: number,
        limit: `${number} messages on day ${Math.max(0, standing.days - standing.back) + 1} of the ramp`,
        lift: 'a higher number in sending.ramp, once receivers know the new domain',
      },
      ...this.#bindingsOf('tenant'),
      ...this.#bindingsOf('campaign'),
    ];
    this.#whole = whole.map((binds) => ({ ...binds, most: Math.max(0, binds.most - parts.sent) }));
  }

  /** Takes in what fits; gives what is left. */
  fill(pair: SendPair): SendPair[] {
    const rooms = [
      ...this.#whole.map((binds) => ({ key: binds.limit, binds })),
      ...this.#bindingsOf('mailbox').map((binds) => ({ key: `mailbox ${pair.mailbox} ${binds.limit}`, binds })),
      ...this.#bindingsOf('operator').map((binds) => ({ key: `operator ${pair.operator} ${binds.limit}`, binds })),
    ];
    let fits = pair.messages;
    let tightest: Binding | undefined;
    for (const { key, binds } of rooms) {
      const room = this.#left.get(key) ?? binds.most;
      if (room < fits) [fits, tightest] = [room, binds];
    }
    for (const { key, binds } of rooms) this.#left.set(key, (this.#left.get(key) ?? binds.most) - fits);
    this.messages += fits;
    if (tightest === undefined) return [];
    const kept = this.#kept.get(tightest.limit) ?? { binds: tightest, messages: 0 };
    kept.messages += pair.messages - fits;
    this.#kept.set(tightest.limit, kept);
    return [{ ...pair, messages: pair.messages - fits }];
  }

  day(day: Day, isMoreLeft: boolean): SendingDay {
    const [most] = [...this.#kept.values()].toSorted((left, right) => right.messages - left.messages);
    if (!isMoreLeft || most === undefined) return { day, messages: this.messages };
    return { day, messages: this.messages, limit: most.binds.limit, lift: most.binds.lift };
  }

  #bindingsOf(scope: SendLimit['scope']): readonly Binding[] {
    const { inputs, openMs } = this.#parts;
    return inputs.limits
      .filter((limit) => limit.scope === scope)
      .map((limit) => ({
        most: Math.floor(limit.messages * Math.max(1, openMs / limit.windowMs)),
        limit: limit.name,
        lift: liftOf(limit, openMs),
      }));
  }
}

interface Binding {
  readonly most: number;
  readonly limit: string;
  readonly lift: string;
}

function liftOf({ scope, windowMs }: SendLimit, openMs: number): string {
  const hours = windowMs < openMs ? ', or longer hours in sending.window' : '';
  switch (scope) {
    case 'mailbox':
      return `more mailboxes that send: leave sending.sender out${hours}`;
    case 'operator':
      return `a higher sending.perOperatorHour${hours}`;
    case 'tenant':
      return 'more licences, or the number that you have observed, in sending.tenantPerDay';
    case 'campaign':
      return `higher numbers in sending.smtp.limits, where your server allows them${hours}`;
  }
}
