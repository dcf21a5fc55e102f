// What callers send as a message, as JSON or as MIME, brought to one form. Graph's rules for headers are checked here.

import { z } from 'zod';
import { GraphRefusal } from '../answers.ts';
import { MOST_CUSTOM_HEADERS } from '../limits.ts';
import type { MessageContent, Recipient } from '../records.ts';
import { readMime } from './mime.ts';

const RECIPIENT = z
  .looseObject({ emailAddress: z.looseObject({ address: z.string(), name: z.string().nullish() }) })
  .transform(({ emailAddress }): Recipient => ({ name: emailAddress.name ?? emailAddress.address, address: emailAddress.address }));

const RECIPIENTS = z.array(RECIPIENT);

const ATTACHMENT = z.looseObject({
  '@odata.type': z.string().optional(),
  name: z.string(),
  contentType: z.string().nullish(),
  contentBytes: z.string().optional(),
  isInline: z.boolean().optional(),
  contentId: z.string().nullish(),
});

const MESSAGE = z.looseObject({
  subject: z.string().nullish(),
  body: z
    .looseObject({
      contentType: z
        .string()
        .transform((type) => type.toLowerCase())
        .pipe(z.enum(['text', 'html'])),
      content: z.string(),
    })
    .nullish(),
  toRecipients: RECIPIENTS.optional(),
  ccRecipients: RECIPIENTS.optional(),
  bccRecipients: RECIPIENTS.optional(),
  replyTo: RECIPIENTS.optional(),
  from: RECIPIENT.nullish(),
  importance: z.string().nullish(),
  categories: z.array(z.string()).optional(),
  isRead: z.boolean().nullish(),
  internetMessageHeaders: z.array(z.looseObject({ name: z.string(), value: z.string() })).optional(),
  singleValueExtendedProperties: z.array(z.looseObject({ id: z.string(), value: z.string() })).optional(),
  attachments: z.array(ATTACHMENT).optional(),
});

export const EMPTY_CONTENT: MessageContent = {
  subject: '',
  body: { contentType: 'text', content: '' },
  to: [],
  cc: [],
  bcc: [],
  replyTo: [],
  importance: 'normal',
  categories: [],
  headers: [],
  extended: [],
  attachments: [],
};

/** Lays what was sent over what is there. A message id of the caller's own is not taken. */
export function contentFrom(body: unknown, before: MessageContent = EMPTY_CONTENT): MessageContent {
  const read = MESSAGE.safeParse(body);
  if (!read.success) {
    const where = read.error.issues[0]?.path.join('/') ?? '';
    throw new GraphRefusal(400, 'ErrorInvalidRequest', { message: `The property '${where}' is invalid.` });
  }
  const given = read.data;
  checkHeaders(given.internetMessageHeaders ?? []);
  const from = given.from ?? before.from;
  return {
    subject: given.subject ?? before.subject,
    body: given.body == null ? before.body : { contentType: given.body.contentType, content: given.body.content },
    to: given.toRecipients ?? before.to,
    cc: given.ccRecipients ?? before.cc,
    bcc: given.bccRecipients ?? before.bcc,
    replyTo: given.replyTo ?? before.replyTo,
    ...(from === undefined ? {} : { from }),
    importance: given.importance ?? before.importance,
    categories: given.categories ?? before.categories,
    headers: given.internetMessageHeaders?.map(({ name, value }) => ({ name, value })) ?? before.headers,
    extended: given.singleValueExtendedProperties?.map(({ id, value }) => ({ id, value })) ?? before.extended,
    attachments: given.attachments?.map(attachmentOf) ?? before.attachments,
  };
}

/** A whole message as base64 text. */
export function contentFromMime(text: string): MessageContent {
  const compact = text.replaceAll(/\s/g, '');
  if (compact === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    throw new GraphRefusal(400, 'ErrorMimeContentInvalidBase64String', { message: 'Invalid base64 string for MIME content.' });
  }
  return { ...EMPTY_CONTENT, ...readMime(Buffer.from(compact, 'base64').toString('latin1')) };
}

export function attachmentOf(given: unknown): Readonly<Record<string, unknown>> {
  const read = ATTACHMENT.parse(given);
  const bytes = Buffer.from(read.contentBytes ?? '', 'base64');
  return {
    '@odata.type': read['@odata.type'] ?? '#microsoft.graph.fileAttachment',
    id: `AAMkAttachment${Buffer.from(read.name).toString('base64url')}`,
    name: read.name,
    contentType: read.contentType ?? 'application/octet-stream',
    size: bytes.length,
    isInline: read.isInline ?? false,
    contentId: read.contentId ?? null,
    contentBytes: read.contentBytes ?? '',
  };
}

function checkHeaders(headers: readonly { readonly name: string }[]): void {
  if (headers.some(({ name }) => !/^x-/i.test(name))) {
    throw new GraphRefusal(400, 'InvalidInternetMessageHeader', {
      message: "The internet message header name should start with 'x-' or 'X-'.",
    });
  }
  if (headers.length > MOST_CUSTOM_HEADERS) {
    throw new GraphRefusal(400, 'InvalidInternetMessageHeaderCollection', {
      message: 'Maximum number of headers in one message should be less than or equal to 5.',
    });
  }
}
