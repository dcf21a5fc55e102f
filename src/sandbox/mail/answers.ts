// What people and their mailboxes in the world beyond write back.

import { decodeWords, headersOf, headerValue, type HeaderLine } from './mime/headers.ts';
import { dateText, encodedText, textPart } from './mime/write.ts';
import type { Mail } from './queue.ts';

export interface Answering {
  readonly mail: Mail;
  readonly at: number;
  /** Hex digits that nothing else has. */
  readonly token: string;
}

/** RFC 3834, section 2, and what Exchange asks for with X-Auto-Response-Suppress: some messages get no automatic reply. */
export function wantsNoReply({ from, raw }: Mail): boolean {
  const headers = headersOf(raw);
  const submitted = (headerValue(headers, 'Auto-Submitted') ?? 'no').toLowerCase();
  const suppressed = headerValue(headers, 'X-Auto-Response-Suppress') ?? '';
  return from === '' || submitted !== 'no' || /\b(All|OOF|AutoReply)\b/i.test(suppressed);
}

export function automaticReply(answering: Answering): string {
  const headers = headersOf(answering.mail.raw);
  return message(answering, {
    subject: `自動応答: ${subjectOf(headers)}`,
    more: ['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All', 'Precedence: bulk'],
    text: 'ただいま不在にしております。戻り次第ご連絡いたします。\nI am out of the office.\n',
  });
}

export function humanReply(answering: Answering): string {
  const headers = headersOf(answering.mail.raw);
  return message(answering, {
    subject: `Re: ${subjectOf(headers)}`,
    more: [],
    text: `ご連絡ありがとうございます。登録を変更いたしました。\n\n> ${subjectOf(headers)}\n`,
  });
}

const subjectOf = (headers: readonly HeaderLine[]): string => decodeWords(headerValue(headers, 'Subject') ?? '');

function message(
  { mail, at, token }: Answering,
  { subject, more, text }: { readonly subject: string; readonly more: readonly string[]; readonly text: string },
): string {
  const answered = headerValue(headersOf(mail.raw), 'Message-ID');
  return [
    `From: ${mail.to}`,
    `To: ${mail.from}`,
    `Subject: ${encodedText(subject)}`,
    `Date: ${dateText(at)}`,
    `Message-ID: <${token}@${mail.to.slice(mail.to.lastIndexOf('@') + 1)}>`,
    ...(answered === undefined ? [] : [`In-Reply-To: ${answered}`, `References: ${answered}`]),
    ...more,
    'MIME-Version: 1.0',
    textPart('text/plain', text),
  ].join('\r\n');
}
