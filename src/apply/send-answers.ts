// What the answers to messages call for, taken together: one refusal is about one recipient, many are about us.

import { isWordOfMailServer } from '../model/failure.ts';
import type { FailureFacts } from '../model/failure.ts';

/** `stop`: the campaign, until the administrator says otherwise. `step-back`: for today, and more slowly from the next day on. */
export type Verdict = { readonly name: 'stop' | 'step-back'; readonly why: string; readonly todo: string };

/** A server that falls silent must not take the whole list into doubt. */
const MOST_DOUBTS = 5;
/** So many of the last answers are judged, once there are enough of them to judge by. */
const LAST = 200;
const LEAST = 20;
const LEAST_REFUSALS = 3;
/** Shares from which the facts on ramps say: hold, or step back. */
const MOST_TEMPORARY = 0.05;
const MOST_PERMANENT = 0.02;

const NOTHING_SENT: ReadonlySet<FailureFacts['kind']> = new Set(['throttled', 'not-yet', 'refused', 'exhausted']);

/** Whether a failed call proves that no message has left. */
export function provesNothingSent({ kind }: Pick<FailureFacts, 'kind'>): boolean {
  return NOTHING_SENT.has(kind);
}

type Answer = 'accepted' | 'temporary' | 'permanent';

export class SendAnswers {
  readonly #last: Answer[] = [];
  #doubts = 0;

  /** The last calls got no usable answer. */
  get areInDoubt(): boolean {
    return this.#doubts > 0;
  }

  /** `failure` is absent where the message was accepted. */
  hear(failure: FailureFacts | undefined): Verdict | undefined {
    if (failure?.kind === 'in-doubt') {
      this.#doubts += 1;
      return this.#doubts < MOST_DOUBTS ? undefined : silent(this.#doubts, failure);
    }
    this.#doubts = 0;
    if (failure?.stops === 'campaign') {
      const todo = failure.todo ?? 'Ask your provider why, and have it mended before you go on.';
      return { name: 'stop', why: failure.said, todo };
    }
    const answer = answerOf(failure);
    if (answer === undefined) return undefined;
    this.#last.push(answer);
    if (this.#last.length > LAST) this.#last.shift();
    return this.#tooMany('permanent', MOST_PERMANENT) ?? this.#tooMany('temporary', MOST_TEMPORARY);
  }

  #tooMany(answer: Answer, most: number): Verdict | undefined {
    const all = this.#last.length;
    const count = this.#last.filter((one) => one === answer).length;
    if (all < LEAST || count < LEAST_REFUSALS || count / all <= most) return undefined;
    this.#last.length = 0;
    const how = answer === 'permanent' ? 'for good' : 'for a while';
    return {
      name: 'step-back',
      why: `${count} of the last ${all} messages were refused ${how}, more than ${most * 100} %`,
      todo: 'Read in "migrate report" what the servers said, and mend it before the next day of sending. Or, once it is mended, go on today: migrate notice continue --reason "..."',
    };
  }
}

function silent(doubts: number, { said }: FailureFacts): Verdict {
  return {
    name: 'stop',
    why: `${doubts} messages in a row got no usable answer (${said})`,
    todo: 'See whether the mail server answers, and settle what is in doubt: migrate settle.',
  };
}

/**
 * What one operator asked for by 4.7.28 has its own remedy; what never reached a server is no answer. An API that is busy, asks for a
 * slower pace or gives no token (429, 403, 503) speaks of its calls: of our messages nobody has said a word.
 */
function answerOf(failure: FailureFacts | undefined): Answer | undefined {
  if (failure === undefined) return 'accepted';
  if (failure.stops !== undefined || failure.status === undefined) return undefined;
  switch (failure.kind) {
    case 'refused':
      return 'permanent';
    case 'throttled':
    case 'not-yet':
      return isWordOfMailServer(failure) ? 'temporary' : undefined;
    case 'unavailable':
    case 'exhausted':
    case 'taken':
    case 'in-doubt':
      return undefined;
  }
}
