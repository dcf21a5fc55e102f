// Who writes to a partner: the one sender of all notices, or the partner's first contact; from the new address or from the old one.

import type { Correspondent } from '../model/letter.ts';
import type { Partner } from '../model/partner.ts';
import type { Language, Person } from '../model/person.ts';
import type { SendingSettings, Settings } from '../model/settings.ts';
import { cleanText } from '../notice/compile-notice.ts';
import { spokenName } from '../notice/make-fields.ts';

export interface NoticeSender {
  readonly from: Correspondent;
  /** Primary address of the account that sends. */
  readonly mailbox: string;
}

export interface SenderWish {
  readonly partner: Partner;
  readonly by: 'new' | 'old';
}

export interface Senders {
  readonly mode: Settings['mode'];
  readonly sending: SendingSettings;
  readonly people: ReadonlyMap<string, Person>;
  /** The one sender of all, where the staff list has that address. */
  readonly common: Person | undefined;
}

/** Undefined where the partner has no contact in the staff list. */
export function senderOf({ partner, by }: SenderWish, senders: Senders): NoticeSender | undefined {
  const { sending, people, common, mode } = senders;
  if (by === 'new' && sending.sender !== undefined) {
    const { name, address } = sending.sender;
    return { from: { name: cleanText(name), address }, mailbox: address };
  }
  const person = common ?? people.get(partner.contacts[0] ?? '');
  if (person === undefined) return undefined;
  const name = displayName(person, partner.language);
  if (by === 'new') return { from: { name, address: person.newAddress }, mailbox: person.newAddress };
  // A renamed account keeps its old address as an alias; beside a new mailbox the old one stays what it was.
  const mailbox = mode === 'rename' ? person.newAddress : person.oldAddress;
  return { from: { name, address: person.oldAddress }, mailbox };
}

function displayName(person: Person, language: Language): string {
  return cleanText(spokenName(person, language)).trim();
}
