// Writes headers and bodies of RFC 5322 messages, as bytes with one character each.

import type { Party } from './addresses.ts';

/** A header's text in encoded words where it is not plain; long ones are folded. */
export function encodedText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  // 30 bytes make 40 characters: a word of 75 at most holds them and its frame.
  const words: string[] = [];
  let word = '';
  for (const letter of text) {
    if (Buffer.byteLength(word + letter) > 30) {
      words.push(word);
      word = '';
    }
    word += letter;
  }
  return [...words, word].map((one) => `=?UTF-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ');
}

export function partyText({ name, address }: Party): string {
  if (name === '' || name === address) return address;
  const shown = /^[\x20-\x7e]*$/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : encodedText(name);
  return `${shown} <${address}>`;
}

export const dateText = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000');

/** Base64 in lines. */
export function base64Lines(bytes: Uint8Array): string {
  return (Buffer.from(bytes).toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
}

/** A text part of UTF-8, with its own headers. */
export function textPart(type: 'text/plain' | 'text/html', text: string): string {
  const crlf = text.replaceAll(/\r\n|\r|\n/g, '\r\n');
  return [
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(Buffer.from(crlf)),
    '',
  ].join('\r\n');
}

export const multipart = (boundary: string, parts: readonly string[]): string =>
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
