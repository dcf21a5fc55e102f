// The body of a message as Gmail shows it: a tree of parts, and the words in it that a search finds.

import { decodeBytes, decodeWords, headerValue, readHeaders, splitMessage, unquote } from './headers.ts';
import type { HeaderLine } from './headers.ts';

/** `MessagePart` of the Gmail API. */
export interface MessagePart {
  readonly partId: string;
  readonly mimeType: string;
  readonly filename: string;
  readonly headers: readonly HeaderLine[];
  readonly body: { readonly size: number; readonly data?: string };
  readonly parts?: readonly MessagePart[];
}

/** Reads bytes (as latin1) into parts; bodies are decoded and carried as base64url. */
export function readParts(bytes: string, partId = ''): MessagePart {
  const { lines, body } = splitMessage(bytes);
  const headers = readHeaders(lines);
  const type = headerValue(headers, 'Content-Type') ?? 'text/plain';
  const mimeType = (type.split(';')[0] ?? '').trim().toLowerCase();
  const filename = decodeWords(
    parameter(headerValue(headers, 'Content-Disposition') ?? '', 'filename') ?? parameter(type, 'name') ?? '',
  );
  const boundary = mimeType.startsWith('multipart/') ? parameter(type, 'boundary') : undefined;
  if (boundary !== undefined) {
    const parts = splitParts(body, boundary).map((part, index) =>
      readParts(part, partId === '' ? String(index) : `${partId}.${index}`),
    );
    return { partId, mimeType, filename, headers, body: { size: 0 }, parts };
  }
  const decoded = decodeTransfer(body, headerValue(headers, 'Content-Transfer-Encoding') ?? '7bit');
  const content = mimeType.startsWith('text/') ? toUtf8(decoded, parameter(type, 'charset') ?? 'utf-8') : decoded;
  return {
    partId,
    mimeType,
    filename,
    headers,
    body: { size: content.length, data: content.toString('base64url') },
  };
}

/** All text of a message, tags of HTML left out: what the index holds of it. */
export function readText(part: MessagePart): string {
  if (part.parts !== undefined) return part.parts.map(readText).join('\n');
  if (!part.mimeType.startsWith('text/') || part.body.data === undefined) return '';
  const text = Buffer.from(part.body.data, 'base64url').toString('utf8');
  if (part.mimeType !== 'text/html') return text;
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

/** Gmail shows all text as UTF-8. */
function toUtf8(bytes: Buffer, charset: string): Buffer {
  const text = decodeBytes(bytes, charset);
  return text === undefined ? bytes : Buffer.from(text, 'utf8');
}

export function parameter(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\*?=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(value);
  return found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2];
}

export function splitParts(body: string, boundary: string): readonly string[] {
  const escaped = boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pieces = `\r\n${body}`.split(new RegExp(`\\r?\\n--${escaped}(--)?[ \\t]*(?=\\r?\\n|$)`));
  const parts: string[] = [];
  // split() gives text, mark, text, mark ...: a mark of '--' ends the list
  for (let at = 1; at < pieces.length && pieces[at] !== '--'; at += 2) {
    parts.push((pieces[at + 1] ?? '').replace(/^\r?\n/, ''));
  }
  return parts;
}

export function decodeTransfer(body: string, encoding: string): Buffer {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64');
    case 'quoted-printable':
      return unquote(body);
    default:
      return Buffer.from(body, 'latin1');
  }
}
