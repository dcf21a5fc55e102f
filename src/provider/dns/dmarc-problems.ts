// What is wrong with DMARC, in words, with the record to publish. No record that is proposed here has pct: RFC 9989 has taken it away.

import { domainProblem } from './judgement.ts';
import type { DomainProblem, WantedRecord } from './judgement.ts';
import { shown } from './spf-problems.ts';

export interface PublishedPolicy {
  readonly domain: string;
  /** Where the record stands: the domain itself, or one above it. */
  readonly policyDomain: string;
  readonly record: string;
  /** What receivers apply, with t and sp in mind. */
  readonly policy: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** The ladder: watch the reports for a while on each rung, then take the next one. */
const NEXT_RUNG: Readonly<Record<string, string>> = { none: 'quarantine', quarantine: 'reject', reject: 'reject' };
const GONE: ReadonlySet<string> = new Set(['pct', 'rf', 'ri']);

/** The first rung, with reports to a mailbox of the same domain. */
function firstRecord(domain: string): WantedRecord {
  return { name: `_dmarc.${domain}`, type: 'TXT', value: `v=DMARC1; p=none; rua=mailto:dmarc@${domain}` };
}

const MAILBOX = 'The mailbox in rua must be there; name another one of yours if you like.';

/** What is published, with some tags changed (undefined: taken away). */
function changed(
  { policyDomain, tags }: PublishedPolicy,
  changes: Readonly<Record<string, string | undefined>>,
): WantedRecord {
  const kept = [...tags].filter(([name]) => name !== 'v' && name !== 'p' && !GONE.has(name) && !(name in changes));
  const { p = tags.get('p') ?? 'none', ...others } = changes;
  const added = Object.entries(others).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const value = [['v', 'DMARC1'], ['p', p], ...kept, ...added]
    .map(([name = '', text = '']) => `${name}=${text}`)
    .join('; ');
  return { name: `_dmarc.${policyDomain}`, type: 'TXT', value };
}

export function missingDmarc(domain: string): DomainProblem {
  return domainProblem(domain, 'dmarc.missing', {
    what: `${domain} has no DMARC record, and no domain above it has one.`,
    why: 'Large receivers want one from whoever writes to many; without it a forger of your new name meets no obstacle.',
    todo: `${MAILBOX} Publish the`,
    record: firstRecord(domain),
  });
}

export function severalDmarc(domain: string, records: readonly string[]): DomainProblem {
  return domainProblem(domain, 'dmarc.several', {
    what: `${domain} has ${records.length} DMARC records: ${records.map(shown).join(' and ')}.`,
    why: 'More than one counts as none (RFC 9989, 4.10).',
    todo: 'Leave one of them, for instance the',
    record: firstRecord(domain),
  });
}

export function brokenDmarc(domain: string, record: string): DomainProblem {
  return domainProblem(domain, 'dmarc.broken', {
    what: `The DMARC record of ${domain} cannot be used: ${shown(record)}.`,
    why: 'It must begin with v=DMARC1, name p=none, p=quarantine or p=reject, and no tag twice; else receivers act as if there were none.',
    todo: `${MAILBOX} Publish instead the`,
    record: firstRecord(domain),
  });
}

export function notAligned(
  published: PublishedPolicy,
  vouched: { readonly spf?: string; readonly dkim?: string },
): DomainProblem {
  const { domain, tags } = published;
  const { spf = 'nobody', dkim = 'nobody' } = vouched;
  return domainProblem(domain, 'dmarc.not-aligned', {
    what: `DMARC would not pass: SPF vouches for ${spf}, DKIM for ${dkim}, and neither is aligned with ${domain} (aspf=${tags.get('aspf') ?? 'r'}, adkim=${tags.get('adkim') ?? 'r'}).`,
    why: 'Receivers would take every notice for a forgery.',
    todo: `Let the messages be signed for ${domain} itself, or allow relaxed alignment with the`,
    record: changed(published, { adkim: undefined, aspf: undefined }),
  });
}

export function publicSuffix(published: PublishedPolicy): DomainProblem {
  return domainProblem(published.domain, 'dmarc.public-suffix', {
    what: `The DMARC record of ${published.domain} says that others register names below it (psd=y).`,
    why: 'Only a registry says that; of a company’s domain it breaks the alignment of everything below.',
    todo: 'Publish instead the',
    record: changed(published, { psd: undefined }),
  });
}

export function onlyTesting(published: PublishedPolicy): DomainProblem {
  return domainProblem(published.domain, 'dmarc.testing', {
    severity: 'warning',
    what: `The DMARC record of ${published.policyDomain} is in test mode (t=y): ${shown(published.record)}.`,
    why: 'Receivers then apply the next weaker policy; forgers of your name are let through.',
    todo: 'When the reports show only servers of yours, publish the',
    record: changed(published, { t: undefined }),
  });
}

export function onlyWatching(published: PublishedPolicy): DomainProblem {
  const isInherited = published.policyDomain !== published.domain;
  const next = NEXT_RUNG['none'] ?? 'quarantine';
  return domainProblem(published.domain, 'dmarc.only-watching', {
    severity: 'warning',
    what: `DMARC of ${published.domain} only watches (policy none): ${shown(published.record)}.`,
    why: 'That is right for the first weeks. Until the next step (none, then quarantine, then reject) a forger of your new name is let through.',
    todo: 'When the reports show only servers of yours, publish the',
    record: changed(published, isInherited ? { sp: next } : { p: next }),
  });
}

export function oldTags(published: PublishedPolicy): DomainProblem {
  const old = [...GONE].filter((name) => published.tags.has(name)).join(', ');
  return domainProblem(published.domain, 'dmarc.old-tags', {
    severity: 'warning',
    what: `The DMARC record of ${published.policyDomain} uses what is no longer there (${old}): ${shown(published.record)}.`,
    why: 'RFC 9989 has taken these tags away; receivers ignore them or do not, so what happens is left to chance.',
    todo: 'Publish instead the',
    record: changed(published, {}),
  });
}

export function noReports(published: PublishedPolicy): DomainProblem {
  return domainProblem(published.domain, 'dmarc.no-reports', {
    severity: 'warning',
    what: `DMARC of ${published.policyDomain} asks for no reports (rua): ${shown(published.record)}.`,
    why: 'Nobody would tell you that notices fail, or that somebody writes in your name.',
    todo: `${MAILBOX} Publish instead the`,
    record: changed(published, { rua: `mailto:dmarc@${published.policyDomain}` }),
  });
}

export function reportsRefused(
  published: PublishedPolicy,
  { target, name }: { readonly target: string; readonly name: string },
): DomainProblem {
  return domainProblem(published.domain, 'dmarc.reports-refused', {
    severity: 'warning',
    what: `DMARC of ${published.policyDomain} wants its reports sent to ${target}, which does not allow that.`,
    why: 'Receivers send reports to another organisation only if its own DNS says so (RFC 9990), so none arrive.',
    todo: `Ask whoever runs ${target} to publish the record, or name a mailbox of your own in rua. It is the`,
    record: { name, type: 'TXT', value: 'v=DMARC1;' },
  });
}
