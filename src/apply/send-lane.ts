// The lane of messages: paced by who sends, and to whom. Every limit is a strict sliding window over the starts in the job log.
// What the answers say holds a mailbox, an operator of mail servers or the whole lane, or stops the campaign.

import type { Clock } from '../model/clock.ts';
import type { FailureFacts } from '../model/failure.ts';
import type { NoticeSend, Step, StepId } from '../model/step.ts';
import { zonedText } from '../plan/sending-window.ts';
import { NotInThisRun } from './lane.ts';
import type { Lane, LaneStanding, Turn } from './lane.ts';
import { provesNothingSent, SendAnswers } from './send-answers.ts';
import type { Verdict } from './send-answers.ts';
import type { Opening } from './send-days.ts';
import type { SendGate } from './send-gate.ts';
import { SendGates } from './send-gates.ts';
import type { Operator, SendGatesParts } from './send-gates.ts';
import type { SendHistory } from './send-history.ts';
import { SendQueue } from './send-queue.ts';

/** Events of the job log that later runs obey, until `notice.continued`, or the end of the day. */
export const SENDING_STOPPED = 'notice.stopped';
export const SENDING_STEPPED_BACK = 'notice.stepped-back';

export interface SendLaneParts extends SendGatesParts {
  /** Asked once, before the first message. */
  readonly history: () => SendHistory;
  /** Why nothing may be sent, by the job log; undefined where it may. Asked again and again. */
  readonly whyStopped: () => string | undefined;
  /** Keeps a line in the job log. */
  readonly note: (name: string, facts: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Where the calls go that send nothing. */
  readonly looks: Lane;
  readonly clock: Clock;
  /** A step that would wait longer is refused with NotInThisRun. */
  readonly longestWaitMs: number;
  /** One server takes all messages: what it cannot take from one mailbox, it cannot take from another. */
  readonly hasOneServer: boolean;
}

const MINUTE_MS = 60_000;

/** After a refusal for the pace that names no time; and where it is more than that, as at the end of a day's number. */
const HOLD_MS = 10_000;
const LONG_HOLD_MS = 60 * MINUTE_MS;
/** The job log is asked so often whether somebody has stopped the sending. */
const ASK_EVERY_MS = 2000;

interface UnderWay {
  readonly at: number;
  /** The same moment by Clock.elapsed. */
  readonly elapsedAt: number;
  readonly mailbox: SendGate;
  readonly operator: Operator;
}

export class SendLane implements Lane {
  readonly limit: Lane['limit'];
  readonly #parts: SendLaneParts;
  readonly #gates: SendGates;
  readonly #queue: SendQueue;
  readonly #answers = new SendAnswers();
  readonly #underWay = new Map<StepId, UnderWay>();
  /** Times of the starts in the last minute. */
  #lately: number[] = [];
  #ready: Promise<void> | undefined;
  #asked = 0;
  #finding = 0;
  #throttles = 0;
  #stop: string | undefined;
  #stopAskedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: SendLaneParts) {
    this.#parts = parts;
    this.#gates = new SendGates(parts);
    this.#queue = new SendQueue({
      all: this.#gates.all,
      clock: parts.clock,
      longestWaitMs: parts.longestWaitMs,
      whyStopped: () => this.#whyStopped(),
      say: (opening) => this.#say(opening),
    });
    const perSecond = Math.min(...parts.limits.map(({ messages, windowMs }) => (messages / windowMs) * 1000));
    this.limit = { lane: 'send', name: parts.limits.map(({ name }) => name).join('; '), perSecond };
  }

  async run<Result>(task: () => Promise<Result>, turn: Turn): Promise<Result> {
    if (turn.isLook === true) return this.#parts.looks.run(task, turn);
    const { step, signal } = turn;
    if (step.kind !== 'notice.send') throw new Error(`${step.id} sends nothing, yet it is in the lane of messages`);
    const number = this.#asked;
    this.#asked += 1;
    this.#finding += 1;
    const { history, clock } = this.#parts;
    const [operator] = await Promise.all([
      this.#gates.operator(domainOf(step)),
      (this.#ready ??= this.#gates.remember(history(), clock.now())),
    ]).finally(() => (this.#finding -= 1));
    const mailbox = this.#gates.mailbox(step.mailbox);
    return new Promise<Result>((resolve, reject) => {
      this.#queue.add({
        number,
        isGone: false,
        gates: [mailbox, operator.gate],
        signal,
        start: async () => {
          await this.#countOnlySends(task, step).then(resolve, reject);
          this.#underWay.delete(step.id);
        },
        startedAt: (at) => {
          this.#underWay.set(step.id, { at, elapsedAt: clock.elapsed(), mailbox, operator });
          this.#lately.push(at);
          if (at - (this.#lately[0] ?? at) > 2 * MINUTE_MS) this.#forgetLately(at);
        },
        refuse: reject,
      });
    });
  }

  /** Decides by itself what a refusal holds up, so only looks are told. */
  throttled(delayMs: number): void {
    this.#parts.looks.throttled(delayMs);
  }

  succeeded(): void {
    this.#parts.looks.succeeded();
  }

  heard({ id }: Step, failure: FailureFacts | undefined): void {
    const underWay = this.#underWay.get(id);
    if (underWay === undefined) throw new Error(`the lane of messages hears of ${id}, which it did not start`);
    const { clock } = this.#parts;
    if (failure === undefined) {
      for (const restart of [underWay.operator.restart, this.#gates.restart]) restart.succeeded(underWay.elapsedAt);
    } else this.#hold(failure, underWay, clock.elapsed());
    const verdict = this.#answers.hear(failure);
    // Until somebody answers again, one message at a time is enough to find out.
    this.#gates.all.narrow(this.#answers.areInDoubt);
    if (verdict !== undefined) this.#obey(verdict, clock.now());
  }

  standing(): LaneStanding {
    const { next } = this.#queue;
    // Without a reason it may start now, and does in a moment.
    const held = next?.why === '' ? undefined : next;
    this.#forgetLately(this.#parts.clock.now());
    return {
      lane: 'send',
      waiting: this.#queue.size + this.#finding,
      underWay: this.#gates.all.underWay,
      rate: Number.POSITIVE_INFINITY,
      lastMinute: this.#lately.length,
      heldUntil: held?.at ?? 0,
      ...(held === undefined ? {} : { why: held.why }),
      throttles: this.#throttles,
    };
  }

  #forgetLately(now: number): void {
    this.#lately = this.#lately.filter((at) => at > now - MINUTE_MS);
  }

  /** What was not even prepared takes no part of the limits. */
  async #countOnlySends<Result>(task: () => Promise<Result>, { id }: Step): Promise<Result> {
    try {
      return await task();
    } catch (error) {
      const underWay = this.#underWay.get(id);
      if (error instanceof NotInThisRun && underWay !== undefined) this.#takeBack(underWay);
      throw error;
    }
  }

  #takeBack({ at, mailbox, operator }: UnderWay): void {
    for (const gate of [this.#gates.all, mailbox, operator.gate]) gate.takeBack(at);
  }

  /** `now`: by Clock.elapsed. */
  #hold(failure: FailureFacts, underWay: UnderWay, now: number): void {
    const { mailbox, operator } = underWay;
    if (provesNothingSent(failure)) this.#takeBack(underWay);
    if (failure.kind === 'throttled') this.#throttles += 1;
    const { said, todo = '' } = failure;
    const { until, why } = provesNoUse(failure)
      ? { until: Number.POSITIVE_INFINITY, why: `${said}. ${todo}` }
      : { until: now + (failure.retryAfterMs ?? (failure.stops === undefined ? HOLD_MS : LONG_HOLD_MS)), why: said };
    switch (failure.stops) {
      case 'operator':
        operator.restart.stopped(now, failure.retryAfterMs);
        break;
      case 'mailbox':
        mailbox.hold(until, why);
        break;
      case 'lane':
        this.#gates.all.hold(until, why);
        break;
      case 'campaign':
        break;
      case undefined:
        if (failure.kind === 'throttled') (this.#parts.hasOneServer ? this.#gates.all : mailbox).hold(until, why);
        break;
    }
  }

  #obey({ name, why, todo }: Verdict, now: number): void {
    if (name === 'stop') {
      if (this.#stop !== undefined) return;
      this.#stop = stopText(why, todo);
      this.#keep(SENDING_STOPPED, { reason: why, todo });
      return;
    }
    const back = this.#gates.days.back + 1;
    this.#gates.days.stepBack(now, { at: now, back, why });
    this.#keep(SENDING_STEPPED_BACK, { reason: why, todo, back });
  }

  /** A log that can no longer be written ends the run at its next transition. */
  #keep(name: string, facts: Readonly<Record<string, unknown>>): void {
    this.#parts.note(name, facts).catch(() => undefined);
  }

  #whyStopped(): string | undefined {
    const now = this.#parts.clock.now();
    if (this.#stop === undefined && now - this.#stopAskedAt >= ASK_EVERY_MS) {
      this.#stopAskedAt = now;
      this.#stop = this.#parts.whyStopped();
    }
    return this.#stop;
  }

  #say({ at, why }: Opening): string {
    if (at === Number.POSITIVE_INFINITY) return why;
    return `${why}; goes on ${zonedText(at, this.#parts.days.timeZone)}`;
  }
}

/** Somebody must act first. */
function provesNoUse({ kind }: FailureFacts): boolean {
  return kind === 'refused' || kind === 'exhausted';
}

const CONTINUE = 'migrate notice continue';

/** Why nothing is sent any more, and what to do. */
export function stopText(why: string, todo: string): string {
  const next = todo.includes(CONTINUE) ? todo : `${todo} Then: ${CONTINUE}`;
  return `sending has stopped: ${why}. ${next.trimStart()}`;
}

function domainOf({ to: { address } }: NoticeSend): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
