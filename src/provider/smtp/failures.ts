// The one place that says what a failed try over SMTP proves. A refusal in words, even after the final dot, proves that nothing was taken.
// Without one, nothing was taken as long as the body was never given; afterwards it is in doubt.

import { RemoteFailure } from '../../model/failure.ts';
import type { FailureFacts } from '../../model/failure.ts';
import { errorFacts } from './error-facts.ts';
import { REPLY_RULES } from './failure-rules.ts';
import type { Reply, Stage } from './failure-rules.ts';
import type { SmtpPatience } from './limits.ts';

/** What is known of a try that failed. */
export interface Failed {
  readonly stage: Stage;
  /** The server may have the message, or a part of it. */
  readonly wasGiven: boolean;
  readonly patience: Pick<SmtpPatience, 'laterMs' | 'dayMs'>;
  /** Values that no message may repeat. */
  readonly secrets: readonly string[];
}

const COMMANDS: Readonly<Record<Stage, string>> = {
  connect: 'SMTP connect',
  'sign-in': 'SMTP AUTH',
  sender: 'SMTP MAIL FROM',
  recipient: 'SMTP RCPT TO',
  archive: 'SMTP RCPT TO (archive)',
  data: 'SMTP DATA',
  body: 'SMTP message',
};

const UNTRUSTED = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

/** The failure that nodemailer's error is. */
export function smtpFailure(error: unknown, failed: Failed): RemoteFailure {
  const { status, response, code, message } = errorFacts(error);
  const said = clean(response ?? message, failed.secrets);
  const operation = COMMANDS[failed.stage];
  if (status !== undefined && status >= 400 && status < 600) {
    return new RemoteFailure({
      operation,
      ...judged({ stage: failed.stage, status, enhanced: enhancedIn(said), said }, failed),
    });
  }
  const unanswered = { operation, said: `no usable answer: ${said}`, ...(code === undefined ? {} : { code }) };
  if (code !== undefined && UNTRUSTED.test(code)) {
    const todo = 'The mail server cannot prove who it is. Have its certificate mended, or correct sending.smtp.host.';
    return new RemoteFailure({ ...unanswered, kind: 'refused', stops: 'campaign', todo });
  }
  if (code === 'EMESSAGE') return new RemoteFailure({ ...unanswered, kind: 'refused' });
  // Nothing has left, so this is "later", not "unknown"; how often is bounded by the patience with the step.
  return new RemoteFailure({ ...unanswered, kind: failed.wasGiven ? 'in-doubt' : 'not-yet' });
}

function judged(reply: Reply, { patience }: Failed): Omit<FailureFacts, 'operation'> {
  const rule = REPLY_RULES.find(
    ({ stage, status, enhanced, said }) =>
      (stage === undefined || stage.includes(reply.stage)) &&
      (status === undefined || status(reply.status)) &&
      (enhanced === undefined || enhanced.test(reply.enhanced)) &&
      (said === undefined || said.test(reply.said)),
  );
  const { kind = 'refused', stops, wait, todo } = rule ?? {};
  const waitMs = { later: patience.laterMs, day: patience.dayMs };
  return {
    kind,
    said: reply.said,
    status: reply.status,
    ...(reply.enhanced === '' ? {} : { code: reply.enhanced }),
    ...(wait === undefined ? {} : { retryAfterMs: waitMs[wait] }),
    ...(stops === undefined ? {} : { stops }),
    ...(todo === undefined ? {} : { todo }),
  };
}

/** `5.7.1` in `550 5.7.1 ...`. */
function enhancedIn(said: string): string {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(said)?.[1] ?? '';
}

const MOST_SAID = 400;

/** One line, no control characters, no secrets, not endless. */
function clean(text: string, secrets: readonly string[]): string {
  const hidden = secrets.flatMap((secret) => (secret === '' ? [] : [secret, Buffer.from(secret).toString('base64')]));
  const open = hidden.reduce((left, secret) => left.replaceAll(secret, '***'), text);
  const line = open.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > MOST_SAID ? `${line.slice(0, MOST_SAID)}…` : line;
}
