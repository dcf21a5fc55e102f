// Fetches one thing that is published for mail programs, as they do: no cookies, no credentials, little patience. Nothing that comes back
// is believed: it is cut at a size, and a way from HTTPS to HTTP is not gone.

import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { boundedBody } from './bounded-body.ts';

export interface FetchWish {
  readonly url: string;
  /** Absent: GET. */
  readonly post?: string;
  /** Addresses of a name; empty where it has none, `said` where nobody could tell. Absent: those that the system finds. */
  readonly addressesOf?: (name: string) => Promise<readonly string[] | { readonly said: string }>;
  /** Absent: some, as mail programs do. */
  readonly redirects?: 'none';
  /** Of each request, until the last byte. */
  readonly timeoutMs?: number;
}

interface FetchedAnswer {
  readonly status: number;
  /** Content-Type as it was given, without its parameters; '' where there was none. */
  readonly type: string;
  readonly body: string;
  /** Where a redirect leads that was not followed. */
  readonly location?: string;
}

/** `said`: why there was no answer, one sentence without a full stop. `isUncertain`: the name could not be looked up, which proves nothing. */
export type FetchOutcome =
  | { readonly url: string; readonly answer: FetchedAnswer }
  | { readonly url: string; readonly said: string; readonly isUncertain?: true };

const TIMEOUT_MS = 10_000;
/** The largest documents of mail providers have some 20 KiB. */
const MOST_BYTES = 256 * 1024;
const MOST_REDIRECTS = 3;

/** A question that is sent by POST is sent again where a redirect leads, over HTTPS alone, as Outlook does. */
export async function fetchPublished(wish: FetchWish): Promise<FetchOutcome> {
  let { url } = wish;
  for (let left = MOST_REDIRECTS; ; left -= 1) {
    const asked = await ask({ ...wish, url });
    if ('said' in asked) return { url: wish.url, ...asked };
    const { status, location } = asked;
    if (status < 300 || status > 399 || location === undefined || wish.redirects === 'none') {
      return { url: wish.url, answer: asked };
    }
    const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
    const isPlain = next?.protocol === 'http:' && url.startsWith('http:') && wish.post === undefined;
    if (next === undefined || !(isPlain || next.protocol === 'https:')) {
      return { url: wish.url, said: 'it leads to an address that no mail program follows' };
    }
    if (left === 0) return { url: wish.url, said: 'it leads on and on' };
    url = next.href;
  }
}

type Failed = Pick<Extract<FetchOutcome, { readonly said: string }>, 'said' | 'isUncertain'>;

function ask({ url, post, addressesOf, timeoutMs = TIMEOUT_MS }: FetchWish): Promise<FetchedAnswer | Failed> {
  const { promise, resolve } = Promise.withResolvers<FetchedAnswer | Failed>();
  const deadline = AbortSignal.timeout(timeoutMs);
  const fail = (error: unknown): void => {
    resolve(deadline.aborted ? { said: `no answer in ${Math.ceil(timeoutMs / 1000)} seconds` } : reasonOf(error));
  };
  const begin = url.startsWith('https:') ? overHttps : overHttp;
  const call = begin(
    url,
    {
      method: post === undefined ? 'GET' : 'POST',
      agent: false,
      signal: deadline,
      ...(post !== undefined && { headers: { 'content-type': 'text/xml; charset=utf-8' } }),
      ...(addressesOf !== undefined && { lookup: lookingUp(addressesOf) }),
    },
    (answer) => {
      void boundedBody(answer, MOST_BYTES).then((body) => {
        if (body === undefined) {
          resolve({ said: 'its answer is larger than any such document' });
          call.destroy();
          return;
        }
        const { location, 'content-type': type = '' } = answer.headers;
        resolve({
          status: answer.statusCode ?? 0,
          type: (type.split(';')[0] ?? '').trim(),
          body,
          ...(location !== undefined && { location }),
        });
      }, fail);
    },
  );
  call.on('error', fail);
  call.end(post);
  return promise;
}

/** What the system says, too, of a name that could not be looked up. */
const NOT_LOOKED_UP = 'EAI_AGAIN';

function lookingUp(addressesOf: NonNullable<FetchWish['addressesOf']>): LookupFunction {
  const failed = (code: string, said: string): Error => Object.assign(new Error(said), { code });
  return (name, options, done) => {
    addressesOf(name).then(
      (addresses) => {
        if ('said' in addresses) {
          done(failed(NOT_LOOKED_UP, addresses.said), '');
          return;
        }
        const [first] = addresses;
        if (first === undefined) {
          done(failed('ENOTFOUND', `${name} has no address`), '');
          return;
        }
        const family = (address: string): number => (address.includes(':') ? 6 : 4);
        if (options.all === true)
          done(
            null,
            addresses.map((address) => ({ address, family: family(address) })),
          );
        else done(null, first, family(first));
      },
      (error: unknown) => {
        done(error instanceof Error ? error : new Error(String(error)), '');
      },
    );
  };
}

const UNTRUSTED = 'its certificate is from nobody whom mail programs trust';
const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name has no address',
  ECONNREFUSED: 'nobody answers there',
  ECONNRESET: 'the connection was cut off',
  EHOSTUNREACH: 'there is no way to its address',
  ENETUNREACH: 'there is no way to its address',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for other names',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
};

function reasonOf(error: unknown): Failed {
  if (typeof error !== 'object' || error === null) return { said: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = 'message' in error ? String(error.message) : '';
  if (code === NOT_LOOKED_UP) return { said: message, isUncertain: true };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return { said: 'what answers there does not speak TLS' };
  if (code.startsWith('HPE_')) return { said: 'what answers there does not speak HTTP' };
  return { said: REASONS[code] ?? `${code} ${message}`.trim() };
}
