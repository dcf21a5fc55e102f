// Who sends for a domain, by migrate.yaml: what SPF and DKIM have to say.

import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TenantProvider } from '../model/directory.ts';
import type { SendingSettings, Settings, SmtpSettings } from '../model/settings.ts';
import type { SendingFacts } from '../provider/dns/judgement.ts';

/** Servers of a provider, under the names by which its customers know them. */
const PROVIDER_HOSTS: Readonly<Record<string, TenantProvider>> = {
  'smtp.office365.com': 'microsoft-365',
  'smtp.gmail.com': 'google-workspace',
  'smtp-relay.gmail.com': 'google-workspace',
};

export interface SendingPlace {
  readonly folder: string;
  readonly settings: Settings;
  readonly sending: SendingSettings;
}

export async function sendingFacts(domain: string, place: SendingPlace): Promise<SendingFacts> {
  const { settings, sending } = place;
  const dkim = sending.way === 'smtp' ? sending.smtp?.dkim : undefined;
  return {
    domain,
    ...(settings.provider !== 'imap-host' && { receiver: settings.provider }),
    server: serverOf(sending),
    selectors: sending.dkimSelectors,
    ...(sending.blocklists !== undefined && { blocklists: sending.blocklists }),
    ...(dkim !== undefined && { signs: await signatureOf(dkim, place.folder) }),
  };
}

function serverOf({ way, smtp }: SendingSettings): SendingFacts['server'] {
  switch (way) {
    case 'graph':
      return 'microsoft-365';
    case 'gmail':
      return 'google-workspace';
    case 'smtp': {
      const host = smtp?.host.toLowerCase() ?? '';
      return PROVIDER_HOSTS[host] ?? { host };
    }
  }
}

async function signatureOf(
  { domain, selector, keyFile }: NonNullable<SmtpSettings['dkim']>,
  folder: string,
): Promise<NonNullable<SendingFacts['signs']>> {
  try {
    const key = createPublicKey(await readFile(resolve(folder, keyFile), 'utf8'));
    return { domain, selector, publicKey: key.export({ type: 'spki', format: 'pem' }).toString() };
  } catch {
    // That the key cannot be read is said where it is to sign.
    return { domain, selector };
  }
}
