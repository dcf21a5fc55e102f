// Sends letters through the Gmail API: a draft first, then that draft. Sending removes the draft, and its message gets the label SENT.

import type { Evidence } from '../../model/event.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { OutgoingLetter } from '../../model/letter.ts';
import type { Mailer, SendLimit, SentSight } from '../../model/mailer.ts';
import type { Composer } from '../../notice/compose-message.ts';
import { letterMark } from '../../notice/compose-message.ts';
import { isPreparedFor, keptText, sentBefore } from '../prepared.ts';
import { openGoogle } from './connect.ts';
import type { GoogleWorkspaceOptions } from './connect.ts';
import { SENDS_AT_ONCE } from './limits.ts';
import { draftsOf } from './mailer-drafts.ts';
import { openMailSearch } from './mailer-messages.ts';
import type { FoundMessage, MailSearch } from './mailer-messages.ts';
import { SCOPES } from './scopes.ts';
import { openSenders } from './senders.ts';
import { isNoAccount } from './token-failures.ts';
import type { Transport } from './transport.ts';

const ME = 'me';
const SEND = {
  operation: 'gmail.users.drafts.send',
  lane: 'send',
  scope: SCOPES.compose,
  isRepeatable: false,
} as const;
/** Both were seen for a draft that was sent before. */
const GONE: readonly (number | undefined)[] = [400, 404];

export interface GmailMailerOptions extends GoogleWorkspaceOptions {
  readonly composer: Composer;
  readonly limits: readonly SendLimit[];
}

export function connectGmailMailer(options: GmailMailerOptions): Mailer {
  const { composer, limits, clock } = options;
  const transport = openGoogle(options);
  const search = openMailSearch(transport);
  const senders = openSenders(transport);
  const ready = draftsOf({ transport, search, composer, now: () => clock?.now() ?? Date.now() });

  async function prepare(letter: OutgoingLetter): Promise<Evidence> {
    const known = await search.ofNotice(letter);
    const sent = known.find(({ isSent }) => isSent);
    if (sent !== undefined) return { sent: receiptOf(sent) };
    const { draftId, id, messageId } = await ready(letter, known);
    return { draftId, gmailId: id, messageId, letter: letterMark(letter) };
  }

  return {
    way: 'gmail',
    limits,
    concurrency: SENDS_AT_ONCE,
    prepare,

    senderFault: (sender) => senderFault(senders, sender),

    async send(letter, kept) {
      // What was kept may be the draft of an older version of the letter: that one is never sent.
      const prepared = isPreparedFor(kept, letter) ? kept : await prepare(letter);
      const sent = sentBefore(prepared);
      if (sent !== undefined) return sent;
      const draftId = keptText(prepared, 'draftId');
      if (draftId === undefined) throw new Error('a letter was to be sent of which no draft was kept');
      return sendDraft({ transport, search }, letter, { ...prepared, draftId });
    },

    find: (letter, prepared) => sightOf(search, letter, prepared),

    close: () => Promise.resolve(),
  };
}

async function senderFault(
  senders: ReturnType<typeof openSenders>,
  { mailbox, from }: { readonly mailbox: string; readonly from: string },
): Promise<string | undefined> {
  try {
    const accepted = await senders.list({ id: '', address: mailbox });
    const sender = accepted.find(({ address }) => address === from);
    if (sender === undefined) return `${mailbox} may not send as ${from}: Gmail would put another sender in its place`;
    return sender.isAccepted ? undefined : `${from} has not confirmed yet that ${mailbox} may send as it`;
  } catch (error) {
    if (error instanceof RemoteFailure && isNoAccount(error.facts)) return `there is no account ${mailbox}`;
    throw error;
  }
}

async function sendDraft(
  { transport: { send, apis }, search }: { readonly transport: Transport; readonly search: MailSearch },
  letter: OutgoingLetter,
  prepared: Evidence & { readonly draftId: string },
): Promise<Evidence> {
  const { draftId } = prepared;
  try {
    const { users } = await apis.gmail();
    const { data } = await send({ ...SEND, subject: letter.mailbox }, ({ auth, how }) =>
      users.drafts.send({ userId: ME, requestBody: { id: draftId }, auth }, how),
    );
    const { messageId } = prepared;
    return { messageId, draftId, gmailId: data.id ?? prepared['gmailId'], letter: letterMark(letter) };
  } catch (error) {
    if (!(error instanceof RemoteFailure) || !GONE.includes(error.facts.status)) throw error;
    const sight = await sightOf(search, letter, prepared);
    if (sight.standing === 'sent') return sight.receipt;
    // The draft is there: Gmail has refused this message.
    if (sight.standing === 'not-sent') throw error;
    throw new RemoteFailure({ ...error.facts, kind: 'in-doubt', said: sight.said });
  }
}

/** `not-sent` only where nothing was ever prepared, or where our draft is still there: sending would have removed it. */
async function sightOf(search: MailSearch, letter: OutgoingLetter, prepared: Evidence): Promise<SentSight> {
  const before = sentBefore(prepared);
  if (before !== undefined) return { standing: 'sent', receipt: before };
  const [draftId, gmailId] = [keptText(prepared, 'draftId'), keptText(prepared, 'gmailId')];
  const direct = gmailId === undefined ? undefined : await search.message(letter.mailbox, gmailId);
  const sent = direct?.isSent === true ? direct : (await search.ofNotice(letter)).find(({ isSent }) => isSent);
  if (sent !== undefined) return { standing: 'sent', receipt: { ...receiptOf(sent), draftId } };
  if (draftId === undefined) return { standing: 'not-sent' };
  if ((await search.draft(letter.mailbox, draftId)) !== undefined) return { standing: 'not-sent' };
  const said =
    'neither its draft nor a sent copy is in the mailbox: the search may trail, or somebody deleted one of them';
  return { standing: 'cannot-tell', said };
}

function receiptOf({ id, messageId, letter }: FoundMessage): Evidence {
  return { messageId, gmailId: id, letter };
}
