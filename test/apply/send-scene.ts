// What the tests of the lane of messages share: a lane on virtual time, and a list of everything that started.

import { BucketLane } from '../../src/apply/lane.ts';
import type { PastStart, SendHistory } from '../../src/apply/send-history.ts';
import { SendLane } from '../../src/apply/send-lane.ts';
import type { SendLaneParts } from '../../src/apply/send-lane.ts';
import type { FailureFacts } from '../../src/model/failure.ts';
import type { SendLimit } from '../../src/model/mailer.ts';
import type { NoticeSend } from '../../src/model/step.ts';
import { clockOn, VirtualTime } from '../crash/simulation/virtual-time.ts';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export function limitOf(scope: SendLimit['scope'], messages: number, windowMs: number): SendLimit {
  return { scope, messages, windowMs, name: `${messages} for each ${scope}`, source: 'a test' };
}

export interface Message {
  readonly name: string;
  /** Without them: one sender, and a domain for each recipient. */
  readonly mailbox?: string;
  readonly domain?: string;
}

export function noticeTo({ name, mailbox = 'info', domain = name }: Message): NoticeSend {
  return {
    kind: 'notice.send',
    id: `notice.send/change/${name}`,
    batch: 'notices',
    partner: name,
    needs: [],
    notice: 'change',
    language: 'ja',
    from: { address: `${mailbox}@new.example` },
    mailbox: `${mailbox}@new.example`,
    to: { address: `${name}@${domain}.example` },
    subject: 'our new addresses',
    letter: 'a letter',
    version: 'a version',
    noticeId: name,
    referenceCode: 'ABCD',
  };
}

/** How a call ends; without a failure it goes well. */
export interface Call {
  readonly lastsMs?: number;
  readonly failure?: Partial<FailureFacts> & Pick<FailureFacts, 'kind'>;
  readonly signal?: AbortSignal;
}

export interface Begun extends PastStart {
  readonly name: string;
  readonly operator: string;
}

export class SendScene {
  readonly time = new VirtualTime(() => 0.5);
  readonly clock = clockOn(this.time);
  readonly begun: Begun[] = [];
  readonly refused = new Map<string, string>();
  readonly notes: { readonly name: string; readonly facts: Readonly<Record<string, unknown>> }[] = [];
  readonly from = this.time.now();
  readonly #parts: Partial<SendLaneParts>;
  lane: SendLane;
  underWay = 0;
  mostUnderWay = 0;
  #open = 0;

  constructor(parts: Partial<SendLaneParts> = {}) {
    this.#parts = parts;
    this.lane = this.#newLane({ starts: [], earlier: [] });
  }

  /** A new run, which knows what is in the log. */
  restart(history: Partial<SendHistory> = {}): void {
    this.lane = this.#newLane({ starts: [...this.begun], earlier: [], ...history });
  }

  send(message: Message, call: Call = {}): Promise<void> {
    const step = noticeTo(message);
    const { lane } = this;
    this.#open += 1;
    return lane
      .run(
        async () => {
          const index = this.begun.length;
          this.begun.push(this.#begin(step));
          this.underWay += 1;
          this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
          await this.clock.sleep(call.lastsMs ?? 100);
          this.underWay -= 1;
          const failure = call.failure && { operation: 'send', said: `it is ${call.failure.kind}`, ...call.failure };
          const begun = this.begun[index];
          if (begun !== undefined && failure !== undefined)
            this.begun[index] = { ...begun, failure, endedAt: this.time.now() };
          lane.heard(step, failure);
        },
        { calls: 1, step, ...(call.signal === undefined ? {} : { signal: call.signal }) },
      )
      .catch((error: unknown) => void this.refused.set(message.name, String(error)))
      .finally(() => (this.#open -= 1));
  }

  /** Lets time run until every message has been sent or refused. */
  async untilAllEnded(): Promise<void> {
    await this.time.runUntil(() => this.#open === 0);
  }

  /** Milliseconds from the beginning to each start, in the order of the starts. */
  get times(): readonly number[] {
    return this.begun.map(({ at }) => at - this.from);
  }

  #begin(step: NoticeSend): Begun {
    const domain = step.to.address.slice(step.to.address.indexOf('@') + 1);
    return { name: step.partner, at: this.time.now(), mailbox: step.mailbox, domain, operator: operatorOf(domain) };
  }

  #newLane(history: SendHistory): SendLane {
    return new SendLane({
      limits: [],
      concurrency: { all: 10, mailbox: 10 },
      days: { ramp: [], timeZone: 'UTC' },
      operatorOf: (domain) => Promise.resolve(operatorOf(domain)),
      history: () => history,
      whyStopped: () => undefined,
      note: (name, facts) => {
        this.notes.push({ name, facts });
        return Promise.resolve();
      },
      looks: new BucketLane(
        { lane: 'mailbox', burst: 100, perSecond: 100, concurrency: 10, name: 'looks', source: 'a test' },
        this.clock,
      ),
      clock: this.clock,
      longestWaitMs: HOUR_MS + MINUTE_MS,
      hasOneServer: false,
      ...this.#parts,
    });
  }
}

/** `big-1.example` and `big-2.example` are received by `big`. */
function operatorOf(domain: string): string {
  return domain.split(/[-.]/u)[0] ?? domain;
}
