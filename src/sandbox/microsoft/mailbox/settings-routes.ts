// Mailbox settings: read whole, changed in parts; the automatic reply is what the ledger wants to know of.

import { z } from 'zod';
import type { Answer, Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { contextOf, GraphRefusal } from '../answers.ts';
import { addressOf } from '../directory/update-user.ts';
import { MAILBOX_ANSWERING_MS, mailboxConcurrency, mailboxRequests } from '../limits.ts';
import type { GraphRoute } from '../permissions.ts';
import { PROVIDER } from '../tenant.ts';
import { mailboxOf, mailboxOwner, saveMailbox } from './mailbox.ts';

const MOMENT = z.looseObject({ dateTime: z.string(), timeZone: z.string() });

const REPLY = z
  .strictObject({
    status: z.enum(['disabled', 'alwaysEnabled', 'scheduled']),
    externalAudience: z.enum(['none', 'contactsOnly', 'all']),
    internalReplyMessage: z.string().nullable(),
    externalReplyMessage: z.string().nullable(),
    scheduledStartDateTime: MOMENT.nullable(),
    scheduledEndDateTime: MOMENT.nullable(),
  })
  .partial();

/** As Windows or IANA calls it. */
function isTimeZone(name: string): boolean {
  if (/^(?:UTC|[A-Z].* Standard Time)$/.test(name)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

const SETTINGS = z
  .strictObject({
    automaticRepliesSetting: REPLY,
    timeZone: z.string().refine(isTimeZone),
    dateFormat: z.string(),
    timeFormat: z.string(),
    language: z.looseObject({ locale: z.string().regex(/^[a-z]{2}-[A-Z]{2}$/) }),
    delegateMeetingMessageDeliveryOptions: z.string(),
    workingHours: z.looseObject({}),
  })
  .partial();

/** Annotations are nobody's settings. */
function withoutNotations(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes('@')));
}

function readSettings(call: Call, params: Params, world: World): Answer {
  const user = mailboxOwner(call, params, world);
  return settingsAnswer(call, user.id, { ...mailboxOf(world, user.id).settings, userPurpose: 'user' });
}

function changeSettings(call: Call, params: Params, world: World): Answer {
  const user = mailboxOwner(call, params, world);
  const read = SETTINGS.safeParse(withoutNotations(call.body));
  if (!read.success) throw invalid(String(read.error.issues[0]?.path.join('/')));
  const change = read.data;
  const before = mailboxOf(world, user.id).settings;
  const reply = change.automaticRepliesSetting;
  const merged = {
    ...before,
    ...change,
    ...(reply === undefined ? {} : { automaticRepliesSetting: { ...replyOf(before), ...reply } }),
  };
  if (reply !== undefined) refuseBackwards(replyOf(merged));
  const isRepeat = JSON.stringify(before) === JSON.stringify(merged);
  const effect = {
    provider: PROVIDER,
    kind: reply === undefined ? 'settings.set' : 'reply.set',
    key: addressOf(user),
    idempotent: true,
    ...(reply === undefined ? {} : { status: replyOf(merged)['status'] }),
    ...(isRepeat ? { repeat: true } : {}),
  };
  world.effect(effect, () => saveMailbox(world, user.id, { settings: merged }));
  return settingsAnswer(call, user.id, merged);
}

function replyOf(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const reply = settings['automaticRepliesSetting'];
  return typeof reply === 'object' && reply !== null ? { ...reply } : {};
}

function refuseBackwards(reply: Readonly<Record<string, unknown>>): void {
  if (reply['status'] !== 'scheduled') return;
  const [start, end] = [reply['scheduledStartDateTime'], reply['scheduledEndDateTime']].map((moment) => {
    const read = MOMENT.safeParse(moment);
    return read.success ? Date.parse(`${read.data.dateTime.slice(0, 19)}Z`) : Number.NaN;
  });
  if (start === undefined || end === undefined || !(start < end)) throw invalid('scheduledEndDateTime');
}

function invalid(property: string): GraphRefusal {
  return new GraphRefusal(400, 'ErrorInvalidArgument', { message: `The value of property ${property} is invalid.` });
}

function settingsAnswer(call: Call, userId: string, settings: Readonly<Record<string, unknown>>): Answer {
  return { status: 200, body: { '@odata.context': contextOf(call, `users('${userId}')/mailboxSettings`), ...settings } };
}

const shared = { quotas: mailboxRequests, concurrency: mailboxConcurrency, answeringMs: MAILBOX_ANSWERING_MS } as const;

export const settingsRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    pattern: '/v1.0/users/:id/mailboxSettings',
    anyOf: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
    ...shared,
    answer: readSettings,
  },
  {
    method: 'PATCH',
    pattern: '/v1.0/users/:id/mailboxSettings',
    anyOf: ['MailboxSettings.ReadWrite'],
    ...shared,
    answer: changeSettings,
  },
];
