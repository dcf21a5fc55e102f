// The lane of messages: paced by who sends, and to whom. Every limit is a strict sliding window over the starts in the job log.
// What the answers say holds a mailbox, an operator of mail servers or the whole lane, or stops the campaign.

import type { Clock } from '../model/clock.ts';
import type { FailureFacts } from '../model/failure.ts';
import type { Mailer, SendLimit } from '../model/mailer.ts';
import type { NoticeSend, Step, StepId } from '../model/step.ts';
import { zonedText } from '../plan/sending-window.ts';
import type { Lane, LaneStanding, Turn } from './lane.ts';
import { provesNothingSent, SendAnswers } from './send-answers.ts';
import type { Verdict } from './send-answers.ts';
import { SendDays } from './send-days.ts';
import type { Opening, SendDaysSettings } from './send-days.ts';
import { SendGate } from './send-gate.ts';
import type { PastStart, SendHistory } from './send-history.ts';
import { rememberingOperators } from './send-operators.ts';
import type { OperatorOf } from './send-operators.ts';
import { SendQueue } from './send-queue.ts';
import { SlowRestart } from './slow-restart.ts';

/** Events of the job log that later runs obey, until `notice.continued`. */
export const SENDING_STOPPED = 'notice.stopped';
export const SENDING_STEPPED_BACK = 'notice.stepped-back';

export interface SendLaneParts {
  readonly limits: readonly SendLimit[];
  readonly concurrency: Mailer['concurrency'];
  readonly days: SendDaysSettings;
  readonly operatorOf: OperatorOf;
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

/** After a refusal for the pace that names no time; and where it is more than that, as at the end of a day's number. */
const HOLD_MS = 10_000;
const LONG_HOLD_MS = 60 * 60_000;
/** The job log is asked so often whether somebody has stopped the sending. */
const ASK_EVERY_MS = 2000;

interface UnderWay {
  readonly at: number;
  readonly mailbox: SendGate;
  readonly operator: SendGate;
  readonly restart: SlowRestart;
}

interface Operator {
  readonly gate: SendGate;
  readonly restart: SlowRestart;
}

export class SendLane implements Lane {
  readonly limit: Lane['limit'];
  readonly #parts: SendLaneParts;
  readonly #operatorOf: OperatorOf;
  readonly #days: SendDays;
  readonly #all: SendGate;
  readonly #mailboxes = new Map<string, SendGate>();
  readonly #operators = new Map<string, Operator>();
  readonly #queue: SendQueue;
  readonly #answers = new SendAnswers();
  readonly #underWay = new Map<StepId, UnderWay>();
  #ready: Promise<void> | undefined;
  #asked = 0;
  #finding = 0;
  #throttles = 0;
  #stop: string | undefined;
  #stopAskedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: SendLaneParts) {
    this.#parts = parts;
    this.#operatorOf = rememberingOperators(parts.operatorOf);
    this.#days = new SendDays(parts.days);
    this.#all = new SendGate({
      limits: parts.limits.filter(({ scope }) => scope === 'tenant' || scope === 'campaign'),
      most: parts.concurrency.all,
      days: this.#days,
    });
    this.#queue = new SendQueue({
      all: this.#all,
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
    const [{ gate, restart }] = await Promise.all([
      this.#operatorOf(domainOf(step)).then((name) => this.#operator(name)),
      (this.#ready ??= this.#remember()),
    ]).finally(() => (this.#finding -= 1));
    const mailbox = this.#mailbox(step.mailbox);
    return new Promise<Result>((resolve, reject) => {
      this.#queue.add({
        number,
        isGone: false,
        gates: [mailbox, gate],
        signal,
        start: async () => {
          await task().then(resolve, reject);
          this.#underWay.delete(step.id);
        },
        startedAt: (at) => void this.#underWay.set(step.id, { at, mailbox, operator: gate, restart }),
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
    const now = this.#parts.clock.now();
    if (failure === undefined) underWay.restart.succeeded(underWay.at);
    else this.#hold(failure, underWay, now);
    const verdict = this.#answers.hear(failure);
    // Until somebody answers again, one message at a time is enough to find out.
    this.#all.narrow(this.#answers.areInDoubt);
    if (verdict !== undefined) this.#obey(verdict, now);
  }

  standing(): LaneStanding {
    const next = this.#queue.next;
    return {
      lane: 'send',
      waiting: this.#queue.size + this.#finding,
      underWay: this.#all.underWay,
      rate: Number.POSITIVE_INFINITY,
      heldUntil: next?.at ?? 0,
      ...(next === undefined ? {} : { why: next.why }),
      throttles: this.#throttles,
    };
  }

  #hold(failure: FailureFacts, { at, mailbox, operator, restart }: UnderWay, now: number): void {
    if (provesNothingSent(failure)) {
      for (const gate of [this.#all, mailbox, operator]) gate.takeBack(at);
    }
    if (failure.kind === 'throttled') this.#throttles += 1;
    const { said, todo = '' } = failure;
    const { until, why } = provesNoUse(failure)
      ? { until: Number.POSITIVE_INFINITY, why: `${said}. ${todo}` }
      : { until: now + (failure.retryAfterMs ?? (failure.stops === undefined ? HOLD_MS : LONG_HOLD_MS)), why: said };
    switch (failure.stops) {
      case 'operator':
        restart.stopped(now, failure.retryAfterMs);
        break;
      case 'mailbox':
        mailbox.hold(until, why);
        break;
      case 'lane':
        this.#all.hold(until, why);
        break;
      case 'campaign':
        break;
      case undefined:
        if (failure.kind === 'throttled') (this.#parts.hasOneServer ? this.#all : mailbox).hold(until, why);
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
    const back = this.#days.back + 1;
    this.#days.stepBack(now, { back, why });
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

  /** Counts what earlier runs have started. */
  async #remember(): Promise<void> {
    const { starts, earlier, stepBack } = this.#parts.history();
    for (const at of earlier) this.#days.started(at);
    if (stepBack !== undefined) this.#days.stepBack(stepBack.at, stepBack);
    const longestMs = Math.max(0, ...this.#limitsOf('operator').map(({ windowMs }) => windowMs));
    const since = this.#parts.clock.now() - Math.max(longestMs, SlowRestart.leastHoldMs);
    // Only what an operator may still count is worth a look-up.
    const operators = await Promise.all(
      starts.map(async ({ at, domain }) => (at < since ? undefined : this.#operator(await this.#operatorOf(domain)))),
    );
    for (const [index, start] of starts.entries()) this.#rememberStart(start, operators[index]);
  }

  #rememberStart({ at, mailbox, failure, endedAt = at }: PastStart, operator: Operator | undefined): void {
    const gates = [this.#all, this.#mailbox(mailbox), ...(operator === undefined ? [] : [operator.gate])];
    for (const gate of gates) gate.remember(at);
    if (failure === undefined) operator?.restart.succeeded(at);
    else {
      if (provesNothingSent(failure)) for (const gate of gates) gate.takeBack(at);
      if (failure.stops === 'operator') operator?.restart.stopped(endedAt, failure.retryAfterMs);
    }
  }

  #mailbox(address: string): SendGate {
    let gate = this.#mailboxes.get(address);
    if (gate === undefined) {
      gate = new SendGate({ limits: this.#limitsOf('mailbox'), most: this.#parts.concurrency.mailbox });
      this.#mailboxes.set(address, gate);
    }
    return gate;
  }

  #operator(name: string): Operator {
    let operator = this.#operators.get(name);
    if (operator === undefined) {
      const restart = new SlowRestart();
      const most = this.#parts.concurrency.all;
      operator = { restart, gate: new SendGate({ limits: this.#limitsOf('operator'), most, restart }) };
      this.#operators.set(name, operator);
    }
    return operator;
  }

  #limitsOf(wanted: SendLimit['scope']): readonly SendLimit[] {
    return this.#parts.limits.filter(({ scope }) => scope === wanted);
  }
}

/** Somebody must act first. */
function provesNoUse({ kind }: FailureFacts): boolean {
  return kind === 'refused' || kind === 'exhausted';
}

/** Why nothing is sent any more, and what to do. */
export function stopText(why: string, todo: string): string {
  return `sending has stopped: ${why}. ${todo} Then: migrate notice continue`;
}

function domainOf({ to: { address } }: NoticeSend): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
