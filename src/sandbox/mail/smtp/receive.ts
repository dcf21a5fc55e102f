// The body of a message, up to the final dot and what is answered to it.

import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { DIALOGUE_FAULTS } from '../../kernel/fault.ts';
import type { ListenerPlace } from '../../kernel/listener.ts';
import type { StagedConnection } from './connection.ts';
import { exchangeAt, PROVIDER, replyOf, type DialogueFault, type Reply } from './stage.ts';
import { takeMessage, type Envelope } from './take-message.ts';

export interface Receiving {
  readonly stream: SMTPServerDataStream;
  readonly session: SMTPServerSession;
  readonly connection: StagedConnection;
  readonly place: ListenerPlace;
}

/** The text of the 250; a refusal; undefined where no answer goes out. */
export async function receiveMessage(receiving: Receiving): Promise<string | Reply | undefined> {
  const { stream, session, connection, place } = receiving;
  const raw = await bodyOf(stream, connection);
  if (raw === undefined) return undefined;
  if (stream.sizeExceeded) return { code: 552, text: '5.3.4 Message too big' };
  const envelope = envelopeOf(session);
  const call = { method: 'DOT', url: envelope.recipients.join(' '), text: raw };
  const fault = place.faults.pick(call, PROVIDER, DIALOGUE_FAULTS);
  const startedAt = place.world.clock.now();
  const take = () => {
    const queueId = takeMessage(place.world, { envelope, raw, user: String(session.user), connection: session.id });
    place.post.run();
    return `2.0.0 Ok: queued as ${queueId}`;
  };
  const outcome = fault === undefined ? take() : await underFault(fault, { take, receiving });
  place.note(exchangeAt(call, typeof outcome === 'string' ? { code: 250, text: outcome } : outcome, fault), startedAt);
  return outcome;
}

async function underFault(
  fault: DialogueFault,
  { take, receiving }: { readonly take: () => string; readonly receiving: Receiving },
): Promise<string | Reply | undefined> {
  const { kind, isAfter, delayMs } = fault.fault;
  switch (kind) {
    case 'reply':
      if (isAfter === true) take();
      return replyOf(fault);
    case 'hang':
      if (isAfter === true) take();
      return undefined;
    case 'slow': {
      const accepted = take();
      await receiving.place.world.clock.sleep(delayMs ?? 0);
      return accepted;
    }
    case 'reset-during':
    case 'reset-after':
      take();
      receiving.connection.cut();
      return undefined;
    case 'reset-before':
      receiving.connection.cut();
      return undefined;
  }
}

/** Undefined where the connection ended before the final dot. */
async function bodyOf(stream: SMTPServerDataStream, connection: StagedConnection): Promise<string | undefined> {
  const parts: Buffer[] = [];
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      if (connection.isCutInBody) connection.cut();
      parts.push(part);
    }
  } catch {
    // The client broke off: nothing was taken, nobody waits for an answer.
    return undefined;
  }
  return connection.isCutInBody ? undefined : Buffer.concat(parts).toString('latin1');
}

function envelopeOf({ envelope }: SMTPServerSession): Envelope {
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  return { from: from.toLowerCase(), recipients: envelope.rcptTo.map(({ address }) => address.toLowerCase()) };
}
