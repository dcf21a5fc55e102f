// The signed assertion of a service account (RFC 7523): its signature, its audience, its time.

import { createVerify } from 'node:crypto';
import { z } from 'zod';
import type { ServiceAccount } from './key-file.ts';

const HEADER = z.object({ alg: z.string(), kid: z.string().optional() });
const CLAIMS = z.object({
  iss: z.string(),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
  scope: z.string().optional(),
  sub: z.string().optional(),
});

export type Claims = z.infer<typeof CLAIMS>;

const MOST_SKEW_S = 300;
const MOST_LIFE_S = 3600;

const GOOGLES = [
  'https://oauth2.googleapis.com/token',
  'https://www.googleapis.com/oauth2/v4/token',
  'https://accounts.google.com/o/oauth2/token',
];

/** The claims, or the `error_description` of an `invalid_grant`. */
export function readAssertion(
  assertion: string,
  at: { readonly account: ServiceAccount; readonly host: string; readonly now: number },
): Claims | string {
  const [head = '', body = '', signature = '', ...more] = assertion.split('.');
  const header = HEADER.safeParse(decode(head));
  const claims = CLAIMS.safeParse(decode(body));
  if (!header.success || !claims.success || more.length > 0) return 'Invalid JWT: could not be parsed.';
  const { iss, aud, iat, exp } = claims.data;
  if (iss !== at.account.clientEmail) return 'Invalid grant: account not found';
  if (header.data.alg !== 'RS256' || (header.data.kid ?? at.account.keyId) !== at.account.keyId) {
    return 'Invalid JWT Signature.';
  }
  const verify = createVerify('RSA-SHA256').update(`${head}.${body}`);
  if (!verify.verify(at.account.publicKey, Buffer.from(signature, 'base64url'))) return 'Invalid JWT Signature.';
  if (!GOOGLES.includes(aud) && !isOwn(aud, at.host)) return `Invalid JWT: Failed audience check.`;
  const nowS = at.now / 1000;
  if (exp - iat > MOST_LIFE_S || iat - MOST_SKEW_S > nowS || exp + MOST_SKEW_S < nowS) {
    return (
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. ' +
      'Check your iat and exp values in the JWT claim.'
    );
  }
  return claims.data;
}

/** The sandbox's own endpoint, under the name by which it was called. */
function isOwn(aud: string, host: string): boolean {
  return new RegExp(`^https?://[^/]+/(token|oauth2/v\\d/token|o/oauth2/token)$`).test(aud) && aud.includes(`//${host}/`);
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
