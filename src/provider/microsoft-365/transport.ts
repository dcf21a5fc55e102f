// Calls to Microsoft Graph: the SDK with a chain of our own, two links long. Nothing is repeated here but a call whose token was refused.

import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import type { GraphRequest } from '@microsoft/microsoft-graph-client';
import type { LaneName } from '../../model/lane.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { noAnswer, notAsked, refusal, unusable } from './failures.ts';
import { objectsAt, parseObject, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { authenticationLink, fetchLink } from './links.ts';
import type { Origin, Outcome, Travel, WholeAnswer } from './links.ts';
import type { Tokens } from './tokens.ts';

/** One exchange over HTTP that is about to begin. */
export interface CountedCall {
  /** Whose quota it takes. */
  readonly lane: LaneName;
  readonly operation: string;
}

export interface GraphCall {
  /** `GET /users/{id}/mailboxSettings`: method and path as Microsoft documents them. */
  readonly operation: string;
  /** Fill the braces in order; encoded here. */
  readonly keys?: readonly string[];
  /** Values are encoded here. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  /** In place of a body that is JSON; its type is among the headers. */
  readonly text?: string;
  /** Values of the body that must not be repeated in a message. */
  readonly secrets?: readonly string[];
  /** Of the version of Graph that Microsoft may change at any time. */
  readonly isBeta?: boolean;
  /** Left out: every call but a POST. */
  readonly isRepeatable?: boolean;
  /** A page that Graph linked to, below /v1.0 and encoded as it came; in place of keys and query. */
  readonly link?: string;
}

export interface Graph {
  /** The JSON object that the call is answered with. */
  ask(call: GraphCall): Promise<JsonObject>;
  /** A call whose answer says nothing that we need. */
  tell(call: GraphCall): Promise<void>;
  /** All items of a collection, page after page; `repeat` may ask for one page again. */
  items(call: GraphCall, repeat?: (read: () => Promise<JsonObject>) => Promise<JsonObject>): AsyncIterable<JsonObject>;
  /** What a call answers that is no JSON; at most `most` bytes of it are loaded. */
  bytes(call: GraphCall, most: number): Promise<Uint8Array>;
}

export interface GraphOptions {
  readonly tokens: Tokens;
  /** Where calls go in place of https://graph.microsoft.com. */
  readonly origin: Origin;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly onCall?: (call: CountedCall) => void | Promise<void>;
}

interface ExchangeOptions extends GraphOptions {
  /** Of the answer's body; absent: all of it. */
  readonly mostBytes?: number;
}

export function connectGraph(options: GraphOptions): Graph {
  const ask = async (call: GraphCall): Promise<JsonObject> => {
    const answer = await exchange(call, options);
    const body = parseObject(answer.text);
    if (body === undefined) throw unusable(failedOf(call), answer, 'its body is not what Microsoft Graph says');
    return body;
  };
  return {
    ask,
    async tell(call) {
      await exchange(call, options);
    },
    async bytes(call, mostBytes) {
      const { bytes } = await exchange(call, { ...options, mostBytes });
      return bytes;
    },
    async *items(call, repeat = (read) => read()) {
      let next: GraphCall | undefined = call;
      while (next !== undefined) {
        const asked: GraphCall = next;
        const page: JsonObject = await repeat(() => ask(asked));
        if (!Array.isArray(page['value'])) throw notAList(next);
        yield* objectsAt(page, 'value');
        next = nextPage(call, textAt(page, '@odata.nextLink'), options.origin);
      }
    },
  };
}

async function exchange(call: GraphCall, options: ExchangeOptions): Promise<WholeAnswer> {
  const { outcome, token } = await send(call, options);
  switch (outcome.came) {
    case 'answer': {
      const { answer } = outcome;
      if (answer.status >= 200 && answer.status < 300) return answer;
      throw refusal(failedOf(call, token), answer);
    }
    case 'nothing':
      throw noAnswer(failedOf(call, token), outcome.error);
    case 'no-token':
      throw outcome.failure;
  }
}

/** Runs the call through the SDK. The links write down what came; what the SDK makes of it is poorer. */
async function send(
  call: GraphCall,
  options: ExchangeOptions,
): Promise<{ readonly outcome: Outcome; readonly token: string }> {
  const travel: Travel = { token: '', outcome: undefined };
  const announce = () => options.onCall?.({ lane: laneFor(call.operation), operation: call.operation });
  const client = Client.initWithMiddleware({
    middleware: [authenticationLink(options.tokens, travel), fetchLink({ ...options, travel, announce })],
  });
  try {
    const request = client.api(pathOf(call)).version(call.isBeta === true ? 'beta' : 'v1.0');
    await dispatch(request.responseType(ResponseType.RAW), call);
  } catch (error) {
    // The SDK throws again what a link has written down; what none has is a bug.
    if (travel.outcome === undefined) throw error;
  }
  const { outcome, token } = travel;
  if (outcome === undefined) throw new Error(`${call.operation} went through the chain without a trace`);
  return { outcome, token };
}

function laneFor(operation: string): LaneName {
  if (/\/messages\b/.test(operation)) return 'send';
  if (/\/mailboxSettings$|\/messageRules\b/.test(operation)) return 'mailbox';
  if (/\/domains/.test(operation)) return 'domain';
  return /\/assignLicense$|\/members\/\$ref$/.test(operation) ? 'licence' : 'directory';
}

function dispatch(request: GraphRequest, { operation, headers, body, text }: GraphCall): Promise<unknown> {
  const prepared = request.headers({ ...headers });
  const method = operation.slice(0, operation.indexOf(' '));
  switch (method) {
    case 'GET':
      return prepared.get();
    case 'POST':
      return prepared.post(text ?? body ?? {});
    case 'PATCH':
      return prepared.patch(body ?? {});
    case 'DELETE':
      return prepared.delete();
    default:
      throw new Error(`no call of ours uses ${method}`);
  }
}

/** The path with every key and value encoded: the SDK encodes nothing, and `#EXT#` would cut a call in two. */
export function pathOf({ operation, keys = [], query = {}, link }: GraphCall): string {
  if (link !== undefined) return link;
  const left = [...keys];
  const path = operation.slice(operation.indexOf(' ') + 1).replaceAll(/\{[^}]+\}/g, () => {
    const key = left.shift();
    // An empty or dotted segment would make it another resource.
    if (key === undefined || /^\.{0,2}$/.test(key)) throw new Error(`${operation} got no key that can stand in a path`);
    return encodeURIComponent(key);
  });
  const options = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return options.length === 0 ? path : `${path}?${options.join('&')}`;
}

/** A text inside an OData expression. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function failedOf(call: GraphCall, token = '') {
  return {
    operation: call.operation,
    isRepeatable: call.isRepeatable ?? !call.operation.startsWith('POST '),
    secrets: [token, ...(call.secrets ?? [])],
  };
}

/** The next page of the same collection. A link to anywhere else is not followed: our token would go with it. */
function nextPage(first: GraphCall, link: string | undefined, origin: Origin): GraphCall | undefined {
  if (link === undefined) return undefined;
  const path = origin.pathOf(link);
  if (path === undefined) {
    const todo = 'Something between here and Microsoft rewrites answers: find it before you go on.';
    throw notAsked(first.operation, 'the next page lies at another address', todo);
  }
  return { ...first, link: path };
}

function notAList(call: GraphCall): RemoteFailure {
  return new RemoteFailure({ kind: 'unavailable', operation: call.operation, said: 'the answer holds no list' });
}
