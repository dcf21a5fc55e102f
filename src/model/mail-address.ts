// One mail address or domain name, checked strictly. What does not pass here is never sent to, and never made.

import { domainToASCII } from 'node:url';

/** Why a text is not one address. */
export type AddressFault = 'empty' | 'no-at' | 'two-addresses' | 'local-part' | 'domain' | 'too-long';

export type AddressReading =
  { readonly address: string; readonly local: string; readonly domain: string } | { readonly fault: AddressFault };

/** Nothing to convert: no capitals, nothing outside ASCII, no punycode that may be wrong. */
const PLAIN = /^(?!.*xn--)[a-z0-9.-]+$/;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** RFC 5321: a dot-string of at most 64 characters. Quoted local parts are refused: no mail system of a company makes them. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const MOST_LOCAL = 64;
/** RFC 5321, 4.5.3.1.3, without the angle brackets. */
const MOST_ADDRESS = 254;

/** The domain in lower case and punycode; undefined where it is not a domain name of two labels or more. */
export function asciiDomain(text: string): string | undefined {
  if (/[\s/@:?#[\]\\%]/u.test(text)) return undefined;
  const ascii = PLAIN.test(text) ? text : domainToASCII(text).toLowerCase();
  const labels = ascii.split('.');
  const isName = labels.length > 1 && ascii.length <= 253 && labels.every((label) => LABEL.test(label));
  return isName && !/^\d+$/.test(labels.at(-1) ?? '') ? ascii : undefined;
}

/** Reads a text that was trimmed and brought to NFKC before. The address comes back in lower case and punycode. */
export function readAddress(text: string): AddressReading {
  if (text === '') return { fault: 'empty' };
  const at = text.lastIndexOf('@');
  if (at < 0) return { fault: 'no-at' };
  if (text.indexOf('@') !== at) return { fault: 'two-addresses' };
  const lower = text.toLowerCase();
  const local = lower.slice(0, lower.lastIndexOf('@'));
  if (!LOCAL.test(local) || local.length > MOST_LOCAL) return { fault: 'local-part' };
  const domain = asciiDomain(lower.slice(local.length + 1));
  if (domain === undefined) return { fault: 'domain' };
  // The text itself where it is right already: a list of 100,000 addresses is held in memory once.
  const address = domain === lower.slice(local.length + 1) ? lower : `${local}@${domain}`;
  return address.length > MOST_ADDRESS ? { fault: 'too-long' } : { address, local, domain };
}
