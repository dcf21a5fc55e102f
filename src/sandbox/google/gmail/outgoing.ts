// What Gmail makes of a message that it is given: its own Message-ID in place of the sender's, and a From that the mailbox may use.

import type { UserRecord } from '../records.ts';
import type { Ask } from '../route.ts';
import { senderOf } from '../../mail/mime/addresses.ts';
import { headerName, joinMessage, readHeaders, splitMessage } from '../../mail/mime/headers.ts';
import { maySendAs } from './senders.ts';

/** The original Message-ID is gone; a From that is no accepted sendAs is replaced by the primary address, without a word. */
export function prepareOutgoing(ask: Ask, user: UserRecord, raw: string): string {
  const { lines, body } = splitMessage(raw);
  const sender = senderOf(readHeaders(lines));
  const keepsFrom = sender !== undefined && maySendAs(ask.tenant, user, sender);
  const dropped = keepsFrom ? ['message-id'] : ['message-id', 'from'];
  const kept = lines.filter((line) => !dropped.includes(headerName(line).toLowerCase()));
  const has = (name: string) => kept.some((line) => headerName(line).toLowerCase() === name);
  return joinMessage({
    lines: [
      ...(has('mime-version') ? [] : ['MIME-Version: 1.0']),
      ...(has('date') ? [] : [`Date: ${new Date(ask.now).toUTCString().replace('GMT', '+0000')}`]),
      `Message-ID: <CA${ask.world.random.hex(40)}@mail.gmail.com>`,
      ...(keepsFrom ? [] : [`From: ${fromLine(user)}`]),
      ...kept,
    ],
    body,
  });
}

function fromLine(user: UserRecord): string {
  const name = `${user.givenName} ${user.familyName}`;
  const isPlain = /^[\x20-\x7e]*$/.test(name);
  const shown = isPlain ? `"${name.replace(/["\\]/g, '')}"` : `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`;
  return `${shown} <${user.primaryEmail}>`;
}
