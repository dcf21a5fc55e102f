// Zones as they are met in the world, and what is to be said of each.

import type { SendingFacts } from '../../../src/provider/dns/judgement.ts';
import { DOMAIN, GOOD, GOOGLE, KEY, rsaKey } from './zone.ts';
import type { Records } from './zone.ts';

const SHORT = rsaKey(1024);
const TINY = rsaKey(512);
const OWN: Partial<SendingFacts> = {
  server: { host: '192.0.2.25' },
  signs: { domain: DOMAIN, selector: 'mail2026', publicKey: KEY.pem },
};
const OWN_GOOD: Records = {
  ...GOOD,
  '@ TXT': ['v=spf1 ip4:192.0.2.25 -all'],
  '@mail2026._domainkey TXT': [KEY.record],
};
const GOOGLE_GOOD: Records = {
  '@ MX': ['1 aspmx.l.google.com'],
  '@ TXT': ['v=spf1 include:_spf.google.com ~all'],
  '@google._domainkey TXT': [KEY.record],
  '@_dmarc TXT': [`v=DMARC1; p=quarantine; rua=mailto:dmarc@${DOMAIN}`],
};
const many = Array.from({ length: 11 }, (_, index) => `a:h${index}.${DOMAIN}`).join(' ');
const manyHosts = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`@h${index} A`, ['192.0.2.1']]));

export interface Case {
  readonly name: string;
  readonly zone: Records;
  readonly facts?: Partial<SendingFacts>;
  readonly codes: readonly string[];
}

export const CASES: readonly Case[] = [
  { name: 'all as Microsoft 365 wants it', zone: GOOD, codes: [] },
  { name: 'all as Google Workspace wants it', zone: GOOGLE_GOOD, facts: GOOGLE, codes: [] },
  { name: 'a server of one’s own that signs', zone: OWN_GOOD, facts: OWN, codes: [] },
  {
    name: 'a server of one’s own by a name, with a selector that is named',
    zone: { ...OWN_GOOD, '@ TXT': ['v=spf1 a:mail.nx-firma.example -all'], '@mail A': ['192.0.2.25'] },
    facts: { server: { host: `mail.${DOMAIN}` }, selectors: ['mail2026'] },
    codes: [],
  },
  {
    name: 'nothing at all',
    zone: {},
    codes: ['error mx.missing', 'error spf.missing', 'error dkim.missing', 'error dkim.missing', 'error dmarc.missing'],
  },
  { name: 'a domain that takes no mail', zone: { ...GOOD, '@ MX': ['0 .'] }, codes: ['error mx.none-wanted'] },
  { name: 'mail servers that are gone', zone: { ...GOOD, '@ MX': ['0 nx-gone.example'] }, codes: ['error mx.dead'] },
  {
    name: 'mail that goes elsewhere',
    zone: { ...GOOD, '@ MX': ['0 mx.filter.example'] },
    codes: ['warning mx.elsewhere'],
  },

  {
    name: 'two SPF records',
    zone: { ...GOOD, '@ TXT': ['v=spf1 a -all', 'v=spf1 mx -all'] },
    codes: ['error spf.several'],
  },
  { name: 'SPF for everybody', zone: { ...GOOD, '@ TXT': ['v=spf1 +all'] }, codes: ['error spf.open'] },
  {
    name: 'SPF for every address',
    zone: { ...GOOD, '@ TXT': ['v=spf1 ip4:0.0.0.0/0 -all'] },
    codes: ['error spf.open'],
  },
  {
    name: 'SPF without the provider',
    zone: { ...GOOD, '@ TXT': ['v=spf1 mx -all'] },
    codes: ['error spf.server-left-out'],
  },
  {
    name: 'SPF that takes the provider out again',
    zone: { ...GOOD, '@ TXT': ['v=spf1 -include:spf.protection.outlook.com ~all'] },
    codes: ['error spf.server-left-out'],
  },
  {
    name: 'SPF with too many look-ups',
    zone: { ...GOOD, ...manyHosts, '@ TXT': [`v=spf1 ${many} include:spf.protection.outlook.com -all`] },
    codes: ['error spf.too-many-lookups'],
  },
  {
    name: 'SPF with names that are gone',
    zone: {
      ...GOOD,
      '@ TXT': ['v=spf1 a:nx-a.example a:nx-b.example a:nx-c.example include:spf.protection.outlook.com -all'],
    },
    codes: ['error spf.broken'],
  },
  {
    name: 'SPF with an include that is gone',
    zone: { ...GOOD, '@ TXT': ['v=spf1 include:nx-gone.example -all'] },
    codes: ['error spf.broken'],
  },
  {
    name: 'SPF with a spelling mistake',
    zone: { ...GOOD, '@ TXT': ['v=spf1 inlude:spf.protection.outlook.com -all'] },
    codes: ['error spf.broken'],
  },
  {
    name: 'SPF with a dash of a word processor',
    zone: { ...GOOD, '@ TXT': ['v=spf1 include:spf.protection.outlook.com –all'] },
    codes: ['error spf.broken'],
  },
  {
    name: 'SPF with a misspelt version',
    zone: { ...GOOD, '@ TXT': ['v=spf1include:spf.protection.outlook.com -all'] },
    codes: ['error spf.missing'],
  },
  {
    name: 'SPF that does not decide',
    zone: { ...GOOD, '@ TXT': ['v=spf1 include:spf.protection.outlook.com ?all'] },
    codes: ['warning spf.undecided'],
  },
  {
    name: 'a server of one’s own that SPF has forgotten, and a signature that carries it',
    zone: { ...OWN_GOOD, '@ TXT': ['v=spf1 mx -all'] },
    facts: OWN,
    codes: ['warning spf.server-left-out'],
  },
  {
    name: 'a server on this computer',
    zone: OWN_GOOD,
    facts: { ...OWN, server: { host: '127.0.0.1' } },
    codes: ['warning spf.server-unknown'],
  },

  { name: 'one key of two', zone: { ...GOOD, '@selector2._domainkey TXT': [] }, codes: ['warning dkim.missing'] },
  {
    name: 'keys that are aliases of nothing',
    zone: {
      ...GOOD,
      '@selector1._domainkey TXT': [],
      '@selector1._domainkey CNAME': ['selector1-nx-firma.nx-microsoft.example'],
      '@selector2._domainkey TXT': [],
    },
    codes: ['error dkim.not-turned-on', 'error dkim.missing'],
  },
  {
    name: 'a wildcard where a key should be',
    zone: { ...GOOGLE_GOOD, '@google._domainkey TXT': ['v=spf1 -all'] },
    facts: GOOGLE,
    codes: ['error dkim.missing'],
  },
  {
    name: 'a revoked key',
    zone: { ...GOOGLE_GOOD, '@google._domainkey TXT': ['v=DKIM1; p='] },
    facts: GOOGLE,
    codes: ['error dkim.revoked'],
  },
  {
    name: 'a key of which a part was lost',
    zone: { ...GOOGLE_GOOD, '@google._domainkey TXT': [KEY.record.slice(0, 200)] },
    facts: GOOGLE,
    codes: ['error dkim.broken'],
  },
  {
    name: 'two keys under one name',
    zone: { ...GOOGLE_GOOD, '@google._domainkey TXT': [KEY.record, SHORT.record] },
    facts: GOOGLE,
    codes: ['error dkim.several'],
  },
  {
    name: 'a key that is too short',
    zone: { ...GOOGLE_GOOD, '@google._domainkey TXT': [TINY.record] },
    facts: GOOGLE,
    codes: ['error dkim.too-short'],
  },
  {
    name: 'a short key',
    zone: { ...GOOGLE_GOOD, '@google._domainkey TXT': [SHORT.record] },
    facts: GOOGLE,
    codes: ['warning dkim.short'],
  },
  {
    name: 'a key that is tried out',
    zone: { ...GOOGLE_GOOD, '@google._domainkey TXT': [`${KEY.record}; t=y`] },
    facts: GOOGLE,
    codes: ['warning dkim.testing'],
  },
  {
    name: 'another key than ours',
    zone: { ...OWN_GOOD, '@mail2026._domainkey TXT': [SHORT.record] },
    facts: OWN,
    codes: ['error dkim.other-key'],
  },
  {
    name: 'nobody knows the selector',
    zone: OWN_GOOD,
    facts: { server: { host: '192.0.2.25' } },
    codes: ['error dkim.no-selector'],
  },

  {
    name: 'two DMARC records',
    zone: { ...GOOD, '@_dmarc TXT': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
    codes: ['error dmarc.several'],
  },
  {
    name: 'DMARC without a policy',
    zone: { ...GOOD, '@_dmarc TXT': ['v=DMARC1; p=block'] },
    codes: ['error dmarc.broken'],
  },
  {
    name: 'DMARC with a tag twice',
    zone: { ...GOOD, '@_dmarc TXT': ['v=DMARC1; p=none; p=reject'] },
    codes: ['error dmarc.broken'],
  },
  {
    name: 'DMARC that only watches',
    zone: { ...GOOD, '@_dmarc TXT': [`v=DMARC1; p=none; rua=mailto:dmarc@${DOMAIN}`] },
    codes: ['warning dmarc.only-watching'],
  },
  {
    name: 'DMARC in test mode',
    zone: { ...GOOD, '@_dmarc TXT': [`v=DMARC1; p=quarantine; t=y; rua=mailto:dmarc@${DOMAIN}`] },
    codes: ['warning dmarc.testing'],
  },
  {
    name: 'DMARC of yesterday',
    zone: { ...GOOD, '@_dmarc TXT': [`v=DMARC1; p=reject; pct=50; ri=3600; rua=mailto:dmarc@${DOMAIN}`] },
    codes: ['warning dmarc.old-tags'],
  },
  {
    name: 'DMARC without reports',
    zone: { ...GOOD, '@_dmarc TXT': ['v=DMARC1; p=reject'] },
    codes: ['warning dmarc.no-reports'],
  },
  {
    name: 'DMARC with reports to a stranger',
    zone: { ...GOOD, '@_dmarc TXT': ['v=DMARC1; p=reject; rua=mailto:a@nx-reports.example'] },
    codes: ['warning dmarc.reports-refused'],
  },
  {
    name: 'DMARC with reports to somebody who takes them',
    zone: {
      ...GOOD,
      '@_dmarc TXT': ['v=DMARC1; p=reject; rua=mailto:a@nx-reports.example!10m'],
      [`${DOMAIN}._report._dmarc.nx-reports.example TXT`]: ['v=DMARC1;'],
    },
    codes: [],
  },
  {
    name: 'DMARC of a registry',
    zone: { ...GOOD, '@_dmarc TXT': [`v=DMARC1; p=reject; psd=y; rua=mailto:dmarc@${DOMAIN}`] },
    codes: ['error dmarc.public-suffix'],
  },
  {
    name: 'a signature of the domain above, where DMARC wants this very one',
    zone: {
      'news.nx-firma.example MX': ['0 news.mail.protection.outlook.com'],
      'news.nx-firma.example TXT': ['v=spf1 mx -all'],
      '@mail2026._domainkey TXT': [KEY.record],
      '_dmarc.news.nx-firma.example TXT': [`v=DMARC1; p=reject; adkim=s; rua=mailto:dmarc@${DOMAIN}`],
    },
    facts: { ...OWN, domain: `news.${DOMAIN}` },
    codes: ['warning spf.server-left-out', 'error dmarc.not-aligned'],
  },
];
