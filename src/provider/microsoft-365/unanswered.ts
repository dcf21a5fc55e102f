// What a broken connection proves. Only an error from before the request left says that nothing happened.

import { objectOf, textAt } from './json.ts';

export interface Unanswered {
  /**
   * - `nothing-sent` no connection was made, so nothing can have happened
   * - `untrusted`    the other end could not prove who it is, so nothing was sent, and asking again will not help
   * - `unknown`      the request may have arrived
   */
  readonly proof: 'nothing-sent' | 'untrusted' | 'unknown';
  readonly said: string;
  readonly code?: string;
  readonly todo?: string;
}

/** Codes of node and undici that come up before a connection stands. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const BEFORE_SENDING_CALLS = new Set(['connect', 'getaddrinfo']);
/** The TLS handshake comes before the request. */
const UNTRUSTED = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY))/;

/** Reads an error that fetch, or the sign-in library, threw instead of an answer. */
export function unansweredAs(error: unknown): Unanswered {
  const chain = causes(error);
  const coded = chain.find(({ code }) => code !== undefined);
  const code = coded?.code;
  const said = coded?.message ?? chain.at(-1)?.message ?? 'no answer came';
  const more = { said, ...(code === undefined ? {} : { code }) };
  if (chain.some((one) => one.name === 'TimeoutError')) return { proof: 'unknown', ...more };
  if (code !== undefined && UNTRUSTED.test(code)) {
    return {
      proof: 'untrusted',
      ...more,
      todo: "Something between here and Microsoft opens TLS. Give its certificate to node with NODE_EXTRA_CA_CERTS, or exempt Microsoft's addresses.",
    };
  }
  const isBefore = chain.some(
    (one) => BEFORE_SENDING.has(one.code ?? '') || BEFORE_SENDING_CALLS.has(one.syscall ?? ''),
  );
  return { proof: isBefore ? 'nothing-sent' : 'unknown', ...more };
}

interface Cause {
  readonly name: string | undefined;
  readonly message: string | undefined;
  readonly code: string | undefined;
  readonly syscall: string | undefined;
}

/** The error, its cause, the cause of that. */
function causes(error: unknown): readonly Cause[] {
  const found: Cause[] = [];
  for (let at = objectOf(error); at !== undefined && found.length < 8; at = objectOf(at['cause'])) {
    const { name, message, code, syscall } = {
      name: textAt(at, 'name'),
      message: textAt(at, 'message'),
      code: textAt(at, 'code'),
      syscall: textAt(at, 'syscall'),
    };
    found.push({ name, message, code, syscall });
  }
  return found;
}
