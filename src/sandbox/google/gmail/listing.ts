// Which messages a list shows: by label at once, by search only once they are in the index.

import type { MessageRecord, UserRecord } from '../records.ts';
import type { Ask } from '../route.ts';
import { searchableOf } from './message-shown.ts';
import { readSearch } from './search.ts';

const HIDDEN_LABELS = ['SPAM', 'TRASH'];

/** Newest first. */
export function listedMessages(ask: Ask, user: UserRecord): readonly MessageRecord[] {
  const { query } = ask.call;
  const [search, labels] = [query.get('q') ?? '', query.getAll('labelIds')];
  const showsHidden = query.get('includeSpamTrash') === 'true' || labels.some((label) => HIDDEN_LABELS.includes(label));
  const match = search.trim() === '' ? undefined : readSearch(search, { address: user.primaryEmail, now: ask.now });
  const listed: MessageRecord[] = [];
  for (const message of ask.tenant.messages(user.id).values()) {
    if (!labels.every((label) => message.labelIds.includes(label))) continue;
    if (!showsHidden && message.labelIds.some((label) => HIDDEN_LABELS.includes(label))) continue;
    if (match !== undefined && (message.indexedAt > ask.now || !match(searchableOf(message)))) continue;
    listed.push(message);
  }
  return listed.sort((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1));
}
