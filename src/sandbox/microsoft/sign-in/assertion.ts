// Client assertions: a JSON Web Token that the application signed with a certificate which the tenant knows (RFC 7523).

import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { World } from '../../kernel/world.ts';
import { tenantOf } from '../tenant.ts';

const HEAD = z.object({
  alg: z.enum(['RS256', 'PS256']),
  x5t: z.string().optional(),
  'x5t#S256': z.string().optional(),
});

const CLAIMS = z.object({ iss: z.string(), sub: z.string(), aud: z.string(), exp: z.number() });

/** Why the assertion proves nothing, in Entra's words; undefined where it proves the application. */
export function assertionFault(world: World, assertion: string): string | undefined {
  const [headPart = '', bodyPart = '', signature = ''] = assertion.split('.');
  const head = HEAD.safeParse(jsonOf(headPart));
  const claims = CLAIMS.safeParse(jsonOf(bodyPart));
  if (!head.success || !claims.success) return 'The client assertion is malformed.';
  const { clientId, certificates } = tenantOf(world);
  const certificate = certificates.map((pem) => new X509Certificate(pem)).find((one) => isNamed(one, head.data));
  if (certificate === undefined) return 'The key was not found.';
  const { iss, sub, aud, exp } = claims.data;
  if (iss !== clientId || sub !== clientId) return 'The issuer of the assertion is not the application.';
  if (!/\/oauth2\/v2\.0\/token$|\/v2\.0$/.test(aud)) return 'The audience of the assertion is not the token endpoint.';
  if (exp * 1000 <= world.clock.now()) return 'The assertion has expired.';
  const isSigned = verify(
    'sha256',
    Buffer.from(`${headPart}.${bodyPart}`),
    head.data.alg === 'RS256'
      ? certificate.publicKey
      : { key: certificate.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
    Buffer.from(signature, 'base64url'),
  );
  return isSigned ? undefined : 'The signature does not fit.';
}

function isNamed(certificate: X509Certificate, head: z.infer<typeof HEAD>): boolean {
  const print = (algorithm: string) => createHash(algorithm).update(certificate.raw).digest('base64url');
  return head['x5t#S256'] === print('sha256') || head.x5t === print('sha1');
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
