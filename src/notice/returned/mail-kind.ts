// What a message is, by its headers and parts: a report of failure or delay, an automatic reply, or written by somebody.

import type { MailHeaders } from '../../model/mail-reader.ts';
import { headerOf } from '../../model/mail-reader.ts';
import { headerText } from './mail-parts.ts';

const DAEMON =
  /^(?:mailer-?daemon|mail-?daemon|postmaster|mdaemon|microsoftexchange[0-9a-f]*|mail-?delivery(?:-subsystem|-system)?)[-+.@]/i;
const FAILURE_SUBJECT =
  /undeliver|returned mail|mail (?:system )?error|failure notice|delivery (?:has )?(?:status notification|failure|failed|problem)|mail delivery|could not be delivered|non.?delivery|配信できま|配信不能|配信エラー|未配達|送信できま|不達|エラーメール|配信されませ/i;
/** Somebody writes about a report. */
const PASSED_ON = /^\s*(?:re|fwd?|aw|wg|返信|転送)\s*[:：]/i;
const DELAY_SUBJECT = /\bdelay|warning: could not send|still being retried|遅延|遅れ/i;
const DELAY_TEXT =
  /warning message only|do not need to resend|no action is required on your part|will (?:be retried|retry|keep trying|continue (?:to )?(?:try|attempt|be retried))|delivery (?:attempts )?will continue|has not yet been delivered|delivery incomplete|delivery to the following recipients has been delayed|まだ配信(?:され|でき)て?いません|引き続き(?:再送|配信)|再試行(?:され|し)|配信が遅れて/i;
const AUTOMATIC_SUBJECT =
  /^\s*(?:(?:auto(?:matic(?:ally generated)?)?(?: ?reply| ?response|[-_]?reply)|autoreply|out of (?:the )?office|ooo\b|vacation|away from|on leave|abwesenheit|absence du bureau)|[[【(（]?(?:自動(?:返信|応答|送信|配信)|不在|休暇|外出|受付完了|お問い?合わせ(?:を)?(?:受付|ありがとう)))|(?:自動返信|不在(?:通知|のお知らせ|連絡)|休暇中)/i;

export type Appearance =
  | 'failure-report'
  | 'automatic'
  /** Written by a person, as far as one can see. */
  | 'personal';

/** `user@example.com` in `Name <user@example.com>`, lower case; '' where there is none. */
export function addressIn(text: string): string {
  const value = text.slice(0, 1000);
  const bracketed = /<([^<>@\s]{1,64}@[^<>@\s]{1,253})>/.exec(value)?.[1];
  return (bracketed ?? /[^\s<>"(),;:@]{1,64}@[^\s<>"(),;:@]{1,253}/.exec(value)?.[0] ?? '').toLowerCase();
}

/** Whether whoever reports is a mail server: then even a text without any form is looked at. */
export function isFromDaemon(headers: MailHeaders): boolean {
  return (
    DAEMON.test(addressIn(headerOf(headers, 'from') ?? '')) ||
    headerOf(headers, 'x-failed-recipients') !== undefined ||
    headerOf(headers, 'x-ms-exchange-message-is-ndr') !== undefined
  );
}

export function appearanceOf(headers: MailHeaders): Appearance {
  const type = headerOf(headers, 'content-type') ?? '';
  if (/multipart\/report/i.test(type) && !/disposition-notification/i.test(type)) return 'failure-report';
  if (isFromDaemon(headers)) return 'failure-report';
  if (isAutomatic(headers)) return 'automatic';
  const subject = headerText(headers, 'subject');
  if (FAILURE_SUBJECT.test(subject) && !PASSED_ON.test(subject)) return 'failure-report';
  return 'personal';
}

/** RFC 3834, and what programs did before it and still do. */
function isAutomatic(headers: MailHeaders): boolean {
  const subject = headerText(headers, 'subject');
  const submitted = headerOf(headers, 'auto-submitted');
  return (
    (submitted !== undefined && !/^\s*no\b/i.test(submitted)) ||
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply', 'x-ms-exchange-generated-message-source'].some(
      (name) => headerOf(headers, name) !== undefined,
    ) ||
    /^\s*(?:auto[-_]?reply|bulk|junk|list)\b/i.test(headerOf(headers, 'precedence') ?? '') ||
    /disposition-notification/i.test(headerOf(headers, 'content-type') ?? '') ||
    headerOf(headers, 'list-id') !== undefined ||
    AUTOMATIC_SUBJECT.test(subject)
  );
}

/** A report without a part for programs says in words whether it is final. */
export function saysDelayed(headers: MailHeaders, words: string): boolean {
  return DELAY_SUBJECT.test(headerText(headers, 'subject')) || DELAY_TEXT.test(words);
}
