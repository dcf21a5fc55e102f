// What the DNS says of a domain that sends, judged: some checks, each with what was found and with what is wrong.

import type { TenantProvider } from '../../model/directory.ts';
import type { Problem } from '../../model/problem.ts';
import type { DnsTrouble } from './look-up.ts';

export type CheckName = 'mx' | 'spf' | 'dkim' | 'dmarc' | 'blocklist';

/** A record to publish. Where only the provider knows the value, it stands in angle brackets. */
export interface WantedRecord {
  /** In full, without a dot at its end. */
  readonly name: string;
  readonly type: 'MX' | 'TXT' | 'CNAME';
  readonly value: string;
}

export interface DomainProblem extends Problem {
  readonly domain: string;
  /** What to publish, word for word; absent where nothing is to be published. */
  readonly record?: WantedRecord;
}

/**
 * - `holds`       messages of this domain pass
 * - `weak`        they pass; something should be better
 * - `refused`     receivers would distrust them
 * - `cannot-tell` a look-up failed, which proves nothing
 */
export type CheckStanding = 'holds' | 'weak' | 'refused' | 'cannot-tell';

export interface DomainCheck {
  readonly check: CheckName;
  readonly standing: CheckStanding;
  /** The records, as they are published. */
  readonly found: readonly string[];
  readonly problems: readonly DomainProblem[];
}

export interface DomainJudgement {
  readonly domain: string;
  readonly checks: readonly DomainCheck[];
}

/** Who sends for the domain, as far as SPF and DKIM must know of it. */
export interface SendingFacts {
  readonly domain: string;
  /** Has the mailboxes of the domain; absent: a host whose names nobody knows beforehand. */
  readonly receiver?: TenantProvider;
  /** Whose servers give the messages to the world: those of a provider, or one of the administrator's own, by name or address. */
  readonly server: TenantProvider | { readonly host: string };
  /** Messages are signed here; absent: the server signs them with one of the selectors. */
  readonly signs?: { readonly domain: string; readonly selector: string; readonly publicKey?: string };
  readonly selectors: readonly string[];
  /** As SendingSettings.blocklists. */
  readonly blocklists?: readonly Blocklist[];
}

/** A list of domains. Its key is part of the names that are asked for, and never stands in a text of ours. */
export interface Blocklist {
  readonly zone: string;
  readonly keyVariable?: string;
}

interface ProblemWords {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  readonly record?: WantedRecord;
  readonly severity?: Problem['severity'];
}

/** The record stands at the end of what to do, so that it can be taken over from there. */
export function domainProblem(domain: string, code: string, words: ProblemWords): DomainProblem {
  const { what, why, todo, record, severity = 'error' } = words;
  const publish = record === undefined ? todo : `${todo} ${recordText(record)}`;
  return { code, severity, domain, what, why, todo: publish, ...(record !== undefined && { record }) };
}

export function recordText({ name, type, value }: WantedRecord): string {
  return `${type} record of ${name}: ${value}`;
}

/** A failed look-up refuses as well, with other words: the record may be there. */
export function cannotTell(domain: string, check: CheckName, trouble: DnsTrouble): DomainCheck {
  const problem = domainProblem(domain, `${check}.cannot-tell`, {
    what: `Whether ${CHECKED[check]} of ${domain} is in order cannot be told: ${trouble.said}.`,
    why: 'A look-up that fails says neither that the record is there nor that it is missing, and nothing is sent on a guess.',
    todo: 'Try again in a few minutes. If it stays so, name other DNS servers in migrate.yaml (sending.dnsServers), or ask whoever runs the DNS of the domain.',
  });
  return { check, standing: 'cannot-tell', found: [], problems: [problem] };
}

export const CHECKED: Readonly<Record<CheckName, string>> = {
  mx: 'MX',
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  blocklist: 'the standing',
};

export function judged(check: CheckName, { found, problems }: Pick<DomainCheck, 'found' | 'problems'>): DomainCheck {
  const standing = problems.some(({ severity }) => severity === 'error')
    ? 'refused'
    : problems.length > 0
      ? 'weak'
      : 'holds';
  return { check, standing, found, problems };
}

/** Nothing may be sent from a domain with one of these. */
export function refusals({ checks }: DomainJudgement): readonly DomainProblem[] {
  return checks.flatMap(({ problems }) => problems.filter(({ severity }) => severity === 'error'));
}
