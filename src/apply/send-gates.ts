// The gates of all mailboxes and operators, and that of the whole lane: made when they are first needed, and told what earlier runs
// have started.

import type { Clock } from '../model/clock.ts';
import type { Mailer, SendLimit } from '../model/mailer.ts';
import { provesNothingSent } from './send-answers.ts';
import { SendDays } from './send-days.ts';
import type { SendDaysSettings } from './send-days.ts';
import { SendGate } from './send-gate.ts';
import type { PastStart, SendHistory } from './send-history.ts';
import { rememberingOperators } from './send-operators.ts';
import type { OperatorOf } from './send-operators.ts';
import { SlowRestart } from './slow-restart.ts';

const SLOWER = 'the operator of the recipients’ mail servers asked us to slow down';
const AGAIN = 'after so many refusals sending begins again slowly';

export interface Operator {
  readonly gate: SendGate;
  readonly restart: SlowRestart;
}

export interface SendGatesParts {
  readonly limits: readonly SendLimit[];
  readonly concurrency: Mailer['concurrency'];
  readonly days: SendDaysSettings;
  readonly operatorOf: OperatorOf;
  readonly clock: Clock;
}

export class SendGates {
  readonly days: SendDays;
  /** Of the whole lane. */
  readonly all: SendGate;
  /** Of the whole lane, on a day that was held and was lifted. */
  readonly restart = new SlowRestart();
  readonly #parts: SendGatesParts;
  readonly #operatorOf: OperatorOf;
  readonly #mailboxes = new Map<string, SendGate>();
  readonly #operators = new Map<string, Operator>();

  constructor(parts: SendGatesParts) {
    this.#parts = parts;
    this.#operatorOf = rememberingOperators(parts.operatorOf);
    this.days = new SendDays(parts.days);
    const limits = [...this.#limitsOf('tenant'), ...this.#limitsOf('campaign')];
    const { clock } = parts;
    const slowly = { restart: this.restart, restartWhy: AGAIN, clock };
    this.all = new SendGate({ limits, most: parts.concurrency.all, days: this.days, ...slowly });
  }

  mailbox(address: string): SendGate {
    let gate = this.#mailboxes.get(address);
    if (gate === undefined) {
      const { clock, concurrency } = this.#parts;
      gate = new SendGate({ limits: this.#limitsOf('mailbox'), most: concurrency.mailbox, clock });
      this.#mailboxes.set(address, gate);
    }
    return gate;
  }

  /** Of whoever receives for that domain. */
  async operator(domain: string): Promise<Operator> {
    const name = await this.#operatorOf(domain);
    let operator = this.#operators.get(name);
    if (operator === undefined) {
      const restart = new SlowRestart();
      const { clock, concurrency } = this.#parts;
      const slowly = { restart, restartWhy: SLOWER, clock };
      operator = {
        restart,
        gate: new SendGate({ limits: this.#limitsOf('operator'), most: concurrency.all, ...slowly }),
      };
      this.#operators.set(name, operator);
    }
    return operator;
  }

  /** Counts what earlier runs have started. */
  async remember({ starts, earlier, stepBack }: SendHistory, now: number): Promise<void> {
    for (const at of earlier) this.days.started(at);
    if (stepBack !== undefined) this.days.stepBack(stepBack.at, stepBack);
    // By the rules for one operator: nothing for ten minutes, then one at a time, then more.
    if (stepBack?.liftedAt !== undefined) this.restart.stopped(this.#elapsedAt(stepBack.at));
    const longestMs = Math.max(SlowRestart.leastHoldMs, ...this.#limitsOf('operator').map(({ windowMs }) => windowMs));
    // Only what an operator may still count, or may still be held for, is worth a look-up.
    const counts = ({ at, failure }: PastStart): boolean => at >= now - longestMs || failure?.stops === 'operator';
    const operators = await Promise.all(
      starts.map(async (start) => (counts(start) ? this.operator(start.domain) : undefined)),
    );
    for (const [index, start] of starts.entries()) this.#rememberStart(start, operators[index]);
  }

  #rememberStart({ at, mailbox, failure, endedAt = at }: PastStart, operator: Operator | undefined): void {
    const gates = [this.all, this.mailbox(mailbox), ...(operator === undefined ? [] : [operator.gate])];
    for (const gate of gates) gate.remember(at);
    if (failure === undefined) {
      for (const restart of [operator?.restart, this.restart]) restart?.succeeded(this.#elapsedAt(at));
      return;
    }
    if (provesNothingSent(failure)) for (const gate of gates) gate.takeBack(at);
    if (failure.stops === 'operator') operator?.restart.stopped(this.#elapsedAt(endedAt), failure.retryAfterMs);
  }

  /** What the clock that nobody can set showed at a moment that the log has. */
  #elapsedAt(at: number): number {
    const { clock } = this.#parts;
    return clock.elapsed() - (clock.now() - at);
  }

  #limitsOf(wanted: SendLimit['scope']): readonly SendLimit[] {
    return this.#parts.limits.filter(({ scope }) => scope === wanted);
  }
}
