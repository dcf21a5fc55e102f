// What the kill loop puts into old mailboxes, and what must have become of them and of the new ones, by the provider's own ledger.

import type { ProviderName, TenantProvider } from '../../src/model/directory.ts';
import { NEW_DOMAIN, OLD_DOMAIN } from '../story/stage.ts';
import type { LedgerLine } from '../story/stage.ts';

interface Loop {
  readonly provider: ProviderName;
  readonly mode: 'new-mailbox' | 'rename';
  readonly people: number;
  readonly hasThieves?: true;
}

const THIEF = 'thief@stranger.example';

function oldAddresses(people: number): readonly string[] {
  return Array.from({ length: people }, (_, index) => `p${index + 1}@${OLD_DOMAIN}`);
}

/** A seed: in each old mailbox one rule that sends everything to a stranger, and one of the owner's own. */
export function hiddenRules({ provider, people }: Loop): object {
  const owners = oldAddresses(people);
  if (provider === 'google-workspace') {
    return {
      google: {
        confirmedForwarding: owners.map((mailbox) => ({ mailbox, address: THIEF })),
        filters: owners.flatMap((mailbox) => [
          { mailbox, filter: { criteria: { query: 'pay' }, action: { forward: THIEF } } },
          { mailbox, filter: { criteria: { query: 'own' }, action: { addLabelIds: ['STARRED'] } } },
        ]),
      },
    };
  }
  const forwardTo = [{ emailAddress: { address: THIEF, name: 'x' } }];
  return {
    microsoft: {
      rules: owners.flatMap((userPrincipalName) => [
        { userPrincipalName, rule: { displayName: 'hidden', sequence: 1, actions: { forwardTo } } },
        { userPrincipalName, rule: { displayName: 'own', sequence: 2, actions: { markAsRead: true } } },
      ]),
    },
  };
}

/** How the ledger of each provider writes of what must happen to every mailbox. */
const KEYS: Readonly<Record<TenantProvider, (mailbox: string) => readonly string[]>> = {
  'microsoft-365': (mailbox) => [`rule.delete ${mailbox} hidden`],
  'google-workspace': (mailbox) => [
    `filter.delete ${mailbox} ANe1Bmlater1`,
    `forward.address-delete ${mailbox} ${THIEF}`,
  ],
};
const LANGUAGE: Readonly<Record<TenantProvider, string>> = {
  'microsoft-365': 'settings.set',
  'google-workspace': 'language.set',
};

/** Everybody's hidden rule is gone and nobody's own; every new mailbox has its language, and at Google its signature. */
export function judgeMailboxes(
  company: string,
  ledger: readonly LedgerLine[],
  { wish, result }: { readonly wish: Loop; readonly result: { readonly lost: string[] } },
): void {
  const { provider, mode, people, hasThieves } = wish;
  // A plain host shows us neither rules nor languages.
  if (provider === 'imap-host') return;
  const effects = new Set(ledger.map(({ kind, key }) => `${kind} ${key}`));
  for (const old of oldAddresses(people)) {
    const made = old.replace(OLD_DOMAIN, NEW_DOMAIN);
    const wanted = [
      ...(hasThieves !== true ? [] : KEYS[provider](mode === 'rename' ? made : old)),
      ...(mode === 'new-mailbox' ? [`${LANGUAGE[provider]} ${made}`] : []),
      ...(provider === 'google-workspace' ? [`sender.set ${made} ${made}`] : []),
    ];
    for (const effect of wanted) if (!effects.has(effect)) result.lost.push(`${company}: ${effect}`);
  }
  for (const effect of effects) {
    if (/^(?:rule|filter)\.delete .* (?:own|ANe1Bmlater2)$/u.test(effect)) {
      result.lost.push(`${company}: ${effect}, which nobody has approved`);
    }
  }
}
