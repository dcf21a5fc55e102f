// Which of some accounts hold a directory role. Too dear for everybody: one question an account, twenty in a call.

import { refusal, unusable } from './failures.ts';
import { numberAt, objectAt, objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Graph } from './transport.ts';

/** https://learn.microsoft.com/graph/json-batching: the most requests in one batch. */
const BATCH = 20;
const OPERATION = 'POST /$batch';
const MEMBER_OF = 'GET /users/{id}/memberOf';
const ROLE = '#microsoft.graph.directoryRole';
const QUERY = { $select: 'id', $top: '999' };

export interface BatchTools {
  readonly graph: Graph;
  readonly now: () => number;
}

/** Ids of those accounts that hold a role now. Roles that have only been made available to somebody do not count. */
export async function administratorsAmong(tools: BatchTools, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let at = 0; at < ids.length; at += BATCH) {
    for (const id of await holdersOf(tools, ids.slice(at, at + BATCH))) found.add(id);
  }
  return found;
}

async function holdersOf(tools: BatchTools, ids: readonly string[]): Promise<readonly string[]> {
  const requests = ids.map((id, number) => ({
    id: String(number),
    method: 'GET',
    url: `/users/${encodeURIComponent(id)}/memberOf?$select=${QUERY.$select}&$top=${QUERY.$top}`,
  }));
  const answer = await tools.graph.ask({ operation: OPERATION, body: { requests }, isRepeatable: true });
  const responses = objectsAt(answer, 'responses');
  const holders: string[] = [];
  for (const [number, id] of ids.entries()) {
    const response = responses.find((one) => textAt(one, 'id') === String(number));
    if (await isRoleIn(tools, id, response)) holders.push(id);
  }
  return holders;
}

async function isRoleIn({ graph, now }: BatchTools, id: string, response: JsonObject | undefined): Promise<boolean> {
  const failed = { operation: MEMBER_OF, isRepeatable: true, secrets: [] };
  const status = numberAt(response, 'status') ?? 0;
  const body = objectAt(response, 'body');
  if (response === undefined || body === undefined)
    throw unusable(failed, { status, text: '' }, 'the batch holds no answer to it');
  if (status === 404) return false;
  if (status !== 200) {
    const headers = new Map(
      Object.entries(objectAt(response, 'headers') ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const waitMs = retryAfterMs((name) => headerText(headers.get(name)), now());
    throw refusal(failed, {
      status,
      text: JSON.stringify(body),
      ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    });
  }
  if (objectsAt(body, 'value').some(isRole)) return true;
  // More groups than fit on one page: the rest is read without a batch.
  if (textAt(body, '@odata.nextLink') === undefined) return false;
  for await (const item of graph.items({ operation: MEMBER_OF, keys: [id], query: QUERY })) {
    if (isRole(item)) return true;
  }
  return false;
}

function isRole(item: JsonObject): boolean {
  return textAt(item, '@odata.type')?.toLowerCase() === ROLE.toLowerCase();
}

function headerText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
