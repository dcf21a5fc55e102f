// What to do where a mailbox may not send as an address: the address stands in migrate.yaml, or is that of a contact.

import type { SendingSettings } from '../model/settings.ts';

export function senderTodo(from: string, sending: Pick<SendingSettings, 'sender'> | undefined): string {
  return sending?.sender?.address === from
    ? `sending.sender in migrate.yaml names ${from}: let that mailbox be there and send under this address, or name another one, and plan again.`
    : 'Move that person first (migrate apply), let the mailbox send under that address, or name another sender in migrate.yaml (sending.sender), and plan again.';
}
