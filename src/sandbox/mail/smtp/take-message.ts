// Takes a message for good: a ledger line and a place in the queue for each recipient, in one transaction, before the 250 goes out.

import type { World } from '../../kernel/world.ts';
import { decodeWords, headersOf, headerValue } from '../mime/headers.ts';
import { queueMail } from '../queue.ts';

export interface Envelope {
  /** Lower case; empty: the null sender. */
  readonly from: string;
  readonly recipients: readonly string[];
}

export interface Taken {
  readonly envelope: Envelope;
  readonly raw: string;
  /** Who signed in. */
  readonly user: string;
  readonly connection: string;
}

/** Returns the queue id. */
export function takeMessage(world: World, { envelope, raw, user, connection }: Taken): string {
  const queueId = world.random.hex(10).toUpperCase();
  const now = world.clock.now();
  const received = receivedLine({ queueId, now, user });
  world.together(() => {
    for (const recipient of envelope.recipients) {
      world.effect(line({ envelope, raw, user, connection, recipient, queueId }), () =>
        queueMail(world, { from: envelope.from, to: recipient, raw: received + raw, via: 'smtp' }, now),
      );
    }
  });
  return queueId;
}

function line({ envelope, raw, recipient, ...more }: Taken & { readonly recipient: string; readonly queueId: string }) {
  const headers = headersOf(raw);
  const subject = decodeWords(headerValue(headers, 'Subject') ?? '');
  const notice = headerValue(headers, 'X-Migrate-Notice') ?? subject;
  return {
    provider: 'smtp',
    kind: 'message.accept',
    key: `${recipient} ${notice}`,
    idempotent: false,
    recipient,
    notice,
    subject,
    mailbox: more.user,
    from: envelope.from,
    messageId: headerValue(headers, 'Message-ID') ?? '',
    id: more.queueId,
    connection: more.connection,
  };
}

function receivedLine({ queueId, now, user }: { readonly queueId: string; readonly now: number; readonly user: string }): string {
  const date = new Date(now).toUTCString().replace('GMT', '+0000');
  return `Received: from [127.0.0.1] (authenticated as ${user})\r\n\tby mail.sandbox.example with ESMTPSA id ${queueId};\r\n\t${date}\r\n`;
}
