// What Microsoft 365 and Google Workspace tell their customers to publish. One row a provider.

import type { TenantProvider } from '../../model/directory.ts';

interface OperatorRecords {
  readonly label: string;
  /** The SPF record to include. */
  readonly spf: string;
  /** Names below _domainkey under which it publishes its keys. */
  readonly selectors: readonly string[];
  readonly selectorType: 'CNAME' | 'TXT';
  /** Where the administrator finds the value of the DKIM record: it cannot be derived. */
  readonly dkimPlace: string;
  /** Registrable domains of its MX hosts. */
  readonly exchanges: readonly string[];
  readonly exchangeOf: (domain: string) => string;
}

/**
 * Sources: learn.microsoft.com/defender-office-365/email-authentication-dkim-configure (since May 2025 the CNAME of a new domain ends in
 * <letter>-v1.dkim.mail.microsoft, with a letter that only Microsoft knows), email-authentication-spf-configure;
 * support.google.com/a/answer/174124 (DKIM), 33786 (SPF), 174125 (MX).
 */
export const OPERATORS: Readonly<Record<TenantProvider, OperatorRecords>> = {
  'microsoft-365': {
    label: 'Microsoft 365',
    spf: 'spf.protection.outlook.com',
    selectors: ['selector1', 'selector2'],
    selectorType: 'CNAME',
    dkimPlace:
      'Defender portal > Email & collaboration > Policies & rules > Threat policies > Email authentication settings > DKIM (or Get-DkimSigningConfig), ' +
      'which shows both values; then turn signing on there',
    exchanges: ['outlook.com', 'mx.microsoft'],
    exchangeOf: (domain) => `0 ${domain.replaceAll('.', '-')}.mail.protection.outlook.com`,
  },
  'google-workspace': {
    label: 'Google Workspace',
    spf: '_spf.google.com',
    selectors: ['google'],
    selectorType: 'TXT',
    dkimPlace:
      'Admin console > Apps > Google Workspace > Gmail > Authenticate email, which makes the key; then start signing there',
    exchanges: ['google.com', 'googlemail.com', 'smtp.goog'],
    exchangeOf: () => '1 smtp.google.com',
  },
};
