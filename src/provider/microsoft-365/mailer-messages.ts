// Messages of a mailbox as the mailer looks for them: by our marks, by Message-ID, among the newest drafts. Read-only.
//
// Exchange replaces the Message-ID of a message that is made through Graph, and at times its id when it is sent. Our marks are extended
// properties, which stay with a message through sending (Graph: singleValueLegacyExtendedProperty) and are never seen by recipients.

import type { OutgoingLetter } from '../../model/letter.ts';
import { LETTER_HEADER, letterMark, NOTICE_HEADER } from '../../notice/compose-message.ts';
import { objectAt, objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { quoted } from './transport.ts';
import type { Graph } from './transport.ts';

const PUBLIC_STRINGS = 'String {00020329-0000-0000-C000-000000000046} Name';
const NOTICE_PROPERTY = `${PUBLIC_STRINGS} MigrateNotice`;
const LETTER_PROPERTY = `${PUBLIC_STRINGS} MigrateLetter`;
const SELECT = 'id,isDraft,changeKey,internetMessageId,sentDateTime,from';
/** More than one run can leave behind unmarked. */
const NEWEST = '50';
/** The id stays the same when a message moves, as far as Exchange keeps that promise. */
export const STABLE_IDS = { Prefer: 'IdType="ImmutableId"' } as const;

export interface FoundMessage {
  readonly id: string;
  readonly isDraft: boolean;
  /** Another one after every change, sending among them. */
  readonly changeKey?: string;
  readonly internetMessageId?: string;
  /** As Graph says it: ISO 8601. */
  readonly sentAt?: string;
  /** Address of the sender, lower case. */
  readonly from?: string;
}

/** What a draft of ours is marked with: its notice, and its notice with the version of the letter. */
export function marksOf(letter: OutgoingLetter) {
  return [
    { id: NOTICE_PROPERTY, value: letter.noticeId },
    { id: LETTER_PROPERTY, value: `${letter.noticeId}/${letterMark(letter)}` },
  ];
}

/** Of any version of the letter, in any folder. */
export function messagesOfNotice(
  graph: Graph,
  { mailbox, noticeId }: OutgoingLetter,
): Promise<readonly FoundMessage[]> {
  return messagesWhere(graph, mailbox, holding(NOTICE_PROPERTY, noticeId));
}

/** Only those that hold this very letter. */
export function messagesOfLetter(graph: Graph, letter: OutgoingLetter): Promise<readonly FoundMessage[]> {
  return messagesWhere(graph, letter.mailbox, holding(LETTER_PROPERTY, `${letter.noticeId}/${letterMark(letter)}`));
}

export function messagesCalled(graph: Graph, mailbox: string, id: string): Promise<readonly FoundMessage[]> {
  return messagesWhere(graph, mailbox, `internetMessageId eq ${quoted(id)}`);
}

function holding(property: string, value: string): string {
  return `singleValueExtendedProperties/Any(ep: ep/id eq ${quoted(property)} and ep/value eq ${quoted(value)})`;
}

async function messagesWhere(graph: Graph, mailbox: string, filter: string): Promise<readonly FoundMessage[]> {
  const found: FoundMessage[] = [];
  const query = { $filter: filter, $select: SELECT };
  for await (const message of graph.items({
    operation: 'GET /users/{id}/messages',
    keys: [mailbox],
    query,
    headers: STABLE_IDS,
  })) {
    const read = messageFrom(message);
    if (read !== undefined) found.push(read);
  }
  return found;
}

/** A draft that was made but not marked: the program ended between the two calls. By its headers. */
export interface UnmarkedDraft extends FoundMessage {
  readonly noticeId: string;
  /** The value of `X-Migrate-Letter`. */
  readonly letter: string;
}

export async function newestDrafts(graph: Graph, mailbox: string): Promise<readonly UnmarkedDraft[]> {
  const page = await graph.ask({
    operation: 'GET /users/{id}/mailFolders/drafts/messages',
    keys: [mailbox],
    query: { $top: NEWEST, $select: `${SELECT},internetMessageHeaders` },
    headers: STABLE_IDS,
  });
  return objectsAt(page, 'value').flatMap((message) => {
    const read = messageFrom(message);
    const [noticeId, letter] = [headerOf(message, NOTICE_HEADER), headerOf(message, LETTER_HEADER)];
    if (read?.isDraft !== true || noticeId === undefined || letter === undefined) return [];
    return [{ ...read, noticeId, letter }];
  });
}

function headerOf(message: JsonObject, name: string): string | undefined {
  const header = objectsAt(message, 'internetMessageHeaders').find(
    (one) => textAt(one, 'name')?.toLowerCase() === name.toLowerCase(),
  );
  return textAt(header, 'value');
}

/** undefined where the object is no message: it has no id. */
export function messageFrom(message: JsonObject): FoundMessage | undefined {
  const id = textAt(message, 'id');
  if (id === undefined) return undefined;
  const [changeKey, internetMessageId] = [textAt(message, 'changeKey'), textAt(message, 'internetMessageId')];
  const sentAt = textAt(message, 'sentDateTime');
  const from = textAt(objectAt(objectAt(message, 'from'), 'emailAddress'), 'address')?.toLowerCase();
  return {
    id,
    isDraft: message['isDraft'] === true,
    ...(changeKey === undefined ? {} : { changeKey }),
    ...(internetMessageId === undefined ? {} : { internetMessageId }),
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(from === undefined ? {} : { from }),
  };
}
