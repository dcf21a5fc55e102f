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
  /** Addresses of a name; empty where it has none. Absent: those that the system finds. */
  readonly addressesOf?: (name: string) => Promise<readonly string[]>;
}

/** `said`: why there was no answer, one sentence without a full stop. */
export type FetchOutcome =
  | { readonly url: string; readonly answer: { readonly status: number; readonly body: string } }
  | { readonly url: string; readonly said: string };

const TIMEOUT_MS = 10_000;
/** The largest documents of mail providers have some 20 KiB. */
const MOST_BYTES = 256 * 1024;
const MOST_REDIRECTS = 3;

export async function fetchPublished(wish: FetchWish): Promise<FetchOutcome> {
  let { url } = wish;
  for (let left = MOST_REDIRECTS; ; left -= 1) {
    const { said, status, body, location } = await ask({ ...wish, url });
    if (said !== undefined) return { url: wish.url, said };
    if (status < 300 || status > 399 || location === undefined || wish.post !== undefined) {
      return { url: wish.url, answer: { status, body } };
    }
    const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
    if (
      next === undefined ||
      !/^https?:$/.test(next.protocol) ||
      (url.startsWith('https:') && next.protocol === 'http:')
    ) {
      return { url: wish.url, said: 'it leads to an address that no mail program follows' };
    }
    if (left === 0) return { url: wish.url, said: 'it leads on and on' };
    url = next.href;
  }
}

interface Said {
  readonly said?: string;
  readonly status: number;
  readonly body: string;
  readonly location?: string;
}

function ask({ url, post, addressesOf }: FetchWish): Promise<Said> {
  const { promise, resolve } = Promise.withResolvers<Said>();
  const fail = (said: string): void => {
    resolve({ said, status: 0, body: '' });
  };
  const begin = url.startsWith('https:') ? overHttps : overHttp;
  const call = begin(
    url,
    {
      method: post === undefined ? 'GET' : 'POST',
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(post !== undefined && { headers: { 'content-type': 'text/xml; charset=utf-8' } }),
      ...(addressesOf !== undefined && { lookup: lookingUp(addressesOf) }),
    },
    (answer) => {
      void boundedBody(answer, MOST_BYTES).then(
        (body) => {
          if (body === undefined) {
            fail('its answer is larger than any such document');
            call.destroy();
            return;
          }
          const { location } = answer.headers;
          resolve({ status: answer.statusCode ?? 0, body, ...(location !== undefined && { location }) });
        },
        (error: unknown) => {
          fail(reasonOf(error));
        },
      );
    },
  );
  call.on('error', (error) => {
    fail(reasonOf(error));
  });
  call.end(post);
  return promise;
}

function lookingUp(addressesOf: NonNullable<FetchWish['addressesOf']>): LookupFunction {
  return (name, options, done) => {
    addressesOf(name).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) {
          done(Object.assign(new Error(`${name} has no address`), { code: 'ENOTFOUND' }), '');
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

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name has no address',
  ECONNREFUSED: 'nobody answers there',
  ECONNRESET: 'the connection was cut off',
  ABORT_ERR: 'no answer in ten seconds',
};

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return REASONS[code] ?? `${code} ${'message' in error ? String(error.message) : ''}`.trim();
}
