// The header in which a receiving server says what it thinks of a message (RFC 8601), judged by the sandbox's own zone.
// A signature counts when its key is published: the sandbox does not do the sums.

import { readAddresses } from './mime/addresses.ts';
import { headersOf, headerValue } from './mime/headers.ts';
import type { Zone } from './dns/zone.ts';
import type { Mail } from './queue.ts';
import { spfResult } from './spf.ts';

/** The address that each sender's servers connect from. */
const ADDRESSES: Readonly<Record<string, string>> = {
  'microsoft-365': '40.107.1.1',
  'google-workspace': '209.85.128.1',
  'smtp': '127.0.0.1',
};
const ELSEWHERE = '192.0.2.25';

/** The selector with which a provider signs for a domain, and the domain that it signs with where it has no key there. */
const SIGNERS: Readonly<Record<string, { readonly selector: string; readonly otherwise: string }>> = {
  'microsoft-365': { selector: 'selector1', otherwise: 'contoso.onmicrosoft.com' },
  'google-workspace': { selector: 'google', otherwise: 'sandbox.gappssmtp.com' },
};

interface Signature {
  readonly domain: string;
  readonly selector: string;
  readonly isValid: boolean;
}

export function authenticationResults(zone: Zone, mail: Mail): string {
  const [author = ''] = readAddresses(headerValue(headersOf(mail.raw), 'From') ?? '');
  const from = domainOf(author);
  const envelope = mail.from === '' ? 'postmaster' : domainOf(mail.from);
  const spf = spfResult(zone, envelope, ADDRESSES[mail.via] ?? ELSEWHERE);
  const signatures = signaturesOf(zone, mail, from);
  const isAligned =
    (spf === 'pass' && isSameOrganisation(envelope, from)) ||
    signatures.some(({ isValid, domain }) => isValid && isSameOrganisation(domain, from));
  const policy = policyOf(zone, from);
  const dmarc = policy === undefined ? 'none' : `${isAligned ? 'pass' : 'fail'} (p=${policy})`;
  return [
    'Authentication-Results: mx.sandbox.example',
    `spf=${spf} smtp.mailfrom=${envelope}`,
    ...(signatures.length === 0 ? ['dkim=none (message not signed)'] : signatures.map(shown)),
    `dmarc=${dmarc} header.from=${from}`,
  ].join(';\r\n\t');
}

const shown = ({ domain, selector, isValid }: Signature): string =>
  `dkim=${isValid ? 'pass' : 'permerror (no key for signature)'} header.d=${domain} header.s=${selector}`;

function signaturesOf(zone: Zone, mail: Mail, from: string): readonly Signature[] {
  const found = headersOf(mail.raw).filter(({ name }) => name.toLowerCase() === 'dkim-signature');
  const written = found.map(({ value }) => ({ domain: tag(value, 'd'), selector: tag(value, 's') }));
  const signer = SIGNERS[mail.via];
  const byProvider =
    signer === undefined
      ? []
      : [{ domain: hasKey(zone, from, signer.selector) ? from : signer.otherwise, selector: signer.selector }];
  return [...written, ...byProvider].map(({ domain, selector }) => ({
    domain,
    selector,
    isValid: domain === signer?.otherwise || hasKey(zone, domain, selector),
  }));
}

const tag = (value: string, name: string): string =>
  new RegExp(`(?:^|;)\\s*${name}\\s*=\\s*([^;\\s]+)`).exec(value)?.[1]?.toLowerCase() ?? '';

function hasKey(zone: Zone, domain: string, selector: string): boolean {
  return zone.texts(`${selector}._domainkey.${domain}`).some((text) => /\bp=[A-Za-z0-9+/]/.test(text));
}

/** `none`, `quarantine`, `reject`; undefined where there is no record. */
function policyOf(zone: Zone, domain: string): string | undefined {
  const names = [domain, organisationOf(domain)];
  const records = names.flatMap((name) => zone.texts(`_dmarc.${name}`)).filter((text) => /^v=DMARC1/i.test(text));
  return records[0] === undefined ? undefined : (/\bp=([a-z]+)/i.exec(records[0])?.[1] ?? 'none').toLowerCase();
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** The two last labels: enough for the names of the sandbox. */
const organisationOf = (domain: string): string => domain.split('.').slice(-2).join('.');

const isSameOrganisation = (one: string, other: string): boolean => organisationOf(one) === organisationOf(other);
