// What the receiving server of a test message has found out about it, as a verdict on what our messages are worth elsewhere.

import type { MailHeaders } from '../model/mail-reader.ts';
import { readAuthResults } from './auth-results.ts';
import type { AuthResult } from './auth-results.ts';

export const AUTH_METHODS = ['spf', 'dkim', 'dmarc'] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

/**
 * - `pass`        all three do
 * - `not-pass`    one of them does not
 * - `cannot-tell` the header is missing, cannot be read, tells of a temporary error, or the message never left the tenant
 */
export interface DeliveredVerdict {
  readonly outcome: 'pass' | 'not-pass' | 'cannot-tell';
  /** `none` where nothing is said. */
  readonly results: Readonly<Record<AuthMethod, string>>;
  /** Why it cannot be told, in words. */
  readonly said?: string;
}

const NOTHING = { spf: 'none', dkim: 'none', dmarc: 'none' } as const;

/** Only the topmost header counts: every one below it may have come with the message. */
export function deliveredVerdict(headers: MailHeaders): DeliveredVerdict {
  const value = headers.find(([name]) => name === 'authentication-results')?.[1];
  if (value === undefined) return unknown('the mailbox shows no header Authentication-Results');
  const read = readAuthResults(value);
  if (read === undefined) return unknown('the header Authentication-Results cannot be read');
  const results = {
    spf: bestOf(read.results, 'spf'),
    dkim: bestOf(read.results, 'dkim'),
    dmarc: bestOf(read.results, 'dmarc'),
  };
  const all = AUTH_METHODS.map((method) => results[method]);
  if (all.every((result) => result === 'pass')) return { outcome: 'pass', results };
  if (all.every((result) => result === 'none')) {
    return { ...unknown('the message did not leave the organisation, so nothing was checked'), results };
  }
  // Judged only by what is final: an error of the receiver's own look-ups passes.
  if (all.every((result) => result === 'pass' || result === 'temperror')) {
    return { ...unknown('a look-up of the receiving server failed'), results };
  }
  return { outcome: 'not-pass', results };
}

function unknown(said: string): DeliveredVerdict {
  return { outcome: 'cannot-tell', results: NOTHING, said };
}

/** Of several signatures one that passes is enough. */
function bestOf(results: readonly AuthResult[], method: AuthMethod): string {
  const found = results.filter((result) => result.method === method).map(({ result }) => result);
  return found.find((result) => result === 'pass') ?? found[0] ?? 'none';
}
