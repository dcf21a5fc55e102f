// The days of sending: within the window of hours, at most the ramp's number a day. A day on which something was sent counts.

import type { SendingWindow } from '../model/settings.ts';
import type { SendHistory } from './send-history.ts';
import { rampNumber } from '../plan/ramp.ts';
import { openSpanFrom, windowText } from '../plan/sending-window.ts';
import { dayOf } from '../plan/zone-day.ts';
import type { Day, Span } from '../plan/zone-day.ts';

export interface SendDaysSettings {
  readonly window?: SendingWindow;
  readonly ramp: readonly number[];
  readonly timeZone: string;
}

/** When something may start again, and what it waits for. */
export interface Opening {
  /** Milliseconds since 1970; infinite where it never does. */
  readonly at: number;
  /** Empty where nothing has to be waited for. */
  readonly why: string;
}

/** A ramp that lets nothing through in so many days never will. */
const MOST_DAYS = 800;

export class SendDays {
  readonly #settings: SendDaysSettings;
  /** What was sent on each day, or may have been. */
  readonly #sent = new Map<Day, number>();
  readonly #held = new Map<Day, string>();
  #back = 0;
  #open: Span = { from: 0, to: 0 };
  /** The last answer that was a wait: asked again meanwhile, it is the same. */
  #wait: { readonly from: number; readonly opening: Opening } | undefined;
  #today: Span & { readonly day: Day } = { from: 0, to: 0, day: '' };

  constructor(settings: SendDaysSettings) {
    this.#settings = settings;
  }

  /** Steps back in the ramp so far. */
  get back(): number {
    return this.#back;
  }

  opensAt(from: number): Opening {
    const known = this.#wait;
    if (known !== undefined && from >= known.from && from < known.opening.at) return known.opening;
    const opening = this.#findOpening(from);
    if (opening.at > from) this.#wait = { from, opening };
    return opening;
  }

  #findOpening(from: number): Opening {
    let at = from;
    let why = '';
    for (let days = 0; days < MOST_DAYS; days += 1) {
      const open = this.#openFrom(at);
      if (open === undefined) return { at: Number.POSITIVE_INFINITY, why: 'sending.window never opens again' };
      if (open.from > at) {
        if (why === '') why = this.#outside();
        at = open.from;
      }
      const { day, to } = this.#dayAt(at);
      const most = this.#mostOn(day);
      if ((this.#sent.get(day) ?? 0) < most) return { at, why };
      if (why === '') why = this.#held.get(day) ?? `today's ${most} are sent`;
      at = to;
    }
    return { at: Number.POSITIVE_INFINITY, why };
  }

  started(at: number): void {
    this.#wait = undefined;
    const { day } = this.#dayAt(at);
    this.#sent.set(day, (this.#sent.get(day) ?? 0) + 1);
  }

  takeBack(at: number): void {
    this.#wait = undefined;
    const { day } = this.#dayAt(at);
    this.#sent.set(day, Math.max(0, (this.#sent.get(day) ?? 0) - 1));
  }

  /**
   * Nothing more on the day of that moment, unless that was lifted; from then on so many steps back in the ramp, in all.
   */
  stepBack(at: number, { back, why, liftedAt }: NonNullable<SendHistory['stepBack']>): void {
    this.#wait = undefined;
    if (liftedAt === undefined) this.#held.set(this.#dayAt(at).day, why);
    this.#back = back;
  }

  #mostOn(day: Day): number {
    if (this.#held.has(day)) return 0;
    let days = 0;
    for (const [before, sent] of this.#sent) if (before < day && sent > 0) days += 1;
    return rampNumber(this.#settings.ramp, { days, back: this.#back });
  }

  #outside(): string {
    const { window } = this.#settings;
    return window === undefined ? '' : `outside the sending hours (${windowText(window)})`;
  }

  #openFrom(at: number): Span | undefined {
    if (at >= this.#open.from && at < this.#open.to) return this.#open;
    const span = openSpanFrom(at, this.#settings.window, this.#settings.timeZone);
    if (span !== undefined && span.from <= at) this.#open = span;
    return span;
  }

  #dayAt(at: number): Span & { readonly day: Day } {
    if (at >= this.#today.from && at < this.#today.to) return this.#today;
    const { timeZone } = this.#settings;
    const span = openSpanFrom(at, undefined, timeZone);
    if (span === undefined) throw new Error(`no day of ${timeZone} holds the moment ${at}`);
    this.#today = { ...span, day: dayOf(at, timeZone) };
    return this.#today;
  }
}
