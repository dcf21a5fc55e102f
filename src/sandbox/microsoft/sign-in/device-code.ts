// The device code flow: the code is approved by itself, or by `POST /{tenant}/sandbox/devicecode/approve` where the seed asks for that.

import type { Answer, Call } from '../../kernel/call.ts';
import type { Route } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { roomsOf, type DeviceCodeRecord } from '../records.ts';
import { tenantOf } from '../tenant.ts';
import { issueToken, signed } from './access-token.ts';
import { entraError } from './entra-error.ts';

const LIFETIME_SECONDS = 900;
const INTERVAL_SECONDS = 5;
/** The person that types the code: an account of the tenant that no listing shows. */
const PERSON = '00000000-0000-4000-8000-000000000001';

export const deviceCodeRoute: Route = {
  method: 'POST',
  pattern: '/:tenant/oauth2/v2.0/devicecode',
  answer(_call, _params, world) {
    const code: DeviceCodeRecord = {
      code: world.random.hex(48),
      userCode: world.random.hex(9).toUpperCase(),
      expiresAt: world.clock.now() + LIFETIME_SECONDS * 1000,
      ...(tenantOf(world).asksForDeviceCode ? {} : { approvedAt: world.clock.now() }),
    };
    roomsOf(world).deviceCodes.put(code.code, code);
    const uri = 'https://microsoft.com/devicelogin';
    const body = {
      user_code: code.userCode,
      device_code: code.code,
      verification_uri: uri,
      expires_in: LIFETIME_SECONDS,
      // Clients take whole seconds only, and 0 for the default.
      interval: Math.max(1, Math.round(world.clock.scaled(INTERVAL_SECONDS * 1000) / 1000)),
      message: `To sign in, use a web browser to open the page ${uri} and enter the code ${code.userCode} to authenticate.`,
    };
    return { status: 200, body };
  },
};

/** What the person does who types the code in. */
export const approveRoute: Route = {
  method: 'POST',
  pattern: '/:tenant/sandbox/devicecode/approve',
  answer(call, _params, world) {
    const { deviceCodes } = roomsOf(world);
    const wanted = call.form?.get('user_code') ?? '';
    const code = [...deviceCodes.values()].find((one) => one.userCode === wanted);
    if (code === undefined) return { status: 404, body: { error: 'no such code' } };
    deviceCodes.put(code.code, { ...code, approvedAt: world.clock.now() });
    return { status: 204 };
  },
};

/** The code itself serves as refresh token. */
export function deviceToken(call: Call, code: string, world: World): Answer {
  const known = roomsOf(world).deviceCodes.get(code);
  if (known === undefined) {
    return entraError(call, { status: 400, error: 'bad_verification_code', code: 70020, said: 'The code is not known.' });
  }
  if (known.approvedAt === undefined) {
    if (known.expiresAt <= world.clock.now()) {
      return entraError(call, { status: 400, error: 'expired_token', code: 70020, said: 'The code has expired.' });
    }
    const said = 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.';
    return entraError(call, { status: 400, error: 'authorization_pending', code: 70016, said });
  }
  const { tenantId, clientId, tokenKey, initialDomain } = tenantOf(world);
  const { token, expiresInSeconds, expiresOn } = issueToken(world, PERSON);
  const idToken = {
    aud: clientId,
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    exp: expiresOn,
    oid: PERSON,
    sub: PERSON,
    tid: tenantId,
    name: 'Administrator',
    preferred_username: `admin@${initialDomain}`,
    ver: '2.0',
  };
  const body = {
    token_type: 'Bearer',
    scope: 'https://graph.microsoft.com/.default',
    expires_in: expiresInSeconds,
    ext_expires_in: expiresInSeconds,
    access_token: token,
    refresh_token: code,
    id_token: signed(idToken, tokenKey),
    client_info: Buffer.from(JSON.stringify({ uid: PERSON, utid: tenantId })).toString('base64url'),
  };
  return { status: 200, body };
}
