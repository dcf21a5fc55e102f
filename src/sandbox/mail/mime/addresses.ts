// The addresses in From, To, Cc and Bcc.

import { decodeWords, headerValue } from './headers.ts';
import type { HeaderLine } from './headers.ts';

export interface Party {
  /** Encoded words decoded, without quotes; empty where there is none. */
  readonly name: string;
  /** As it stands. */
  readonly address: string;
}

/** Reads a list such as `"Sato, Yuki" <sato@new.example>, kim@partner.example`. Groups are read as their members. */
export function readParties(value: string): readonly Party[] {
  return splitList(value).flatMap((entry) => {
    const angle = /^(.*?)<\s*([^<>\s]+@[^<>\s]+)\s*>\s*$/s.exec(entry);
    const bare = /^\s*([^<>\s"]+@[^<>\s"]+)\s*$/.exec(entry.replace(/\([^)]*\)/g, ''));
    const address = angle?.[2] ?? bare?.[1];
    if (address === undefined) return [];
    const name = decodeWords((angle?.[1] ?? '').trim().replace(/^"(.*)"$/s, '$1').replace(/\\(.)/g, '$1'));
    return [{ name, address }];
  });
}

/** The addresses alone, in lower case. */
export const readAddresses = (value: string): readonly string[] =>
  readParties(value).map(({ address }) => address.toLowerCase());

/** Commas, semicolons and group colons divide, except inside quotes and angle brackets. */
function splitList(value: string): readonly string[] {
  const entries: string[] = [];
  let entry = '';
  let isQuoted = false;
  let isInAngle = false;
  for (let at = 0; at < value.length; at += 1) {
    const sign = value.charAt(at);
    if (isQuoted && sign === '\\') {
      entry += value.slice(at, at + 2);
      at += 1;
      continue;
    }
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && sign === '<') isInAngle = true;
    else if (!isQuoted && sign === '>') isInAngle = false;
    if (!isQuoted && !isInAngle && ',;:'.includes(sign)) {
      entries.push(entry);
      entry = '';
    } else entry += sign;
  }
  return [...entries, entry];
}

/** Everybody who gets a copy, each once, in the order in which they are named. */
export function recipientsOf(headers: readonly HeaderLine[]): readonly string[] {
  const fields = headers.filter((header) => /^(to|cc|bcc)$/i.test(header.name));
  return [...new Set(fields.flatMap((header) => readAddresses(header.value)))];
}

export function senderOf(headers: readonly HeaderLine[]): string | undefined {
  return readAddresses(headerValue(headers, 'From') ?? '')[0];
}
