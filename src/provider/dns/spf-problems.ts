// What is wrong with SPF, in words, with the record to publish.

import { domainProblem } from './judgement.ts';
import type { DomainProblem, SendingFacts, WantedRecord } from './judgement.ts';
import { OPERATORS } from './operators.ts';

interface Published {
  readonly record: string;
  readonly wanted: WantedRecord;
}

function serverName({ server }: SendingFacts): string {
  return typeof server === 'string' ? OPERATORS[server].label : server.host;
}

export function missingSpf(
  domain: string,
  { texts, wanted }: { readonly texts: readonly string[]; readonly wanted: WantedRecord },
): DomainProblem {
  // Seen in recipes that were copied from a web page.
  const nearly = texts.find((text) => /spf1|[–—]all/i.test(text));
  return domainProblem(domain, 'spf.missing', {
    what:
      nearly === undefined
        ? `${domain} has no SPF record.`
        : `${domain} has a TXT record that looks like SPF and is not: ${shown(nearly)}.`,
    why: 'Without it nobody can tell your servers from those of a forger; the large receivers refuse such mail.',
    todo: `${nearly === undefined ? '' : 'Take that one away. '}Publish the`,
    record: wanted,
  });
}

export function severalSpf(
  domain: string,
  { found, wanted }: { readonly found: readonly string[]; readonly wanted: WantedRecord },
): DomainProblem {
  return domainProblem(domain, 'spf.several', {
    what: `${domain} has ${found.length} SPF records: ${found.map(shown).join(' and ')}.`,
    why: 'More than one is an error (RFC 7208, 4.5): receivers then act as if there were none.',
    todo: 'Make one of them, with the terms of all, for instance the',
    record: wanted,
  });
}

export function openSpf(domain: string, { record, wanted }: Published): DomainProblem {
  return domainProblem(domain, 'spf.open', {
    what: `The SPF record of ${domain} lets every server in the world send: ${shown(record)}.`,
    why: 'Anybody can write in your name, and receivers know that such a record proves nothing.',
    todo: 'Let it end in -all. Publish instead the',
    record: wanted,
  });
}

export function tooMany(
  domain: string,
  { lookups, most, record }: { readonly lookups: number; readonly most: number; readonly record: string },
): DomainProblem {
  return domainProblem(domain, 'spf.too-many-lookups', {
    what: `The SPF record of ${domain} needs ${lookups} look-ups, ${most} are allowed: ${shown(record)}.`,
    why: 'Receivers stop at the limit and treat the record as broken (RFC 7208, 4.6.4).',
    todo: 'Take out the terms include, a, mx, exists and redirect of services that do not send for this domain any more, and publish the record again.',
  });
}

export function unusableSpf(
  domain: string,
  { said, record, wanted }: Published & { readonly said: string },
): DomainProblem {
  return domainProblem(domain, 'spf.broken', {
    what: `The SPF record of ${domain} cannot be used (${said}): ${shown(record)}.`,
    why: 'Receivers treat a broken record as a failure, whoever sends.',
    todo: 'Mend what is named there: a spelling mistake, a name that is not there, or an include of a domain without SPF. At its least it is the',
    record: { ...wanted, value: leastOf(wanted) },
  });
}

/** Only our own term: what is broken in the record is not taken over. */
function leastOf({ value }: WantedRecord): string {
  const ours = value.split(' ').filter((term) => OUR_TERMS.has(term));
  return ['v=spf1', ...ours, '-all'].join(' ');
}

const OUR_TERMS: ReadonlySet<string> = new Set(Object.values(OPERATORS).map(({ spf }) => `include:${spf}`));

export function serverLeftOut(facts: SendingFacts, { record, wanted }: Published): DomainProblem {
  const { domain, signs } = facts;
  // A signature of ours carries a message through DMARC by itself.
  const isCarried = typeof facts.server === 'object' && signs !== undefined;
  return domainProblem(domain, 'spf.server-left-out', {
    severity: isCarried ? 'warning' : 'error',
    what: `The SPF record of ${domain} does not let ${serverName(facts)} send: ${shown(record)}.`,
    why: 'Receivers would take every notice for one that somebody else sends in your name.',
    todo: 'Publish instead the',
    record: wanted,
  });
}

/** The server is on this computer or has no address of its own: what the world sees is another one. */
export function lenientSpf(facts: SendingFacts): DomainProblem {
  return domainProblem(facts.domain, 'spf.server-unknown', {
    severity: 'warning',
    what: `Whether SPF of ${facts.domain} lets ${serverName(facts)} send cannot be told: the address from which it sends to the world is not known here.`,
    why: 'Receivers compare the record with that address.',
    todo: 'See that the address of that server stands in the SPF record, and try it: migrate notice test --self',
  });
}

export function undecidedSpf(domain: string, record: string): DomainProblem {
  return domainProblem(domain, 'spf.undecided', {
    severity: 'warning',
    what: `The SPF record of ${domain} says nothing about strangers: ${shown(record)}.`,
    why: 'A forger is treated no worse than a server of yours that was forgotten.',
    todo: 'Let it end in -all, or in ~all while you are not sure that every server of yours is in it.',
  });
}

/** Whatever somebody has published stays on one line. */
export function shown(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return `"${line.length > 300 ? `${line.slice(0, 300)}…` : line}"`;
}
