// A message as the Gmail API shows it in its four formats, and as the search index has it.

import { invalidArgument } from '../answers.ts';
import type { MessageRecord } from '../records.ts';
import type { Ask } from '../route.ts';
import { decodeWords, headerValue } from '../../mail/mime/headers.ts';
import { readParts, readText, type MessagePart } from '../../mail/mime/parts.ts';
import type { Searchable } from './search.ts';

const SNIPPET_LETTERS = 200;

/** Ids and labels only: what a send, an insert and a list answer with. */
export function showBrief({ id, threadId, labelIds }: MessageRecord) {
  return { id, threadId, labelIds };
}

export function showMessage(ask: Ask, message: MessageRecord): Record<string, unknown> {
  const format = ask.call.query.get('format') ?? 'full';
  const payload = readParts(message.raw);
  const brief = {
    ...showBrief(message),
    snippet: snippetOf(payload),
    historyId: String(Math.floor(message.at)),
    internalDate: String(Math.floor(message.at)),
    sizeEstimate: message.raw.length,
  };
  switch (format) {
    case 'minimal':
      return brief;
    case 'raw':
      return { ...brief, raw: Buffer.from(message.raw, 'latin1').toString('base64url') };
    case 'metadata':
      return { ...brief, payload: metadataOf(payload, ask.call.query.getAll('metadataHeaders')) };
    case 'full':
      return { ...brief, payload };
    default:
      throw invalidArgument(`Invalid value at 'format': "${format}"`);
  }
}

function metadataOf({ mimeType, headers }: MessagePart, wanted: readonly string[]) {
  const names = wanted.map((name) => name.toLowerCase());
  const kept = headers.filter((header) => names.length === 0 || names.includes(header.name.toLowerCase()));
  return { mimeType, headers: kept };
}

function snippetOf(payload: MessagePart): string {
  return readText(payload).replace(/\s+/g, ' ').trim().slice(0, SNIPPET_LETTERS);
}

const indexed = new WeakMap<MessageRecord, Searchable>();

export function searchableOf(message: MessageRecord): Searchable {
  const known = indexed.get(message);
  if (known !== undefined) return known;
  const payload = readParts(message.raw);
  const header = (name: string) => decodeWords(headerValue(payload.headers, name) ?? '');
  const made: Searchable = {
    labelIds: message.labelIds,
    from: header('From'),
    to: header('To'),
    cc: header('Cc'),
    bcc: header('Bcc'),
    subject: header('Subject'),
    text: readText(payload),
    messageId: header('Message-ID').replace(/^<|>$/g, ''),
    at: message.at,
    hasAttachment: (payload.parts ?? []).some((part) => part.filename !== ''),
  };
  indexed.set(message, made);
  return made;
}
