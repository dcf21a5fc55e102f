// What the answers of mail servers mean, and what they stop; the first rule that fits decides. Sources: RFC 5321, RFC 3463; Google's SMTP
// errors (support.google.com/a/answer/3726730); non-delivery codes of Exchange Online (learn.microsoft.com); texts as senders report them.

import type { FailureFacts } from '../../model/failure.ts';

/** Where the dialogue was. */
export type Stage = 'connect' | 'sign-in' | 'sender' | 'recipient' | 'archive' | 'data' | 'body';

export interface Reply {
  readonly stage: Stage;
  /** `550`. */
  readonly status: number;
  /** `5.7.1`; '' where there is none. */
  readonly enhanced: string;
  readonly said: string;
}

export interface ReplyRule {
  readonly stage?: readonly Stage[];
  readonly status?: (status: number) => boolean;
  readonly enhanced?: RegExp;
  readonly said?: RegExp;
  /** Left out: by the first digit of the reply. */
  readonly kind?: 'refused' | 'throttled' | 'not-yet';
  readonly stops?: NonNullable<FailureFacts['stops']>;
  /** How long to leave it alone: `day` as a daily limit says. */
  readonly wait?: 'later' | 'day';
  readonly todo?: string;
}

const REPUTATION =
  /reputation|block(?:ed|list| list)|black ?list|spamhaus|barracuda|listed (?:in|on|at|by)|banned|unsolicited|suspicious|spam/i;
const isFinal = (status: number): boolean => status >= 500;
const isTemporary = (status: number): boolean => status >= 400 && status < 500;

export const REPLY_RULES: readonly ReplyRule[] = [
  {
    stage: ['sign-in'],
    status: isFinal,
    kind: 'refused',
    stops: 'campaign',
    todo: 'Check sending.smtp.signIn in migrate.yaml, and that the variable it names holds the password or a token that has not expired.',
  },
  {
    stage: ['archive'],
    kind: 'refused',
    stops: 'campaign',
    todo: 'The server does not take mail for sending.smtp.archive.address. Without a copy no doubt could be settled, so nothing was sent.',
  },
  {
    enhanced: /^5\.4\.5$/,
    kind: 'throttled',
    stops: 'mailbox',
    wait: 'day',
    todo: 'The daily limit of this sender is used up.',
  },
  {
    enhanced: /^5\.7\.(?:233|236|705|708|750)$|^5\.1\.(?:8|90)$/,
    kind: 'refused',
    stops: 'campaign',
    todo: 'Microsoft 365 has stopped this tenant or this sender: a daily limit, or a block after an outbreak. Ask its support.',
  },
  {
    enhanced: /^4\.7\.28$/,
    kind: 'throttled',
    stops: 'operator',
    todo: 'The operator of the receiving servers has had too much mail from us. Its other messages wait, then go one by one.',
  },
  {
    enhanced: /^[45]\.7\.(?:26|515|5|23|24|25|27|29|30)$/,
    kind: 'refused',
    stops: 'campaign',
    todo: 'SPF, DKIM or DMARC of the sending domain does not pass. Look at: migrate notice check.',
  },
  {
    status: isTemporary,
    enhanced: /^4\.7\./,
    said: REPUTATION,
    kind: 'throttled',
    stops: 'operator',
    todo: 'The receiving side distrusts us for now: fewer messages, more slowly.',
  },
  { status: (status) => status === 421, enhanced: /^4\.7\.0$/, kind: 'throttled', stops: 'operator' },
  {
    status: isFinal,
    said: REPUTATION,
    kind: 'refused',
    stops: 'campaign',
    todo: 'The receiving side blocks us for our reputation. Find out on which list the domain or the server stands before you go on.',
  },
  {
    stage: ['sender'],
    status: isFinal,
    kind: 'refused',
    stops: 'mailbox',
    todo: 'The server does not let us send as this address. Give the account that signs in the right to, or name another sender.',
  },
  {
    status: isTemporary,
    said: /rate|too (?:many|much|fast)|throttl|exceed|limit|concurren/i,
    kind: 'throttled',
    wait: 'later',
  },
  // Greylisting, a full queue, a mailbox that is busy: RFC 5321 asks for another try later.
  { status: isTemporary, kind: 'not-yet', wait: 'later' },
  {
    stage: ['recipient'],
    status: isFinal,
    kind: 'refused',
    todo: 'The address does not exist, or its server does not take this message. Ask the partner by telephone, then correct the list.',
  },
  { status: isFinal, kind: 'refused' },
];
