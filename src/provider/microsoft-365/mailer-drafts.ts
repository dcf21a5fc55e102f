// Drafts of letters: the one that is there already is taken over, never doubled; else one is made, and marked before anybody sends it.

import { RemoteFailure } from '../../model/failure.ts';
import type { OutgoingLetter } from '../../model/letter.ts';
import type { Composer } from '../../notice/compose-message.ts';
import { letterMark } from '../../notice/compose-message.ts';
import { messageOf } from '../outgoing.ts';
import { notAsked } from './failures.ts';
import type { JsonObject } from './json.ts';
import { marksOf, messageFrom, messagesOfLetter, newestDrafts, STABLE_IDS } from './mailer-messages.ts';
import type { FoundMessage, UnmarkedDraft } from './mailer-messages.ts';
import type { Graph } from './transport.ts';

const CREATE = 'POST /users/{id}/messages';
const MARK = 'PATCH /users/{id}/messages/{message-id}';

export interface Drafts {
  /** The marked draft of this very letter. `others`: drafts of the notice, of whatever version. */
  ready(letter: OutgoingLetter, others: readonly FoundMessage[]): Promise<FoundMessage>;
}

export interface DraftTools {
  readonly graph: Graph;
  readonly composer: Composer;
  readonly now: () => number;
}

export function draftsOf({ graph, composer, now }: DraftTools): Drafts {
  // Drafts without marks come from a process that was cut off, or from a call whose answer was lost: so each mailbox is looked into once,
  // and again after such a call.
  const unmarked = new Map<string, Promise<readonly UnmarkedDraft[]>>();

  async function unmarkedIn(mailbox: string): Promise<readonly UnmarkedDraft[]> {
    const known = unmarked.get(mailbox) ?? newestDrafts(graph, mailbox);
    unmarked.set(mailbox, known);
    try {
      return await known;
    } catch (error) {
      unmarked.delete(mailbox);
      throw error;
    }
  }

  async function create(letter: OutgoingLetter): Promise<FoundMessage> {
    const message = await messageOf(composer, letter, composer.stamp(now()));
    let answer: JsonObject;
    try {
      answer = await graph.ask({
        operation: CREATE,
        keys: [letter.mailbox],
        headers: { ...STABLE_IDS, 'Content-Type': 'text/plain' },
        text: message.toString('base64'),
      });
    } catch (error) {
      unmarked.delete(letter.mailbox);
      throw error;
    }
    const draft = madeFrom(answer);
    if (!isFrom(draft, letter)) throw otherSender(draft, letter);
    return draft;
  }

  /** Sets values, so it may be repeated. The answer names the state that the draft is in before it is sent. */
  async function mark(letter: OutgoingLetter, draft: FoundMessage): Promise<FoundMessage> {
    const answer = await graph.ask({
      operation: MARK,
      keys: [letter.mailbox, draft.id],
      headers: STABLE_IDS,
      body: { singleValueExtendedProperties: marksOf(letter) },
    });
    return { ...draft, ...messageFrom(answer), id: draft.id };
  }

  return {
    async ready(letter, others) {
      if (others.length > 0) {
        const same = (await messagesOfLetter(graph, letter)).find((draft) => draft.isDraft && isFrom(draft, letter));
        if (same !== undefined) return same;
      }
      const left = (await unmarkedIn(letter.mailbox)).find(
        (draft) =>
          draft.noticeId === letter.noticeId &&
          draft.letter === letterMark(letter) &&
          isFrom(draft, letter) &&
          !others.some(({ id }) => id === draft.id),
      );
      return mark(letter, left ?? (await create(letter)));
    },
  };
}

function madeFrom(answer: JsonObject): FoundMessage {
  const draft = messageFrom(answer);
  if (draft !== undefined) return draft;
  throw new RemoteFailure({
    kind: 'unavailable',
    operation: CREATE,
    said: 'answered that a draft was made, but named none',
  });
}

function isFrom({ from }: FoundMessage, letter: OutgoingLetter): boolean {
  return from === undefined || from === letter.from.address;
}

/** Exchange may put the primary address in place of an alias: that is seen at the draft, before anything is sent. */
function otherSender({ from = '' }: FoundMessage, letter: OutgoingLetter): RemoteFailure {
  const todo =
    'Allow sending from aliases in Exchange (Set-OrganizationConfig -SendFromAliasEnabled $true), or name another sender.';
  return notAsked(CREATE, `Exchange made ${from} the sender in place of ${letter.from.address}`, todo);
}
