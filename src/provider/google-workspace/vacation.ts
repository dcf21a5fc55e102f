// Gmail's vacation settings as an automatic reply of ours, and back. Pure. Gmail has one text for inside and outside.

import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js';
import type { AutomaticReply } from '../../model/account.ts';

type Vacation = gmail_v1.Schema$VacationSettings;

export function replyOf(vacation: Vacation): AutomaticReply {
  const { responseSubject, responseBodyHtml, responseBodyPlainText, startTime, endTime } = vacation;
  const html = responseBodyHtml ?? (responseBodyPlainText == null ? '' : htmlOf(responseBodyPlainText));
  const startsAt = millisOf(startTime);
  const endsAt = millisOf(endTime);
  return {
    isOn: vacation.enableAutoReply === true,
    ...(responseSubject == null || responseSubject === '' ? {} : { subject: responseSubject }),
    internalHtml: html,
    externalHtml: html,
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
    audience: audienceOf(vacation),
  };
}

/**
 * What updateVacation is sent. It replaces all, so what the reply does not speak of is taken over from `present`. The old plain text is
 * not: Gmail would send it beside the new HTML. Times are milliseconds as text.
 */
export function vacationOf(reply: AutomaticReply, present: Vacation): Vacation {
  const subject = reply.subject ?? present.responseSubject;
  return {
    enableAutoReply: reply.isOn,
    ...(subject == null ? {} : { responseSubject: subject }),
    responseBodyHtml: reply.externalHtml === '' ? reply.internalHtml : reply.externalHtml,
    restrictToContacts:
      reply.audience === 'contacts' || (reply.audience === 'none' && present.restrictToContacts === true),
    restrictToDomain: reply.audience === 'none',
    ...(reply.startsAt === undefined ? {} : { startTime: String(reply.startsAt) }),
    ...(reply.endsAt === undefined ? {} : { endTime: String(reply.endsAt) }),
  } satisfies Vacation;
}

/** Where both restrictions are on, nobody outside gets it. */
function audienceOf({ restrictToDomain, restrictToContacts }: Vacation): AutomaticReply['audience'] {
  if (restrictToDomain === true) return 'none';
  return restrictToContacts === true ? 'contacts' : 'all';
}

function millisOf(time: string | null | undefined): number | undefined {
  const millis = Number(time ?? 0);
  return Number.isSafeInteger(millis) && millis > 0 ? millis : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function htmlOf(text: string): string {
  return text.replace(/[&<>"]/gu, (character) => ENTITIES[character] ?? character).replace(/\r?\n/gu, '<br>');
}
