// Sends letters through Microsoft Graph: a marked draft first, then that draft. What became of one is told by its marks and its ids.

import type { Evidence } from '../../model/event.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { OutgoingLetter } from '../../model/letter.ts';
import type { Mailer, SendLimit, SentSight } from '../../model/mailer.ts';
import type { Composer } from '../../notice/compose-message.ts';
import { letterMark } from '../../notice/compose-message.ts';
import { isPreparedFor, keptText, sentBefore } from '../prepared.ts';
import { addressesOf } from './account-shape.ts';
import { openGraph } from './connect.ts';
import type { MicrosoftOptions } from './connect.ts';
import { draftsOf } from './mailer-drafts.ts';
import { messagesCalled, messagesOfNotice, STABLE_IDS } from './mailer-messages.ts';
import type { FoundMessage } from './mailer-messages.ts';
import { SENDS_AT_ONCE } from './limits.ts';
import { traceOf } from './message-trace.ts';
import type { Graph } from './transport.ts';

const SEND = 'POST /users/{id}/messages/{message-id}/send';

export interface MicrosoftMailerOptions extends MicrosoftOptions {
  readonly composer: Composer;
  readonly limits: readonly SendLimit[];
}

export function connectMicrosoftMailer(options: MicrosoftMailerOptions): Mailer {
  const { composer, limits } = options;
  const { graph, now } = openGraph(options);
  const drafts = draftsOf({ graph, composer, now });
  const desk: Desk = { graph, now };

  async function prepare(letter: OutgoingLetter): Promise<Evidence> {
    const found = await messagesOfNotice(graph, letter);
    const sent = found.find(({ isDraft }) => !isDraft);
    if (sent !== undefined) return { sent: receiptOf(sent) };
    const { id, internetMessageId, changeKey } = await drafts.ready(letter, found);
    return { draftId: id, internetMessageId, changeKey, letter: letterMark(letter) };
  }

  return {
    way: 'graph',
    limits,
    concurrency: SENDS_AT_ONCE,
    senderFault: (sender) => senderFault(graph, sender),
    prepare,

    async send(letter, kept) {
      // What was kept may be the draft of an older version of the letter: that one is never sent.
      const prepared = isPreparedFor(kept, letter) ? kept : await prepare(letter);
      const sent = sentBefore(prepared);
      if (sent !== undefined) return sent;
      const draftId = keptText(prepared, 'draftId');
      if (draftId === undefined) throw new Error('a letter was to be sent of which no draft was kept');
      return sendDraft(desk, letter, { ...prepared, draftId });
    },

    find: (letter, prepared) => sightOf(desk, letter, prepared),

    close: () => Promise.resolve(),
  };
}

/** Where questions go, and what time it is. */
interface Desk {
  readonly graph: Graph;
  readonly now: () => number;
}

async function sendDraft(
  desk: Desk,
  letter: OutgoingLetter,
  prepared: Evidence & { readonly draftId: string },
): Promise<Evidence> {
  const { draftId } = prepared;
  const accepted = { messageId: keptText(prepared, 'internetMessageId'), draftId, letter: letterMark(letter) };
  try {
    await desk.graph.tell({ operation: SEND, keys: [letter.mailbox, draftId], headers: STABLE_IDS, text: '' });
    return { ...accepted, answer: '202 Accepted' };
  } catch (error) {
    if (!(error instanceof RemoteFailure) || error.facts.status !== 404) throw error;
    const sight = await sightOf(desk, letter, prepared);
    if (sight.standing === 'sent') return sight.receipt;
    // Sent and its copy taken away, deleted by somebody, or under another id: nothing proves that it was not sent.
    const said = 'the draft is not there any more, and no sent copy of it is either';
    throw new RemoteFailure({ ...error.facts, kind: 'in-doubt', said }, error);
  }
}

/**
 * `not-sent` only where nothing was ever prepared, or where our draft lies there as we left it. A draft that has changed since may have been
 * taken by transport, which leaves it in Drafts for a while; and a message that is nowhere may have been sent and deleted. Where the
 * mailbox cannot tell, the message trace is asked.
 */
async function sightOf(desk: Desk, letter: OutgoingLetter, prepared: Evidence): Promise<SentSight> {
  const sight = await sightInMailbox(desk.graph, letter, prepared);
  const messageId = keptText(prepared, 'internetMessageId');
  if (sight.standing !== 'cannot-tell' || messageId === undefined) return sight;
  const traced = await traceOf(desk, { letter, messageId });
  if ('receipt' in traced) return { standing: 'sent', receipt: { ...traced.receipt, letter: prepared['letter'] } };
  return { ...sight, said: `${sight.said}; ${traced.why}` };
}

async function sightInMailbox(graph: Graph, letter: OutgoingLetter, prepared: Evidence): Promise<SentSight> {
  const before = sentBefore(prepared);
  if (before !== undefined) return { standing: 'sent', receipt: before };
  const messageId = keptText(prepared, 'internetMessageId');
  const called = messageId === undefined ? [] : await messagesCalled(graph, letter.mailbox, messageId);
  const found = called.some(isSent) ? called : [...called, ...(await messagesOfNotice(graph, letter))];
  const sent = found.find(isSent);
  if (sent !== undefined) return { standing: 'sent', receipt: { ...receiptOf(sent), letter: prepared['letter'] } };
  if (messageId === undefined) return { standing: 'not-sent' };
  if (found.length === 0) {
    const said =
      'neither its draft nor a sent copy is in the mailbox: it was sent and its copy deleted, or the draft was deleted';
    return { standing: 'cannot-tell', said };
  }
  return found.every(({ changeKey }) => changeKey !== undefined && changeKey === prepared['changeKey'])
    ? { standing: 'not-sent' }
    : { standing: 'cannot-tell', said: 'its draft has changed since it was made: it may be on its way' };
}

function isSent({ isDraft }: FoundMessage): boolean {
  return !isDraft;
}

function receiptOf({ id, internetMessageId, sentAt }: FoundMessage): Evidence {
  return { messageId: internetMessageId, sentId: id, sentAt };
}

async function senderFault(
  graph: Graph,
  { mailbox, from }: { readonly mailbox: string; readonly from: string },
): Promise<string | undefined> {
  try {
    const query = { $select: 'id,mail,proxyAddresses,userPrincipalName' };
    const user = await graph.ask({ operation: 'GET /users/{id}', keys: [mailbox], query });
    const own = addressesOf(user);
    if (own.length === 0) return `${mailbox} has no mailbox`;
    // Whether an alias may send is a setting of Exchange that Graph does not show; the draft shows it, before anything is sent.
    return own.includes(from) ? undefined : `${from} is no address of the mailbox ${mailbox}`;
  } catch (error) {
    if (error instanceof RemoteFailure && error.facts.status === 404) return `there is no account ${mailbox}`;
    throw error;
  }
}
