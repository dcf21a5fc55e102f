// How long we wait in SMTP, each number with its source. How many messages a server takes, only its operator knows: migrate.yaml says it.

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface SmtpPatience {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** Without a byte from the server, at any command and at the final dot. */
  readonly answerMs: number;
  /** A connection that was idle for longer is not used again. */
  readonly idleMs: number;
  /** How long a server that says "later" is left alone, if it names no time. */
  readonly laterMs: number;
  /** The same after it has named a limit of a day. */
  readonly dayMs: number;
  /** After this, a copy that is not in the archive is believed not to come any more. */
  readonly archiveLagMs: number;
}

/** For a sandbox whose time runs `scale` times as fast; waiting for an answer is waiting for a computer, and stays as it is. */
export function smtpPatience(scale: number): SmtpPatience {
  return {
    // RFC 5321, 4.5.3.2: five minutes for most answers, ten for the one to the final dot. Nobody waits that long for a connection.
    connectMs: 30 * SECOND_MS,
    greetingMs: MINUTE_MS,
    answerMs: 10 * MINUTE_MS,
    // RFC 5321, 4.5.3.2.7: a server waits at least five minutes for a command. Many do not.
    idleMs: 30 * SECOND_MS,
    // Greylisting asks for minutes, as a rule five (RFC 6647, 5).
    laterMs: (5 * MINUTE_MS) / scale,
    dayMs: DAY_MS / scale,
    // Nobody documents how long a copy takes inside a mail system; it is seconds as a rule.
    archiveLagMs: (10 * MINUTE_MS) / scale,
  };
}
