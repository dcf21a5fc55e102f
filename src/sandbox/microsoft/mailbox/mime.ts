// Between a whole message (RFC 5322) and what Graph shows of it.

import { readParties, type Party } from '../../mail/mime/addresses.ts';
import { decodeWords, headerName, joinMessage, splitMessage, type HeaderLine } from '../../mail/mime/headers.ts';
import { readParts, type MessagePart } from '../../mail/mime/parts.ts';
import { base64Lines, dateText, encodedText, multipart, partyText, textPart } from '../../mail/mime/write.ts';
import type { MessageContent, Recipient } from '../records.ts';

/** Reads as much as a mailbox shows. The bytes come with one character each, and are kept as they are. */
export function readMime(raw: string): Partial<MessageContent> {
  const whole = readParts(raw);
  const all = (name: string) => whole.headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value);
  const parties = (name: string) => all(name).flatMap(readParties).map(recipientOf);
  const [from] = parties('from');
  return {
    subject: decodeWords(all('subject')[0] ?? ''),
    body: firstText(whole),
    to: parties('to'),
    cc: parties('cc'),
    bcc: parties('bcc'),
    replyTo: parties('reply-to'),
    ...(from === undefined ? {} : { from }),
    headers: whole.headers.map(decodedHeader),
    attachments: attachmentsOf(whole),
    mime: raw,
  };
}

const recipientOf = ({ name, address }: Party): Recipient => ({ name: name === '' ? address : name, address });
const decodedHeader = ({ name, value }: HeaderLine): HeaderLine => ({ name, value: decodeWords(value) });

function leaves(part: MessagePart): readonly MessagePart[] {
  return part.parts === undefined ? [part] : part.parts.flatMap(leaves);
}

function firstText(whole: MessagePart): MessageContent['body'] {
  const texts = leaves(whole).filter(({ mimeType, filename }) => mimeType.startsWith('text/') && filename === '');
  const found = texts.find(({ mimeType }) => mimeType === 'text/html') ?? texts[0];
  return {
    contentType: found?.mimeType === 'text/html' ? 'html' : 'text',
    content: Buffer.from(found?.body.data ?? '', 'base64url').toString('utf8').trim(),
  };
}

function attachmentsOf(whole: MessagePart): MessageContent['attachments'] {
  const named = leaves(whole).filter(({ filename }) => filename !== '');
  return named.map(({ filename, mimeType, body }) => ({
    '@odata.type': '#microsoft.graph.fileAttachment',
    id: `AAMkAttachment${Buffer.from(filename).toString('base64url')}`,
    name: filename,
    contentType: mimeType,
    size: body.size,
    isInline: false,
    contentId: null,
    contentBytes: Buffer.from(body.data ?? '', 'base64url').toString('base64'),
  }));
}

export interface Stamp {
  readonly messageId: string;
  readonly from: Recipient;
  readonly at: number;
}

/** The whole message as Exchange hands it on: its own Message-ID, a From and a Date, no Bcc unless it is asked for. */
export function writeMime(content: MessageContent, stamp: Stamp, keepsBcc = false): string {
  const made = content.mime ?? fromJson(content);
  const { lines, body } = splitMessage(made);
  const dropped = ['message-id', ...(keepsBcc ? [] : ['bcc'])];
  const kept = lines.filter((line) => !dropped.includes(headerName(line).toLowerCase()));
  const lacks = (name: string) => !kept.some((line) => headerName(line).toLowerCase() === name);
  return joinMessage({
    lines: [
      ...(lacks('from') ? [`From: ${partyText(content.from ?? stamp.from)}`] : []),
      ...kept,
      ...(lacks('date') ? [`Date: ${dateText(stamp.at)}`] : []),
      `Message-ID: ${stamp.messageId}`,
      ...(lacks('mime-version') ? ['MIME-Version: 1.0'] : []),
    ],
    body,
  });
}

/** A message that came whole and was changed since keeps those of its headers that Graph shows nowhere else. */
const isOwnHeader = ({ name }: HeaderLine): boolean => /^(x-|in-reply-to|references|auto-submitted|list-)/i.test(name);

function fromJson(content: MessageContent): string {
  const list = (name: string, parties: readonly Recipient[]) =>
    parties.length === 0 ? [] : [`${name}: ${parties.map(partyText).join(',\r\n ')}`];
  const text = textPart(content.body.contentType === 'html' ? 'text/html' : 'text/plain', content.body.content);
  const head = [
    ...list('To', content.to),
    ...list('Cc', content.cc),
    ...list('Bcc', content.bcc),
    ...list('Reply-To', content.replyTo),
    `Subject: ${encodedText(content.subject)}`,
    ...content.headers.filter(isOwnHeader).map(({ name, value }) => `${name}: ${encodedText(value)}`),
    'MIME-Version: 1.0',
  ].join('\r\n');
  if (content.attachments.length === 0) return `${head}\r\n${text}`;
  const boundary = '_000_sandbox_mixed_';
  const parts = [text, ...content.attachments.map(attachmentPart)];
  return `${head}\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${multipart(boundary, parts)}`;
}

function attachmentPart(attachment: Readonly<Record<string, unknown>>): string {
  const text = (name: string) => (typeof attachment[name] === 'string' ? attachment[name] : '');
  const name = encodedText(text('name')).replaceAll('"', "'");
  return [
    `Content-Type: ${text('contentType')}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(Buffer.from(text('contentBytes'), 'base64')),
  ].join('\r\n');
}
