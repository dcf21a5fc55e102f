// An automatic reply to and from the form that Microsoft Graph has for it. Pure. All times are UTC.

import type { AutomaticRepliesSetting } from '@microsoft/microsoft-graph-types';
import type { AutomaticReply } from '../../model/account.ts';
import { objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';

const AUDIENCES = { none: 'none', contacts: 'contactsOnly', all: 'all' } as const;
const UTC = new Set(['utc', 'etc/utc', 'etc/gmt', 'gmt', 'tzone://microsoft/utc']);
/** Graph wants both ends; a reply without an end gets this one. */
const FAR = Date.UTC(2099, 11, 31);
const DAY_MS = 24 * 60 * 60 * 1000;

/** `now` is where a reply begins that has an end but no beginning. */
export function replyBody(reply: AutomaticReply, now: number) {
  const { isOn, startsAt, endsAt } = reply;
  const isScheduled = isOn && (startsAt !== undefined || endsAt !== undefined);
  return {
    status: isScheduled ? 'scheduled' : isOn ? 'alwaysEnabled' : 'disabled',
    externalAudience: AUDIENCES[reply.audience],
    internalReplyMessage: reply.internalHtml,
    externalReplyMessage: reply.externalHtml,
    ...(isScheduled
      ? {
          scheduledStartDateTime: utc(startsAt ?? beginningBefore(endsAt, now)),
          scheduledEndDateTime: utc(endsAt ?? FAR),
        }
      : {}),
  } satisfies AutomaticRepliesSetting;
}

/** Graph takes no reply that ends before it begins, also where the end is past. */
function beginningBefore(endsAt: number | undefined, now: number): number {
  return endsAt === undefined || now < endsAt ? now : endsAt - DAY_MS;
}

/** undefined where it cannot be read without guessing: another time zone, an unknown status or audience. */
export function replyFrom(setting: JsonObject): AutomaticReply | undefined {
  const status = textAt(setting, 'status')?.toLowerCase();
  const audience = audienceFrom(textAt(setting, 'externalAudience'));
  if (audience === undefined || (status !== 'disabled' && status !== 'alwaysenabled' && status !== 'scheduled')) {
    return undefined;
  }
  const reply = {
    isOn: status !== 'disabled',
    internalHtml: textAt(setting, 'internalReplyMessage') ?? '',
    externalHtml: textAt(setting, 'externalReplyMessage') ?? '',
    audience,
  };
  if (status !== 'scheduled') return reply;
  const startsAt = millisecondsFrom(objectAt(setting, 'scheduledStartDateTime'));
  const endsAt = millisecondsFrom(objectAt(setting, 'scheduledEndDateTime'));
  if (startsAt === undefined || endsAt === undefined) return undefined;
  return { ...reply, startsAt, ...(endsAt === FAR ? {} : { endsAt }) };
}

function audienceFrom(said: string | undefined): AutomaticReply['audience'] | undefined {
  const known = said?.toLowerCase();
  if (known === 'none' || known === 'all') return known;
  return known === 'contactsonly' ? 'contacts' : undefined;
}

function utc(at: number): { dateTime: string; timeZone: string } {
  return { dateTime: new Date(at).toISOString().slice(0, -1), timeZone: 'UTC' };
}

/** `{"dateTime":"2026-10-10T00:00:00.0000000","timeZone":"UTC"}`: seven decimals, no zone in the text. */
function millisecondsFrom(time: JsonObject | undefined): number | undefined {
  const said = textAt(time, 'dateTime');
  if (said === undefined || !UTC.has(textAt(time, 'timeZone')?.toLowerCase() ?? '')) return undefined;
  const at = Date.parse(`${said.replace(/(\.\d{3})\d*Z?$/, '$1').replace(/Z$/, '')}Z`);
  return Number.isNaN(at) ? undefined : at;
}
