// Messages of a mailbox as the mailer looks for them. Gmail replaces the Message-ID and cannot search our headers, so a search finds by
// recipient and reference code, and the header of each message that it finds decides. The index trails: nothing found proves nothing.

import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js';
import type { OutgoingLetter } from '../../model/letter.ts';
import { LETTER_HEADER, NOTICE_HEADER } from '../../notice/compose-message.ts';
import { orUndefined } from './outcomes.ts';
import { SCOPES } from './scopes.ts';
import type { Transport } from './transport.ts';

const ME = 'me';
const READ = { lane: 'send', isRepeatable: true, scope: SCOPES.reading } as const;
const LIST = { ...READ, operation: 'gmail.users.messages.list' };
const GET = { ...READ, operation: 'gmail.users.messages.get' };
const DRAFT = { ...READ, operation: 'gmail.users.drafts.get' };
const DRAFTS = { ...READ, operation: 'gmail.users.drafts.list' };
/** A partner who got this many letters with this reference code is none of ours. */
const MOST_HITS = 20;
const HEADERS = ['Message-ID', 'From', NOTICE_HEADER, LETTER_HEADER];

export interface FoundMessage {
  readonly id: string;
  readonly isSent: boolean;
  readonly isDraft: boolean;
  /** What Gmail calls it, in angle brackets. */
  readonly messageId?: string;
  /** As it stands in the header. */
  readonly from?: string;
  /** The value of `X-Migrate-Notice`. */
  readonly noticeId?: string;
  /** The value of `X-Migrate-Letter`. */
  readonly letter?: string;
}

export interface FoundDraft extends FoundMessage {
  readonly draftId: string;
}

export interface MailSearch {
  /** undefined where there is no such message. */
  message(mailbox: string, id: string): Promise<FoundMessage | undefined>;
  draft(mailbox: string, draftId: string): Promise<FoundDraft | undefined>;
  /** Messages of this notice that the index knows, in any folder. */
  ofNotice(letter: OutgoingLetter): Promise<readonly FoundMessage[]>;
  /** The newest drafts, whether the index knows them or not; `most` of them. */
  newestDrafts(mailbox: string, most: number): Promise<readonly FoundDraft[]>;
  /** The draft that a message is of. */
  draftHolding(mailbox: string, messageId: string): Promise<string | undefined>;
}

export function openMailSearch({ send, apis }: Transport): MailSearch {
  async function message(subject: string, id: string): Promise<FoundMessage | undefined> {
    const { users } = await apis.gmail();
    const answer = await orUndefined(
      send({ ...GET, subject }, ({ auth, how }) =>
        users.messages.get({ userId: ME, id, format: 'metadata', metadataHeaders: HEADERS, auth }, how),
      ),
    );
    return answer === undefined ? undefined : messageFrom(answer.data, id);
  }

  async function draft(subject: string, draftId: string): Promise<FoundDraft | undefined> {
    const { users } = await apis.gmail();
    const answer = await orUndefined(
      send({ ...DRAFT, subject }, ({ auth, how }) =>
        users.drafts.get({ userId: ME, id: draftId, format: 'metadata', auth }, how),
      ),
    );
    const held = answer?.data.message;
    return held?.id == null ? undefined : { ...messageFrom(held, held.id), draftId };
  }

  async function listedDrafts(subject: string, maxResults: number): Promise<readonly gmail_v1.Schema$Draft[]> {
    const { users } = await apis.gmail();
    const { data } = await send({ ...DRAFTS, subject }, ({ auth, how }) =>
      users.drafts.list({ userId: ME, maxResults, auth }, how),
    );
    return data.drafts ?? [];
  }

  async function hits(subject: string, q: string): Promise<readonly string[]> {
    const { users } = await apis.gmail();
    const { data } = await send({ ...LIST, subject }, ({ auth, how }) =>
      users.messages.list({ userId: ME, q, maxResults: MOST_HITS, includeSpamTrash: true, auth }, how),
    );
    return (data.messages ?? []).flatMap(({ id }) => id ?? []);
  }

  return {
    message,
    draft,

    async ofNotice({ mailbox, to, referenceCode, noticeId }) {
      const found: FoundMessage[] = [];
      for (const id of await hits(mailbox, `to:${quoted(to.address)} ${quoted(referenceCode)}`)) {
        const one = await message(mailbox, id);
        if (one?.noticeId === noticeId) found.push(one);
      }
      return found;
    },

    async newestDrafts(mailbox, most) {
      const found: FoundDraft[] = [];
      for (const { id } of await listedDrafts(mailbox, most)) {
        const one = id == null ? undefined : await draft(mailbox, id);
        if (one?.noticeId !== undefined) found.push(one);
      }
      return found;
    },

    async draftHolding(mailbox, messageId) {
      const all = await listedDrafts(mailbox, 500);
      return all.find(({ message: held }) => held?.id === messageId)?.id ?? undefined;
    },
  };
}

/** One term of Gmail's search: nothing in it can be an operator or end the quotes. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, ' ')}"`;
}

function messageFrom({ labelIds, payload }: gmail_v1.Schema$Message, id: string): FoundMessage {
  const header = (name: string): string | undefined =>
    payload?.headers?.find((one) => one.name?.toLowerCase() === name.toLowerCase())?.value ?? undefined;
  const [messageId, from] = [header('Message-ID'), header('From')];
  const [noticeId, letter] = [header(NOTICE_HEADER), header(LETTER_HEADER)];
  return {
    id,
    isSent: labelIds?.includes('SENT') === true,
    isDraft: labelIds?.includes('DRAFT') === true,
    ...(messageId === undefined ? {} : { messageId }),
    ...(from === undefined ? {} : { from }),
    ...(noticeId === undefined ? {} : { noticeId }),
    ...(letter === undefined ? {} : { letter }),
  };
}
