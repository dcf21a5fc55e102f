// The message trace of Exchange: what transport has taken, also where neither a draft nor a sent copy is left. Read-only. Its one rule:
// only a line proves something; none proves nothing, since lines come minutes late.
// https://learn.microsoft.com/graph/api/messagetracingroot-list-messagetraces

import type { Evidence } from '../../model/event.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { OutgoingLetter } from '../../model/letter.ts';
import { objectsAt, textAt } from './json.ts';
import { quoted } from './transport.ts';
import type { Graph } from './transport.ts';

/** One query reaches over ten days at most. */
const BACK_MS = 9 * 24 * 60 * 60 * 1000;

export type Traced =
  | { readonly receipt: Evidence }
  /** Why it tells nothing, in words. */
  | { readonly why: string };

/** What the trace knows of one message to the partner of the letter. Whatever is wrong with the question, it throws nothing. */
export async function traceOf(
  { graph, now }: { readonly graph: Graph; readonly now: () => number },
  { letter, messageId }: { readonly letter: OutgoingLetter; readonly messageId: string },
): Promise<Traced> {
  const at = now();
  const $filter = [
    `messageId eq ${quoted(messageId)}`,
    `recipientAddress eq ${quoted(letter.to.address)}`,
    `receivedDateTime ge ${new Date(at - BACK_MS).toISOString()}`,
    `receivedDateTime le ${new Date(at).toISOString()}`,
  ].join(' and ');
  try {
    const page = await graph.ask({ operation: 'GET /admin/exchange/tracing/messageTraces', query: { $filter } });
    // A filter that is read otherwise than it was meant must not make a stranger's message ours.
    const line = objectsAt(page, 'value').find(
      (one) =>
        textAt(one, 'messageId') === messageId && textAt(one, 'recipientAddress')?.toLowerCase() === letter.to.address,
    );
    if (line === undefined) return { why: 'the message trace of Exchange has nothing of it yet' };
    const [traceId, traceStatus, sentAt] = [
      textAt(line, 'id'),
      textAt(line, 'status'),
      textAt(line, 'receivedDateTime'),
    ];
    return { receipt: { messageId, traceId, traceStatus, sentAt } };
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    const { said, status } = error.facts;
    return {
      why:
        status === 401 || status === 403
          ? 'the message trace of Exchange may not be asked (it could tell: permission ExchangeMessageTrace.Read.All, and its service principal 8bd644d1-64a1-4d4b-ae52-2e0cbf64e373 in the tenant)'
          : `the message trace of Exchange did not answer (${said})`,
    };
  }
}
