// A message that came back, taken apart: its headers, what a person reads, the report for programs, what it returns. One rule: whatever
// the bytes are, something bounded comes out. postal-mime hides neither message/delivery-status nor what is returned.

import PostalMime, { decodeWords } from 'postal-mime';
import type { Attachment } from 'postal-mime';
import { headerOf, MOST_MAIL_BYTES } from '../../model/mail-reader.ts';
import type { MailHeaders } from '../../model/mail-reader.ts';
import { legible, withoutEscapes } from './legible.ts';

/** More parts than this has nobody who means well. */
const MOST_PARTS = 300;
const MOST_HEADER_BYTES = 256 * 1024;
const MOST_NESTING = 20;
const MOST_LETTERS = 128 * 1024;
const MOST_HEADERS = 500;
const MOST_HEADER_LETTERS = 1000;

export interface MailParts {
  readonly headers: MailHeaders;
  /** What a person reads, HTML as text. */
  readonly text: string;
  /** Each message/delivery-status, as it stands. */
  readonly status: readonly string[];
  /** Each message that is returned, or its headers, as it stands. */
  readonly returned: readonly string[];
}

export async function mailParts(whole: Uint8Array): Promise<MailParts> {
  const raw = whole.subarray(0, MOST_MAIL_BYTES);
  if (boundaryLines(raw) > MOST_PARTS) return asPlainText(raw);
  try {
    const mail = await PostalMime.parse(raw, {
      forceRfc822Attachments: true,
      maxNestingDepth: MOST_NESTING,
      maxHeadersSize: MOST_HEADER_BYTES,
    });
    return {
      headers: mail.headers.slice(0, MOST_HEADERS).map(({ key, value }) => [key, value] as const),
      text: legible((mail.text ?? '').slice(0, MOST_LETTERS), raw),
      status: contentOf(mail.attachments, /^message\/(?:global-)?delivery-status$/),
      returned: contentOf(mail.attachments, /^(?:message|text)\/(?:rfc822|rfc822-headers|global|global-headers)$/),
    };
  } catch {
    // Too many headers, or parts too deep: no mail program made it.
    return asPlainText(raw);
  }
}

/** The text of a header, encoded words decoded, not endless. */
export function headerText(headers: MailHeaders, name: string): string {
  const value = headerOf(headers, name)?.slice(0, MOST_HEADER_LETTERS);
  return value === undefined ? '' : decodeWords(withoutEscapes(value));
}

function contentOf(attachments: readonly Attachment[], type: RegExp): readonly string[] {
  return attachments.flatMap(({ mimeType, content }) => {
    if (!type.test(mimeType) || typeof content === 'string') return [];
    return Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content)
      .subarray(0, MOST_LETTERS)
      .toString();
  });
}

function boundaryLines(raw: Uint8Array): number {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  let count = 0;
  for (let at = bytes.indexOf('\n--'); at >= 0 && count <= MOST_PARTS; at = bytes.indexOf('\n--', at + 1)) count += 1;
  return count;
}

/** What has no structure that we would follow: the headers, and all else as text. */
function asPlainText(raw: Uint8Array): MailParts {
  const text = Buffer.from(raw).subarray(0, MOST_LETTERS).toString('latin1').replace(/\r\n?/g, '\n');
  const end = text.indexOf('\n\n');
  const headers = headersFrom(end < 0 ? text : text.slice(0, end));
  return { headers, text: withoutEscapes(end < 0 ? '' : text.slice(end + 2)), status: [], returned: [] };
}

/** Headers as text, folded or not. */
export function headersFrom(text: string): MailHeaders {
  const unfolded = text.replace(/\r?\n[ \t]+/g, ' ');
  return unfolded
    .split(/\r?\n/)
    .slice(0, MOST_HEADERS)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const] : [];
    });
}
