// The message trace: a line for each recipient of what transport has taken, some minutes later; it stays when the message is deleted.

import type { Answer, Call } from '../../kernel/call.ts';
import type { Params, Quota } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { DIRECTORY_ANSWERING_MS } from '../limits.ts';
import { lagOf } from '../lags.ts';
import { pageOf } from '../odata/page.ts';
import type { GraphRoute } from '../permissions.ts';
import { nextOrdinal, roomsOf, type MessageRecord, type TraceRecord } from '../records.ts';

const DEFAULT_BACK_MS = 48 * 60 * 60 * 1000;
/** Microsoft Graph throttling limits: 100 requests in 5 minutes. */
const TRACES: Quota = { name: 'message-traces', rate: { capacity: 100, perSecond: 100 / 300 } };

interface Taken {
  readonly message: MessageRecord;
  readonly sender: string;
  readonly recipient: string;
  readonly status: TraceRecord['status'];
}

export function keepTrace(world: World, { message, sender, recipient, status }: Taken): void {
  const rooms = roomsOf(world);
  const now = world.clock.now();
  const key = `${message.key} ${recipient.toLowerCase()}`;
  rooms.traces.put(key, {
    ordinal: nextOrdinal(rooms),
    id: world.random.uuid(),
    messageId: message.internetMessageId,
    sender,
    recipient: recipient.toLowerCase(),
    subject: message.content.subject,
    receivedAt: now,
    status,
    shownAt: now + lagOf(world, 'trace', key),
  });
}

function listTraces(call: Call, _params: Params, world: World): Answer {
  const now = world.clock.now();
  // Without a range: the last 48 hours.
  const since = call.query.get('$filter')?.includes('receivedDateTime') === true ? 0 : now - world.clock.scaled(DEFAULT_BACK_MS);
  const shown = [...roomsOf(world).traces.values()].filter(({ shownAt, receivedAt }) => shownAt <= now && receivedAt >= since);
  const placed = shown.map((line) => ({ ordinal: line.ordinal, entity: lineEntity(line) }));
  return pageOf(call, placed, { what: 'admin/exchange/tracing/messageTraces', defaultTop: 1000, mostTop: 5000 });
}

function lineEntity({ id, messageId, sender, recipient, subject, receivedAt, status }: TraceRecord) {
  return {
    id,
    senderAddress: sender,
    recipientAddress: recipient,
    messageId,
    receivedDateTime: new Date(receivedAt).toISOString(),
    subject,
    size: 0,
    fromIP: '127.0.0.1',
    toIP: '127.0.0.1',
    status,
  };
}

export const traceRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    pattern: '/v1.0/admin/exchange/tracing/messageTraces',
    anyOf: ['ExchangeMessageTrace.Read.All'],
    quotas: [TRACES],
    answeringMs: DIRECTORY_ANSWERING_MS,
    answer: listTraces,
  },
];
