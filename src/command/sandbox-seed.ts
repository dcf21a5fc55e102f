// What the sandbox holds when it is started for a workspace: the company as it is before the migration.

import { randomUUID } from 'node:crypto';
import type { TenantProvider } from '../model/directory.ts';
import type { Person } from '../model/person.ts';
import type { Settings } from '../model/settings.ts';
import { skuOf } from '../provider/google-workspace/skus.ts';
import type { SandboxFacts } from '../sandbox/kernel/facts-file.ts';

/** Licences beyond one for each person. */
const SPARE_LICENCES = 10;
const DEFAULT_LICENCE = { 'microsoft-365': 'SPE_E3', 'google-workspace': '1010020020' } as const;

/** Puts the old accounts, both domains and enough licences into the sandbox. Throws where the sandbox refuses them. */
export async function seedSandbox(
  facts: SandboxFacts,
  { settings, people }: { readonly settings: Settings; readonly people: readonly Person[] },
): Promise<void> {
  const seed = seedOf(settings, people);
  const response = await fetch(`${facts.url}/_sandbox/seed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sandbox-token': facts.token },
    body: JSON.stringify({ ...seed, ...mailSeed(settings) }),
  });
  if (!response.ok) throw new Error(`the sandbox refused its seed: ${await response.text()}`);
}

function seedOf(settings: Settings, people: readonly Person[]): object {
  switch (settings.provider) {
    case 'microsoft-365':
      return microsoftSeed(settings, people);
    case 'google-workspace':
      return googleSeed(settings, people);
    case 'imap-host':
      return hostSeed(settings, people);
  }
}

/** The old mailboxes are at the host too, with passwords that nobody needs to know. */
function hostSeed({ oldDomains, newDomain }: Settings, people: readonly Person[]): object {
  return {
    hosting: {
      domains: [...oldDomains, newDomain],
      mailboxes: people.map(({ oldAddress, displayName }) => ({
        address: oldAddress,
        displayName,
        password: randomUUID(),
      })),
    },
  };
}

/** The archive and the sender of all have mailboxes beside the mail server, also where they are on a domain of the provider. */
function mailSeed({ sending }: Settings): object {
  if (sending?.smtp === undefined) return {};
  const mailboxes = [sending.smtp.archive?.address, sending.way === 'smtp' ? sending.sender?.address : undefined];
  return { mail: { mailboxes: mailboxes.filter((address) => address !== undefined) } };
}

/** How many of each licence the staff list needs. */
function licenceCounts(
  { licence: wanted }: Settings,
  provider: TenantProvider,
  people: readonly Person[],
): ReadonlyMap<string, number> {
  const fallback = wanted?.default ?? DEFAULT_LICENCE[provider];
  const counts = new Map<string, number>([[fallback, 0]]);
  for (const { licence = fallback } of people) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  return counts;
}

function microsoftSeed(settings: Settings, people: readonly Person[]): object {
  const skus = [...licenceCounts(settings, 'microsoft-365', people)].map(([skuPartNumber, count]) => ({
    skuPartNumber,
    // The old accounts hold one each, the new ones will.
    total: 2 * count + SPARE_LICENCES,
  }));
  const [sku] = skus;
  return {
    microsoft: {
      domains: [
        ...settings.oldDomains.map((name) => ({ name, isVerified: true })),
        { name: settings.newDomain, isVerified: true },
      ],
      skus,
      users: people.map(({ displayName, givenName, familyName, oldAddress }) => ({
        userPrincipalName: oldAddress,
        displayName,
        givenName,
        surname: familyName,
        ...(sku === undefined ? {} : { licences: [sku.skuPartNumber] }),
      })),
    },
  };
}

function googleSeed(settings: Settings, people: readonly Person[]): object {
  const skus = [...licenceCounts(settings, 'google-workspace', people)].map(([word, count]) => {
    const { id, name } = skuOf(word) ?? { id: word, name: word };
    return { id, name, total: 2 * count + SPARE_LICENCES };
  });
  const [sku] = skus;
  const { connection } = settings;
  const administrator = connection.provider === 'google-workspace' ? connection.administrator : undefined;
  const isListed = people.some(({ oldAddress }) => oldAddress === administrator);
  const administrators =
    administrator === undefined || isListed
      ? []
      : [{ primaryEmail: administrator, givenName: 'Admin', familyName: 'Admin', isAdmin: true }];
  return {
    google: {
      ...(administrator === undefined ? {} : { administrator }),
      domains: [
        ...settings.oldDomains.map((name, index) => ({ name, isVerified: true, isPrimary: index === 0 })),
        { name: settings.newDomain, isVerified: true },
      ],
      skus,
      users: [
        ...administrators,
        ...people.map(({ givenName, familyName, oldAddress }) => ({
          primaryEmail: oldAddress,
          givenName,
          familyName,
          ...(sku === undefined ? {} : { licences: [sku.id] }),
        })),
      ],
    },
  };
}
