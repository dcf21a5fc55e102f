// One mail address or domain name, checked strictly. What does not pass here is never sent to, and never made.

import { domainToASCII, domainToUnicode } from 'node:url';

/** Why a text is not one address. */
export type AddressFault = 'empty' | 'no-at' | 'two-addresses' | 'local-part' | 'domain' | 'too-long';

export type AddressReading =
  { readonly address: string; readonly local: string; readonly domain: string } | { readonly fault: AddressFault };

/** Nothing to convert: no capitals, nothing outside ASCII, no punycode that may be wrong. */
const PLAIN = /^(?!.*xn--)[a-z0-9.-]+$/;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** RFC 5321: a dot-string of at most 64 characters. Quoted local parts are refused: no mail system of a company makes them. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/**
 * Carriers of Japan once gave out local parts with dots at the end and in a row, against RFC 5321; many are still in use. Where mail is
 * composed, such a local part stands in quotes. Nobody else may have them.
 */
const CARRIER_DOMAIN =
  /^(?:docomo\.ne\.jp|(?:[a-z0-9-]+\.)?ezweb\.ne\.jp|au\.com|softbank\.ne\.jp|i\.softbank\.jp|[a-z]\.vodafone\.ne\.jp|disney\.ne\.jp|(?:[a-z0-9-]+\.)?pdx\.ne\.jp|willcom\.com|wcm\.ne\.jp|ymobile\.ne\.jp|y-mobile\.ne\.jp)$/;
const CARRIER_LOCAL = /^[a-z0-9._/?+-]+$/;
const MOST_LOCAL = 64;
/** RFC 5321, 4.5.3.1.3, without the angle brackets. */
const MOST_ADDRESS = 254;

export interface AddressOptions {
  /** Also takes what carriers of Japan gave out: `a..b.@docomo.ne.jp`. */
  readonly takesCarriers?: true;
}

/** Latin letters beside their doubles: no registry gives out such a name (ICANN's guidelines for IDN), and fakes are made with it. */
const DOUBLES = /(?=.*\p{Script=Latin}).*[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** The domain in lower case and punycode; undefined where it is not a domain name of two labels or more that a registry gives out. */
export function asciiDomain(text: string): string | undefined {
  if (/[\s/@:?#[\]\\%]/u.test(text)) return undefined;
  const ascii = PLAIN.test(text) ? text : domainToASCII(text).toLowerCase();
  const labels = ascii.split('.');
  const isName = labels.length > 1 && ascii.length <= 253 && labels.every((label) => LABEL.test(label));
  return isName && !/^\d+$/.test(labels.at(-1) ?? '') && isHonest(ascii) ? ascii : undefined;
}

function isHonest(ascii: string): boolean {
  if (!ascii.includes('xn--')) return true;
  // What is no punycode stays as it is.
  return !domainToUnicode(ascii)
    .split('.')
    .some((label) => label === '' || label.startsWith('xn--') || DOUBLES.test(label));
}

/** Reads a text that was trimmed and brought to NFKC before. The address comes back in lower case and punycode. */
export function readAddress(text: string, options: AddressOptions = {}): AddressReading {
  if (text === '') return { fault: 'empty' };
  const at = text.lastIndexOf('@');
  if (at < 0) return { fault: 'no-at' };
  if (text.indexOf('@') !== at) return { fault: 'two-addresses' };
  const lower = text.toLowerCase();
  const local = lower.slice(0, lower.lastIndexOf('@'));
  const domain = asciiDomain(lower.slice(local.length + 1));
  const isOfCarrier = options.takesCarriers === true && domain !== undefined && CARRIER_DOMAIN.test(domain);
  if (!(isOfCarrier ? CARRIER_LOCAL : LOCAL).test(local) || local.length > MOST_LOCAL) return { fault: 'local-part' };
  if (domain === undefined) return { fault: 'domain' };
  // The text itself where it is right already: a list of 100,000 addresses is held in memory once.
  const address = domain === lower.slice(local.length + 1) ? lower : `${local}@${domain}`;
  return address.length > MOST_ADDRESS ? { fault: 'too-long' } : { address, local, domain };
}
