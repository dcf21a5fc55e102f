// Reads as much of a MIME message (RFC 5322, RFC 2045-2047) as a mailbox shows: addresses, subject, the first text, the headers.

import type { MessageContent, Recipient } from '../records.ts';

export function readMime(text: string): Partial<MessageContent> {
  const { headers, body } = parted(text);
  const all = (name: string) => headers.filter((header) => header.name.toLowerCase() === name).map((header) => header.value);
  const parties = (name: string) => all(name).flatMap(recipientsIn);
  const from = parties('from')[0];
  return {
    subject: decodedWords(all('subject')[0] ?? ''),
    body: firstText(headers, body),
    to: parties('to'),
    cc: parties('cc'),
    bcc: parties('bcc'),
    replyTo: parties('reply-to'),
    ...(from === undefined ? {} : { from }),
    headers: headers.map(({ name, value }) => ({ name, value: decodedWords(value) })),
  };
}

interface Header {
  readonly name: string;
  readonly value: string;
}

function parted(text: string): { readonly headers: readonly Header[]; readonly body: string } {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  const end = lines.indexOf('\n\n');
  const head = (end < 0 ? lines : lines.slice(0, end)).replaceAll(/\n[ \t]+/g, ' ');
  const headers = head.split('\n').flatMap((line) => {
    const at = line.indexOf(':');
    return at < 1 ? [] : [{ name: line.slice(0, at), value: line.slice(at + 1).trim() }];
  });
  return { headers, body: end < 0 ? '' : lines.slice(end + 2) };
}

/** Commas inside quotes and angle brackets do not part addresses. */
function recipientsIn(value: string): readonly Recipient[] {
  const parts = value.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,])+/g) ?? [];
  return parts.flatMap((part) => {
    const bracketed = /^(.*)<([^>]+)>\s*$/s.exec(part.trim());
    const address = (bracketed?.[2] ?? part).trim();
    if (!address.includes('@')) return [];
    const name = decodedWords((bracketed?.[1] ?? '').trim().replaceAll(/^"|"$/g, ''));
    return [{ name: name === '' ? address : name, address }];
  });
}

function firstText(headers: readonly Header[], body: string): MessageContent['body'] {
  const header = (name: string) => headers.find((one) => one.name.toLowerCase() === name)?.value ?? '';
  const type = header('content-type').toLowerCase();
  const boundary = /boundary="?([^";]+)"?/i.exec(header('content-type'))?.[1];
  if (type.startsWith('multipart/') && boundary !== undefined) {
    const texts = body
      .split(`--${boundary}`)
      .slice(1)
      .map((part) => parted(part.replace(/^\n/, '')))
      .map((part) => firstText(part.headers, part.body))
      .filter((part) => part.content !== '');
    return texts.find((part) => part.contentType === 'html') ?? texts[0] ?? { contentType: 'text', content: '' };
  }
  if (type !== '' && !type.startsWith('text/')) return { contentType: 'text', content: '' };
  return {
    contentType: type.startsWith('text/html') ? 'html' : 'text',
    content: decodedBody(header('content-transfer-encoding').toLowerCase(), body).trim(),
  };
}

function decodedBody(encoding: string, body: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return unquoted(body.replaceAll(/=\n/g, ''));
  return body;
}

const unquoted = (text: string): string =>
  Buffer.from(text.replaceAll(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString(
    'utf8',
  );

function decodedWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, form: string, word: string) =>
      form.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : unquoted(word.replaceAll('_', ' ')),
    );
}
