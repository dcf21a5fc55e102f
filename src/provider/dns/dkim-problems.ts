// What is wrong with a DKIM key, in words, with the record to publish.

import { createPublicKey } from 'node:crypto';
import type { Severity } from '../../model/problem.ts';
import { domainProblem } from './judgement.ts';
import type { DomainProblem, SendingFacts, WantedRecord } from './judgement.ts';
import { OPERATORS } from './operators.ts';
import { shown } from './spf-problems.ts';

/** One selector of one domain. */
export interface SelectorPlace {
  /** Domain that signs. */
  readonly domain: string;
  readonly selector: string;
  /** Domain of the senders. */
  readonly from: string;
  readonly server: SendingFacts['server'];
  /** PEM of the key with which we sign ourselves. */
  readonly publicKey?: string;
}

const WHY =
  'Without a signature that can be checked, large receivers refuse the message or mark it as not trustworthy.';

function nameOf({ selector, domain }: SelectorPlace): string {
  return `${selector}._domainkey.${domain}`;
}

/** The record as far as it is known here: of our own key all of it, of a provider's key where to find it. */
function wantedKey(place: SelectorPlace): { readonly todo: string; readonly record: WantedRecord } {
  const { publicKey, server } = place;
  const name = nameOf(place);
  if (publicKey !== undefined) {
    return { todo: 'Publish the', record: { name, type: 'TXT', value: keyRecord(publicKey) } };
  }
  if (typeof server === 'string' && OPERATORS[server].selectors.includes(place.selector)) {
    const { dkimPlace, selectorType } = OPERATORS[server];
    return {
      todo: `Publish, with the value from ${dkimPlace}, the`,
      record: { name, type: selectorType, value: '<value shown there>' },
    };
  }
  return {
    todo: 'Publish, with the public key of the server that signs, the',
    record: { name, type: 'TXT', value: 'v=DKIM1; k=rsa; p=<public key in base64>' },
  };
}

/** RFC 6376, 3.6.1; RFC 8463 for ed25519. */
function keyRecord(pem: string): string {
  const key = createPublicKey(pem);
  const der = key.export({ type: 'spki', format: 'der' });
  if (key.asymmetricKeyType === 'ed25519') return `v=DKIM1; k=ed25519; p=${der.subarray(-32).toString('base64')}`;
  return `v=DKIM1; k=rsa; p=${der.toString('base64')}`;
}

export function noSelector(domain: string): DomainProblem {
  return domainProblem(domain, 'dkim.no-selector', {
    what: `Under which name the DKIM key of ${domain} is published is not known.`,
    why: WHY,
    todo: 'Write the selector with which your mail server signs into migrate.yaml (sending.dkimSelectors), or let this program sign (sending.smtp.dkim).',
  });
}

export function missingKey(place: SelectorPlace): DomainProblem {
  return domainProblem(place.from, 'dkim.missing', {
    what: `There is no DKIM key at ${nameOf(place)}.`,
    why: WHY,
    ...wantedKey(place),
  });
}

export function notTurnedOn(place: SelectorPlace, target: string): DomainProblem {
  const where = typeof place.server === 'string' ? OPERATORS[place.server].dkimPlace : 'whoever runs that name';
  return domainProblem(place.from, 'dkim.not-turned-on', {
    what: `${nameOf(place)} leads to ${target}, and there is no key there.`,
    why: WHY,
    todo: `Compare the target with ${where}. It can take a day until the key shows.`,
  });
}

export function manyKeys(place: SelectorPlace, records: readonly string[]): DomainProblem {
  return domainProblem(place.from, 'dkim.several', {
    what: `There are ${records.length} records at ${nameOf(place)}: ${records.map(shown).join(' and ')}.`,
    why: 'Which of them a receiver takes is left to chance (RFC 6376, 3.6.2.2).',
    todo: 'Leave the one of the server that signs, and take the others away.',
  });
}

export function revokedKey(place: SelectorPlace): DomainProblem {
  const wanted = wantedKey(place);
  return domainProblem(place.from, 'dkim.revoked', {
    what: `The DKIM key at ${nameOf(place)} is revoked: its p= is empty.`,
    why: WHY,
    todo: `Let the server sign with a new key. ${wanted.todo}`,
    record: wanted.record,
  });
}

export function brokenKey(
  place: SelectorPlace,
  { said, record }: { readonly said: string; readonly record: string },
): DomainProblem {
  const wanted = wantedKey(place);
  return domainProblem(place.from, 'dkim.broken', {
    what: `The DKIM key at ${nameOf(place)} cannot be used (${said}): ${shown(record)}.`,
    why: 'Often a part was lost when it was pasted, or a quotation mark stands in it. Receivers then count no signature.',
    todo: `Take it away. ${wanted.todo}`,
    record: wanted.record,
  });
}

export function shortKey(
  place: SelectorPlace,
  { bits, least, severity }: { readonly bits: number; readonly least: number; readonly severity: Severity },
): DomainProblem {
  return domainProblem(place.from, severity === 'error' ? 'dkim.too-short' : 'dkim.short', {
    severity,
    what: `The DKIM key at ${nameOf(place)} has ${bits} bits.`,
    why:
      severity === 'error'
        ? 'Receivers count no signature with a key of less than 1024 bits (RFC 8301).'
        : 'Keys below 2048 bits are trusted less and less.',
    todo: `Let the server sign with a key of ${Math.max(least, 2048)} bits, and publish that one.`,
  });
}

export function testingKey(place: SelectorPlace): DomainProblem {
  return domainProblem(place.from, 'dkim.testing', {
    severity: 'warning',
    what: `The DKIM key at ${nameOf(place)} says that it is only being tried out (t=y).`,
    why: 'Receivers may treat what is signed with it as if it were not signed.',
    todo: 'Publish it without t=y.',
  });
}

export function otherKey(place: SelectorPlace, record: string): DomainProblem {
  return domainProblem(place.from, 'dkim.other-key', {
    what: `The DKIM key at ${nameOf(place)} is another one than that of sending.smtp.dkim.keyFile: ${shown(record)}.`,
    why: 'No signature of ours would hold.',
    ...wantedKey(place),
  });
}
