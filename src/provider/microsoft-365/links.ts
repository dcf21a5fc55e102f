// The two links of the chain under the Graph SDK: one signs the call, one sends it. Both write down what really happened.

import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { RemoteFailure } from '../../model/failure.ts';
import { exchange } from './exchange.ts';
import type { Request } from './exchange.ts';
import type { Answer } from './failures.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Tokens } from './tokens.ts';

/** An answer, also as bytes where it is no text. */
export interface WholeAnswer extends Answer {
  readonly bytes: Uint8Array;
}

/** How an exchange ended. */
export type Outcome =
  | { readonly came: 'answer'; readonly answer: WholeAnswer }
  | { readonly came: 'nothing'; readonly error: unknown }
  | { readonly came: 'no-token'; readonly failure: RemoteFailure };

/** What the links write down of one call. */
export interface Travel {
  /** Kept only so that no message repeats it. */
  token: string;
  outcome: Outcome | undefined;
}

const GRAPH = 'https://graph.microsoft.com';
const VERSIONS = ['/v1.0', '/beta'];

/** Leads calls to another origin while the SDK thinks of graph.microsoft.com. */
export interface Origin {
  readonly base: string;
  /** The address that is really called. */
  lead(url: string): string;
  /** The path below /v1.0 or /beta of a link that Graph, or its stand-in, gave; undefined where it leads elsewhere. */
  pathOf(link: string): string | undefined;
}

/** `base` without a path: `https://graph.microsoft.com`, `http://127.0.0.1:4500`. */
export function originAt(base: string = GRAPH): Origin {
  const { origin, protocol, hostname } = new URL(base);
  if (protocol === 'http:' && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
    throw new Error(`tokens do not go over plain http to ${hostname}`);
  }
  return {
    base: origin,
    lead: (url) => (url.startsWith(`${GRAPH}/`) ? origin + url.slice(GRAPH.length) : url),
    pathOf: (link) =>
      [GRAPH, origin]
        .flatMap((known) => VERSIONS.map((version) => `${known}${version}/`))
        .filter((start) => link.startsWith(start))
        .map((start) => link.slice(start.length - 1))[0],
  };
}

/** Signs the call. A refused token is renewed once: 401 means that nothing was done. */
export function authenticationLink(tokens: Tokens, travel: Travel): Middleware {
  let next: Middleware | undefined;
  return {
    setNext: (link) => {
      next = link;
    },
    async execute(context) {
      if (next === undefined) throw new Error('the chain ends before a call is sent');
      try {
        travel.token = await tokens.token();
        await next.execute(signed(context, travel.token));
        if (statusOf(travel) !== 401) return;
        const renewed = await tokens.renew(travel.token);
        if (renewed === travel.token) return;
        travel.token = renewed;
        await next.execute(signed(context, renewed));
      } catch (error) {
        if (error instanceof RemoteFailure) travel.outcome = { came: 'no-token', failure: error };
        throw error;
      }
    },
  };
}

function statusOf({ outcome }: Travel): number | undefined {
  return outcome?.came === 'answer' ? outcome.answer.status : undefined;
}

/** The SDK gives headers as a plain object. */
function signed(context: Context, token: string): Context {
  const headers = Object.assign({}, context.options?.headers, { Authorization: `Bearer ${token}` });
  context.options = { ...context.options, headers };
  return context;
}

export interface FetchLinkOptions {
  readonly origin: Origin;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly travel: Travel;
  /** So much of a body is loaded; absent: all of it. */
  readonly mostBytes?: number;
  /** Told of each exchange before it begins. */
  readonly announce: () => void | Promise<void>;
}

/** Sends the call and reads the whole answer, both within the time that is allowed. Redirections are not followed. */
export function fetchLink({ origin, timeoutMs, now, travel, mostBytes, announce }: FetchLinkOptions): Middleware {
  return {
    async execute(context) {
      // The SDK's type for it is one of the browser's; our calls always give a text.
      const sent: { readonly request: unknown } = context;
      const { request } = sent;
      if (typeof request !== 'string') throw new Error('a call reached the wire without an address');
      await announce();
      try {
        const { status, header, bytes } = await exchange(origin.lead(request), wantedOf(context), {
          timeoutMs,
          ...(mostBytes !== undefined && { mostBytes }),
        });
        const retry = retryAfterMs(header, now());
        const answer: WholeAnswer = {
          status,
          bytes,
          text: new TextDecoder().decode(bytes),
          ...(retry === undefined ? {} : { retryAfterMs: retry }),
        };
        travel.outcome = { came: 'answer', answer };
      } catch (error) {
        travel.outcome = { came: 'nothing', error };
        throw error;
      }
    },
  };
}

/** The SDK gives the method, plain headers and a text. */
function wantedOf({ options }: Context): Request {
  const { method = 'GET', headers, body } = options ?? {};
  return {
    method,
    headers: { ...(headers as Readonly<Record<string, string>> | undefined) },
    ...(typeof body === 'string' && { body }),
  };
}
