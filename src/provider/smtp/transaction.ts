// One message in one SMTP transaction: to the partner, and to the archive beside it. One rule: where either is refused, nobody gets it.

import { MessageBody } from './body.ts';
import { errorFacts } from './error-facts.ts';
import { smtpFailure } from './failures.ts';
import type { Stage } from './failure-rules.ts';
import type { SmtpPatience } from './limits.ts';
import { smtpPath } from './path.ts';
import type { Held, SessionPool } from './pool.ts';
import type { TrackedEnvelope } from './session.ts';

export interface Transaction {
  readonly from: string;
  readonly recipients: { readonly partner: string; readonly archive?: string };
  readonly message: Buffer;
}

interface TransactionContext {
  readonly patience: SmtpPatience;
  readonly secrets: { readonly smtp?: string };
}

/** What the server said when it took the message. */
export interface SmtpReceipt {
  readonly answer: string;
  /** As the operator of the server finds it in its log; absent where the answer names none. */
  readonly queueId?: string;
  /** The Message-ID that the server gave the message in place of ours. */
  readonly serverMessageId?: string;
}

/** Throws RemoteFailure. An idle connection that the server has ended is no failure of the message: a fresh one is opened, once. */
export async function sendOnce(
  pool: SessionPool,
  transaction: Transaction,
  context: TransactionContext,
): Promise<SmtpReceipt> {
  let held = await take(() => pool.take(), context);
  let tried = await tryOnce(held, transaction);
  if ('error' in tried && held.wasIdle && isEndOfIdle(tried)) {
    const broken = held;
    held = await take(() => pool.instead(broken), context);
    tried = await tryOnce(held, transaction);
  }
  // After a failure the dialogue may be anywhere: the next message begins with a fresh one.
  pool.release(held, 'receipt' in tried);
  if ('receipt' in tried) return tried.receipt;
  throw smtpFailure(tried.error, {
    ...context,
    stage: tried.stage,
    wasGiven: tried.wasGiven,
    secrets: secretsOf(context),
  });
}

async function take(held: () => Promise<Held>, context: TransactionContext): Promise<Held> {
  try {
    return await held();
  } catch (error) {
    const stage = errorFacts(error).code === 'EAUTH' ? 'sign-in' : 'connect';
    throw smtpFailure(error, { ...context, stage, wasGiven: false, secrets: secretsOf(context) });
  }
}

interface NotTaken {
  readonly error: unknown;
  readonly stage: Stage;
  readonly wasGiven: boolean;
}

async function tryOnce(
  { session }: Held,
  { from, recipients, message }: Transaction,
): Promise<{ readonly receipt: SmtpReceipt } | NotTaken> {
  const { partner, archive } = recipients;
  const to = (archive === undefined ? [partner] : [partner, archive]).map(smtpPath);
  // nodemailer writes into it whom the server takes. It goes on with whoever is left; we do not.
  const envelope: TrackedEnvelope = { from: smtpPath(from), to, size: message.length };
  const body = new MessageBody(message, () => envelope.accepted?.length === to.length);
  try {
    const { response, serverMessageId } = await session.send(envelope, body);
    const queueId = queueIdIn(response);
    return {
      receipt: {
        answer: response,
        ...(queueId === undefined ? {} : { queueId }),
        ...(serverMessageId === undefined ? {} : { serverMessageId }),
      },
    };
  } catch (error) {
    const { wasGiven } = body;
    if (wasGiven) return { error, stage: 'body', wasGiven };
    return refusedRecipient(envelope, partner) ?? { error, stage: stageOf(error), wasGiven };
  }
}

/** The refusal of the partner comes before that of the archive: it is the one that the administrator can do something about. */
function refusedRecipient({ rejected, rejectedErrors }: TrackedEnvelope, partner: string): NotTaken | undefined {
  const [at, stage] =
    rejected?.[0] === undefined || rejected.includes(smtpPath(partner))
      ? [rejected?.indexOf(smtpPath(partner)) ?? -1, 'recipient' as const]
      : [0, 'archive' as const];
  const error = rejectedErrors?.[at];
  return error === undefined ? undefined : { error, stage, wasGiven: false };
}

function stageOf(error: unknown): Stage {
  const { command } = errorFacts(error);
  if (command === 'MAIL FROM') return 'sender';
  if (command === 'RCPT TO') return 'recipient';
  return command === 'DATA' ? 'data' : 'connect';
}

/** No word, or the word that it was closing anyway: the server ended it while nobody looked. */
function isEndOfIdle({ error, wasGiven }: NotTaken): boolean {
  const { status } = errorFacts(error);
  return !wasGiven && (status === undefined || status === 421);
}

const QUEUE_IDS = [/queued as ([\w.:-]+)/i, /InternalId=(\d+)/i, /\bid=([\w.-]+)/i, /\s(\S+) - gsmtp/] as const;

/** Postfix and its kin, Exchange, Exim, Gmail. */
function queueIdIn(response: string): string | undefined {
  for (const pattern of QUEUE_IDS) {
    const found = pattern.exec(response)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function secretsOf({ secrets }: TransactionContext): readonly string[] {
  return secrets.smtp === undefined ? [] : [secrets.smtp];
}
