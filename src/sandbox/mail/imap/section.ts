// The part of a message that BODY[...] names: all of it, headers, text, or a part by its numbers.

import { headerName, headerValue, readHeaders, splitMessage } from '../mime/headers.ts';
import { parameter, splitParts } from '../mime/parts.ts';

/** `HEADER.FIELDS (To Cc)`, `1.2.MIME`, nothing. Undefined where the message has no such part. */
export function sectionOf(raw: string, section: string): string | undefined {
  const found = /^((?:\d+\.?)*)\.?(HEADER\.FIELDS(?:\.NOT)?|HEADER|TEXT|MIME)?\s*(?:\((.*)\))?$/is.exec(section.trim());
  if (found === null) return undefined;
  const numbers = (found[1] ?? '').split('.').filter((part) => part !== '').map(Number);
  const what = (found[2] ?? '').toUpperCase();
  const part = numbers.length === 0 ? { raw, isMessage: true } : partAt(raw, numbers);
  if (part === undefined) return undefined;
  const inner = numbers.length > 0 && what !== 'MIME' && what !== '' ? splitMessage(part.raw).body : part.raw;
  switch (what) {
    case '':
      return numbers.length === 0 ? raw : bodyOf(part.raw);
    case 'HEADER':
    case 'MIME':
      return headersOf(inner);
    case 'TEXT':
      return bodyOf(inner);
    default: {
      const names = (found[3] ?? '').replaceAll('"', '').toLowerCase().split(/\s+/);
      const isNot = what.endsWith('.NOT');
      const kept = splitMessage(inner).lines.filter((line) => names.includes(headerName(line).toLowerCase()) !== isNot);
      return kept.length === 0 ? '\r\n' : `${kept.join('\r\n')}\r\n\r\n`;
    }
  }
}

/** Byte for byte, the empty line included. */
function headersOf(raw: string): string {
  const end = /\r?\n\r?\n/.exec(raw);
  return end === null ? raw : raw.slice(0, end.index + end[0].length);
}

const bodyOf = (raw: string): string => raw.slice(headersOf(raw).length);

function partAt(raw: string, numbers: readonly number[]): { readonly raw: string } | undefined {
  const [number = 0, ...rest] = numbers;
  const { lines, body } = splitMessage(raw);
  const type = headerValue(readHeaders(lines), 'Content-Type') ?? '';
  const boundary = /^\s*multipart\//i.test(type) ? parameter(type, 'boundary') : undefined;
  if (boundary === undefined) {
    // What is no multipart has one part: itself. A message inside is gone into.
    if (/^\s*message\/rfc822/i.test(type)) return partAt(body, numbers);
    return number === 1 && rest.length === 0 ? { raw } : undefined;
  }
  const part = splitParts(body, boundary)[number - 1];
  if (part === undefined) return undefined;
  return rest.length === 0 ? { raw: part } : partAt(part, rest);
}
