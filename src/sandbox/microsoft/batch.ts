// POST /$batch: up to 20 calls in one, each with its own answer; one that depends on a failed one is answered 424.

import { z } from 'zod';
import { makeCall, type Answer, type Call } from '../kernel/call.ts';
import { badRequest, GraphRefusal } from './answers.ts';
import { MOST_BATCH_REQUESTS } from './limits.ts';
import type { GraphRoute } from './permissions.ts';

const REQUEST = z.looseObject({
  id: z.coerce.string(),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.coerce.string()).optional(),
});

const BATCH = z.looseObject({ requests: z.array(REQUEST).min(1) });

type InnerRequest = z.infer<typeof REQUEST>;

/** Graph runs no more than this many at a time. */
const AT_ONCE = 4;

async function answerBatch(call: Call): Promise<Answer> {
  const read = BATCH.safeParse(call.body);
  if (!read.success) throw new GraphRefusal(400, 'BadRequest', { message: 'Invalid batch payload format.' });
  const { requests } = read.data;
  if (requests.length > MOST_BATCH_REQUESTS) {
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${MOST_BATCH_REQUESTS}.`);
  }
  if (new Set(requests.map(({ id }) => id)).size < requests.length) throw badRequest('Request ids must be unique.');
  const answers = new Map<string, Answer>();
  let waiting: readonly InnerRequest[] = requests;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ dependsOn = [] }) => dependsOn.every((id) => answers.has(id))).slice(0, AT_ONCE);
    if (ready.length === 0) throw badRequest('A request depends on one that is not in the batch.');
    await Promise.all(ready.map(async (one) => answers.set(one.id, await answerOne(call, one, answers))));
    waiting = waiting.filter((one) => !ready.includes(one));
  }
  return { status: 200, body: { responses: requests.map(({ id }) => responseOf(id, answers.get(id))) } };
}

async function answerOne(call: Call, one: InnerRequest, answers: ReadonlyMap<string, Answer>): Promise<Answer> {
  const failed = (one.dependsOn ?? []).some((id) => (answers.get(id)?.status ?? 500) >= 400);
  if (failed || call.ask === undefined) {
    const message = 'Failed as the dependent request failed.';
    return { status: 424, body: { error: { code: 'FailedDependency', message } } };
  }
  const own = Object.entries(one.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const outer = Object.entries(call.headers).filter(([name]) => ['authorization', 'host'].includes(name));
  const text = typeof one.body === 'string' || one.body === undefined ? (one.body ?? '') : JSON.stringify(one.body);
  const inner = makeCall({
    id: `${call.id}-${one.id}`,
    method: one.method.toUpperCase(),
    url: `/v1.0${one.url.startsWith('/') ? one.url : `/${one.url}`}`,
    headers: Object.fromEntries<string>([...outer, ...own]),
    bytes: Buffer.from(text),
  });
  return call.ask(inner);
}

function responseOf(id: string, answer: Answer | undefined) {
  const status = answer?.status ?? 500;
  const body = answer?.body;
  const type = body === undefined || typeof body === 'string' ? {} : { 'Content-Type': 'application/json' };
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer?.headers ?? {})) {
    shown[name === 'retry-after' ? 'Retry-After' : name] = value;
  }
  return { id, status, headers: { ...type, ...shown }, ...(body === undefined ? {} : { body }) };
}

export const batchRoutes: readonly GraphRoute[] = [
  { method: 'POST', pattern: '/v1.0/$batch', anyOf: [], answer: (call) => answerBatch(call) },
];
