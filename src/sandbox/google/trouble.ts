// How Google says "slow down" and "not now": as JSON with 429 or 403, as text with a time in it, and to those who hammer as plain text.

import type { Answer, Call } from '../kernel/call.ts';
import type { Trouble } from '../kernel/provider.ts';
import { chanceOf } from '../kernel/random.ts';
import type { World } from '../kernel/world.ts';
import { faultAnswer, type Fault } from './answers.ts';
import { GMAIL_CONCURRENCY, LICENSING_QUOTA } from './limits.ts';

const BY_STATUS: Readonly<Record<503 | 504 | 507, Fault>> = {
  503: { status: 503, reason: 'backendError', message: 'The service is currently unavailable.' },
  504: { status: 504, reason: 'backendError', message: 'Deadline expired before operation could complete.' },
  507: { status: 507, reason: 'storageQuotaExceeded', message: 'The storage is full.' },
};

const EXHAUSTED: Fault = {
  status: 429,
  reason: 'rateLimitExceeded',
  message: 'Resource has been exhausted (e.g. check quota).',
};
const USER_RATE: Fault = {
  status: 403,
  reason: 'userRateLimitExceeded',
  domain: 'usageLimits',
  message: 'User Rate Limit Exceeded',
};
const QUERIES: Fault = {
  status: 403,
  reason: 'rateLimitExceeded',
  domain: 'usageLimits',
  message:
    "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service 'gmail.googleapis.com' " +
    "for consumer 'project_number:100000000001'.",
};
const QUOTA: Fault = {
  status: 403,
  reason: 'quotaExceeded',
  domain: 'usageLimits',
  message: 'Request rate higher than configured.',
};

export function trouble(what: Trouble, call: Call, world: World): Answer {
  if (what.status !== 429) return faultAnswer(BY_STATUS[what.status]);
  const { form, waitMs, limit } = what;
  if (limit?.startsWith(LICENSING_QUOTA.name) === true) return faultAnswer(BY_STATUS[503]);
  if (limit?.startsWith(GMAIL_CONCURRENCY.name) === true) {
    return faultAnswer({ ...EXHAUSTED, message: 'Too many concurrent requests for user' });
  }
  if (form === 'text') return faultAnswer(retryAfter(world.clock.now() + waitMs, ''));
  const headers = waitHeader(form, { waitMs, now: world.clock.now() });
  if (headers !== undefined) return { ...faultAnswer(EXHAUSTED), headers };
  const isGmail = call.path.includes('/gmail/');
  if (!isGmail && limit !== undefined && hammers(limit, world)) {
    return { status: 403, body: 'Request rate higher than configured.' };
  }
  const forms = isGmail ? [EXHAUSTED, USER_RATE, QUERIES] : [EXHAUSTED, QUOTA, USER_RATE];
  return faultAnswer(forms[Math.floor(chanceOf(call.id) * forms.length)] ?? EXHAUSTED);
}

/** Gmail's only way to name a time; `what` is `(Mail sending)` or the like. */
export function retryAfter(at: number, what: string): Fault {
  const time = new Date(Math.ceil(at)).toISOString();
  return {
    status: 429,
    reason: 'rateLimitExceeded',
    message: `User-rate limit exceeded.  Retry after ${time}${what === '' ? '' : ` (${what})`}`,
  };
}

/** Google sends no such header; a storm may ask for it all the same. */
function waitHeader(
  form: (Trouble & { status: 429 })['form'],
  { waitMs, now }: { readonly waitMs: number; readonly now: number },
): Record<string, string> | undefined {
  switch (form) {
    case 'seconds':
      return { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) };
    case 'decimal':
      return { 'retry-after': (waitMs / 1000).toFixed(3) };
    case 'date':
      return { 'retry-after': new Date(Math.ceil((now + waitMs) / 1000) * 1000).toUTCString() };
    case 'text':
    case 'none':
    case undefined:
      return undefined;
  }
}

const HAMMERING = 25;
const FORGOTTEN_AFTER_MS = 60_000;
const refusals = new WeakMap<World, Map<string, { readonly count: number; readonly at: number }>>();

/** True for who was refused many times within a minute and does not slow down. */
function hammers(limit: string, world: World): boolean {
  const ofWorld = refusals.get(world) ?? new Map<string, { readonly count: number; readonly at: number }>();
  refusals.set(world, ofWorld);
  const now = world.clock.now();
  const before = ofWorld.get(limit);
  const isRecent = before !== undefined && now - before.at < world.clock.scaled(FORGOTTEN_AFTER_MS);
  const count = isRecent ? before.count + 1 : 1;
  ofWorld.set(limit, { count, at: now });
  return count > HAMMERING;
}
