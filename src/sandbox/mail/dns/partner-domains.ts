// The domains of the world beyond: every name below .example and .test, and the mobile carriers of Japan, with the mail servers of
// a few operators.
// A domain that begins with `nx-` does not exist; one that names an operator (`google-`, `outlook-`, `carrier-`, `own-`) is with it.

import type { RecordSet, RecordType } from '../../kernel/dns.ts';
import { chanceOf } from '../../kernel/random.ts';

export const OPERATORS = ['google', 'outlook', 'own', 'carrier'] as const;
export type Operator = (typeof OPERATORS)[number];

const MISSING = /(^|\.)nx-[^.]*\.[a-z]+$/;
const KNOWN = /\.(example|test)$|(^|\.)(docomo|ezweb|softbank)\.ne\.jp$/;

/** Whether there is such a domain at all. */
export const isMissing = (domain: string): boolean => MISSING.test(domain);

const isPartnerDomain = (domain: string): boolean => KNOWN.test(domain) && !isMissing(domain);

/** Whose mail servers a domain uses. */
export function operatorOf(domain: string): Operator {
  const named = OPERATORS.find((operator) => domain.startsWith(`${operator}-`));
  if (named !== undefined) return named;
  if (/docomo|ezweb|softbank|keitai/.test(domain)) return 'carrier';
  const chance = chanceOf(`operator ${domain}`);
  if (chance < 0.35) return 'google';
  return chance < 0.7 ? 'outlook' : 'own';
}

/** What a partner's domain has by itself. */
export function partnerRecords(name: string, type: RecordType): RecordSet['records'] {
  if (!isPartnerDomain(name)) return [];
  const isServer = /^(mx\d?|aspmx|alt\d|mfsmax)\.|\.mail\.protection\./.test(name);
  switch (type) {
    case 'MX':
      return isServer || name.startsWith('_') ? [] : exchangersOf(name);
    case 'A':
      return name.startsWith('_') ? [] : [{ value: isServer ? '127.0.0.1' : '192.0.2.80' }];
    case 'TXT':
      return isServer || name.startsWith('_') ? [] : [{ value: 'v=spf1 mx -all' }];
    case 'AAAA':
    case 'CNAME':
    case 'NS':
    case 'SRV':
      return [];
  }
}

function exchangersOf(domain: string): RecordSet['records'] {
  switch (operatorOf(domain)) {
    case 'google':
      return [
        { priority: 1, value: 'aspmx.l.google.example' },
        { priority: 5, value: 'alt1.aspmx.l.google.example' },
      ];
    case 'outlook':
      return [{ priority: 0, value: `${domain.replaceAll('.', '-')}.mail.protection.outlook.example` }];
    case 'carrier':
      return [{ priority: 10, value: 'mfsmax.keitai.example' }];
    case 'own':
      return [
        { priority: 10, value: `mx1.${domain}` },
        { priority: 20, value: `mx2.${domain}` },
      ];
  }
}
