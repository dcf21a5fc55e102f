// A previewed notice as the message that would be sent, for a mail program to show. It is composed as a real one is.

import { hash } from 'node:crypto';
import type { Correspondent, OutgoingLetter } from '../model/letter.ts';
import { cleanText } from '../notice/compile-notice.ts';
import type { RenderedNotice } from '../notice/compile-notice.ts';
import { letterFault } from '../notice/compose-check.ts';
import { composerFor } from '../notice/compose-message.ts';
import { spokenName } from '../notice/make-fields.ts';
import type { NoticeSource } from '../notice/read-templates.ts';
import { senderOf } from '../plan/notice-sender.ts';
import { realClock } from './clock.ts';
import type { Notices, Reader } from './notices.ts';

export interface Preview {
  readonly source: NoticeSource;
  readonly reader: Reader;
  readonly notice: RenderedNotice;
}

/** Undefined for what is not sent by mail, and where sender or recipient are not known. */
export async function previewMessage(preview: Preview, notices: Notices): Promise<Buffer | undefined> {
  const { source, reader, notice } = preview;
  const envelope = source.front.route === 'mail' ? envelopeOf(preview, notices) : undefined;
  if (envelope === undefined) return undefined;
  const letter: OutgoingLetter = {
    ...envelope,
    ...notice,
    language: source.language,
    noticeId: hash('sha256', `preview/${source.name}/${reader.key}`).slice(0, 24),
    referenceCode: notices.settings.notice?.referenceCode ?? '',
    mailbox: envelope.from.address,
  };
  if (letterFault(letter) !== undefined) return undefined;
  const { timeZone = 'UTC', sending } = notices.settings;
  const composer = composerFor({ timeZone, isAutoSubmitted: sending?.isAutoSubmitted === true });
  return composer.compose(letter, composer.stamp(realClock.now()));
}

interface Envelope {
  readonly from: Correspondent;
  readonly to: Correspondent;
}

function envelopeOf({ source, reader: { partner, person } }: Preview, notices: Notices): Envelope | undefined {
  const { settings, people } = notices;
  const { sending } = settings;
  if (partner !== undefined) {
    const [address] = partner.addresses;
    const contact = people.get(partner.contacts[0] ?? '');
    if (address === undefined || contact === undefined) return undefined;
    const to = { ...(partner.name !== undefined && { name: cleanText(partner.name).trim() }), address };
    if (sending === undefined) {
      const name = cleanText(spokenName(contact, partner.language)).trim();
      return { from: { name, address: contact.newAddress }, to };
    }
    const by = source.name === sending.pointer ? 'old' : 'new';
    const common = [...people.values()].find(({ newAddress }) => newAddress === sending.sender?.address);
    const from = senderOf({ partner, by }, { mode: settings.mode, sending, people, common })?.from;
    return from === undefined ? undefined : { from, to };
  }
  const from = sending?.sender?.address ?? settings.administrator;
  if (person === undefined || from === undefined) return undefined;
  const name = cleanText(spokenName(person, source.language)).trim();
  return { from: { address: from }, to: { name, address: person.oldAddress } };
}
