// Drafts of letters: the one that is there already is taken over, with its content replaced where it holds an older version; else one is
// made. One rule: what Gmail made of it is read back before it is sent, since it replaces a From that it does not accept without a word.

import { RemoteFailure } from '../../model/failure.ts';
import type { OutgoingLetter } from '../../model/letter.ts';
import type { Composer } from '../../notice/compose-message.ts';
import { letterMark } from '../../notice/compose-message.ts';
import { messageOf } from '../outgoing.ts';
import type { FoundDraft, FoundMessage, MailSearch } from './mailer-messages.ts';
import { SCOPES } from './scopes.ts';
import type { Transport } from './transport.ts';

const ME = 'me';
const WRITE = { lane: 'send', scope: SCOPES.compose } as const;
const CREATE = { ...WRITE, operation: 'gmail.users.drafts.create', isRepeatable: false };
/** Sets the content, so once more changes nothing. */
const UPDATE = { ...WRITE, operation: 'gmail.users.drafts.update', isRepeatable: true };
/** A program that is cut off leaves behind at most what it had under way. */
const MOST_LEFT = 20;

export interface DraftTools {
  readonly transport: Transport;
  readonly search: MailSearch;
  readonly composer: Composer;
  readonly now: () => number;
}

/** The draft of this very letter. `known`: messages of the notice that the index shows. */
export type ReadyDraft = (letter: OutgoingLetter, known: readonly FoundMessage[]) => Promise<FoundDraft>;

export function draftsOf({ transport, search, composer, now }: DraftTools): ReadyDraft {
  const { send, apis } = transport;
  // What a process left behind that was cut off just now is in no index yet: each mailbox is looked into once, and again after a call
  // whose answer was lost.
  const left = new Map<string, Promise<readonly FoundDraft[]>>();

  async function leftIn(mailbox: string): Promise<readonly FoundDraft[]> {
    const known = left.get(mailbox) ?? search.newestDrafts(mailbox, MOST_LEFT);
    left.set(mailbox, known);
    try {
      return await known;
    } catch (error) {
      left.delete(mailbox);
      throw error;
    }
  }

  async function earlier(letter: OutgoingLetter, known: readonly FoundMessage[]): Promise<FoundDraft | undefined> {
    const { mailbox, noticeId } = letter;
    const shown = known.find(({ isDraft }) => isDraft);
    const shownId = shown === undefined ? undefined : await search.draftHolding(mailbox, shown.id);
    if (shown !== undefined && shownId !== undefined) return { ...shown, draftId: shownId };
    const found = (await leftIn(mailbox)).find((draft) => draft.noticeId === noticeId);
    // Between then and now somebody may have sent or deleted it.
    return found === undefined ? undefined : search.draft(mailbox, found.draftId);
  }

  async function write(letter: OutgoingLetter, draftId: string | undefined): Promise<string> {
    const message = await messageOf(composer, letter, composer.stamp(now()));
    const requestBody = { message: { raw: message.toString('base64url') } };
    const subject = letter.mailbox;
    const { users } = await apis.gmail();
    if (draftId !== undefined) {
      await send({ ...UPDATE, subject }, ({ auth, how }) =>
        users.drafts.update({ userId: ME, id: draftId, requestBody, auth }, how),
      );
      return draftId;
    }
    try {
      const { data } = await send({ ...CREATE, subject }, ({ auth, how }) =>
        users.drafts.create({ userId: ME, requestBody, auth }, how),
      );
      if (data.id != null) return data.id;
      throw transport.unusable({ ...CREATE, subject }, 'the answer names no draft');
    } catch (error) {
      left.delete(letter.mailbox);
      throw error;
    }
  }

  return async (letter, known) => {
    const there = await earlier(letter, known);
    if (there?.letter === letterMark(letter) && isFrom(there, letter)) return there;
    const draftId = await write(letter, there?.draftId);
    const draft = await search.draft(letter.mailbox, draftId);
    if (draft === undefined) throw gone();
    if (!isFrom(draft, letter)) throw otherSender(draft, letter);
    return draft;
  };
}

function isFrom({ from }: FoundMessage, letter: OutgoingLetter): boolean {
  return from?.toLowerCase().includes(letter.from.address) === true;
}

function gone(): RemoteFailure {
  const said = 'the draft that was just made cannot be read yet';
  return new RemoteFailure({ kind: 'unavailable', operation: 'gmail.users.drafts.get', said });
}

function otherSender({ from = 'nobody' }: FoundMessage, letter: OutgoingLetter): RemoteFailure {
  return new RemoteFailure({
    kind: 'refused',
    operation: CREATE.operation,
    said: `Gmail made ${from} the sender in place of ${letter.from.address}`,
    stops: 'mailbox',
    todo: `Add ${letter.from.address} to the addresses that ${letter.mailbox} may send as, or name another sender. Nothing was sent.`,
  });
}
