// What somebody else does at the Microsoft 365 of a stage, with a program of his own.

import type { Stage } from './stage.ts';

async function call(
  stage: Stage,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body?: object },
): Promise<void> {
  const { url, microsoft = {} } = stage.sandbox();
  const { tenant, client, secret } = microsoft as Readonly<Record<'tenant' | 'client' | 'secret', string>>;
  const signIn = await fetch(`${url}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
  const { access_token: token } = (await signIn.json()) as { readonly access_token: string };
  const answer = await fetch(`${url}/v1.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
}

export function createByHand(stage: Stage, address: string): Promise<void> {
  return call(stage, {
    method: 'POST',
    path: 'users',
    body: {
      accountEnabled: true,
      displayName: 'Somebody Else',
      mailNickname: address.split('@')[0],
      userPrincipalName: address,
      passwordProfile: { password: 'Somebody-Elses-1' },
    },
  });
}

export function deleteByHand(stage: Stage, address: string): Promise<void> {
  return call(stage, { method: 'DELETE', path: `users/${encodeURIComponent(address)}` });
}
