// node bare-loop.ts <sandbox.json> <staff.csv> <concurrency>: what an administrator's own script would do, with the same SDK:
// create, licence, mailbox. No plan, no log, no lanes, nothing to resume from. The yardstick of apply-overhead.

import { readFile } from 'node:fs/promises';
import { Client } from '@microsoft/microsoft-graph-client';
import PQueue from 'p-queue';

interface SandboxFacts {
  readonly url: string;
  readonly microsoft: { readonly tenant: string; readonly client: string; readonly secret: string };
}

const [factsFile = '', staffFile = '', concurrency = ''] = process.argv.slice(2);
const { url, microsoft } = JSON.parse(await readFile(factsFile, 'utf8')) as SandboxFacts;
const addresses = (await readFile(staffFile, 'utf8')).match(/[^,\s]+@[^,\s]+/gu) ?? [];

const token = await signIn();
const client = Client.init({
  authProvider: (done) => done(null, token),
  baseUrl: `${url}/`,
  customHosts: new Set([new URL(url).hostname]),
  fetchOptions: { headers: { authorization: `Bearer ${token}` } },
});
const { value: skus } = (await client.api('/subscribedSkus').get()) as { readonly value: { readonly skuId: string }[] };
const queue = new PQueue({ concurrency: Number(concurrency) });
await queue.addAll(addresses.map((address) => () => move(address.replace('aozora-shoji', 'aozora-trading'))));
process.stdout.write(`${addresses.length} moved\n`);

async function signIn(): Promise<string> {
  const response = await fetch(`${url}/${microsoft.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: microsoft.client,
      client_secret: microsoft.secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
  return ((await response.json()) as { readonly access_token: string }).access_token;
}

async function move(address: string): Promise<void> {
  const [mailNickname] = address.split('@');
  const { id } = (await client.api('/users').post({
    accountEnabled: true,
    displayName: mailNickname,
    mailNickname,
    userPrincipalName: address,
    usageLocation: 'JP',
    passwordProfile: { forceChangePasswordNextSignIn: true, password: `Bench-${Math.random()}-9x!` },
  })) as { readonly id: string };
  await client
    .api(`/users/${id}/assignLicense`)
    .post({ addLicenses: [{ skuId: skus[0]?.skuId, disabledPlans: [] }], removeLicenses: [] });
  await client.api(`/users/${id}/mailFolders/inbox`).select('id').get();
}
