// Trouble in Graph's words: throttled in each form that occurs, unavailable, timed out, full.

import type { Answer, Call } from '../kernel/call.ts';
import type { ThrottleForm, Trouble } from '../kernel/provider.ts';
import type { World } from '../kernel/world.ts';
import { GraphRefusal, graphError } from './answers.ts';
import { tenantOf } from './tenant.ts';

/** What a storm goes round. Identity protection also throttles without a header: only on demand, it is rare. */
export const THROTTLE_ORDER: readonly ThrottleForm[] = ['decimal', 'seconds', 'date'];

/** Entra's endpoints fail in the form of OAuth, Graph in its own. */
export function microsoftTrouble(trouble: Trouble, call: Call, world: World): Answer {
  if (call.path.startsWith('/v1.0/')) return graphTrouble(trouble, call, world);
  const body = { error: 'temporarily_unavailable', error_description: 'AADSTS90033: A transient error has occurred. Please try again.' };
  return { status: trouble.status, headers: trouble.status === 429 ? retryAfter(trouble, world) : {}, body };
}

function graphTrouble(trouble: Trouble, call: Call, world: World): Answer {
  switch (trouble.status) {
    case 429:
      return throttled(trouble, call, world);
    case 503:
      return graphError(call, new GraphRefusal(503, 'ServiceUnavailable', { message: 'The service is unavailable.' }));
    case 504:
      return graphError(call, new GraphRefusal(504, 'UnknownError', { message: '' }));
    case 507:
      return graphError(
        call,
        new GraphRefusal(507, 'ErrorQuotaExceeded', { message: 'The process failed to get the correct properties: quota exceeded.' }),
      );
  }
}

function throttled(trouble: Trouble & { readonly status: 429 }, call: Call, world: World): Answer {
  const isMailbox = trouble.limit?.startsWith('mailbox-') ?? /\/(messages|mailFolders|mailboxSettings|sendMail)\b/.test(call.path);
  const refusal = isMailbox
    ? new GraphRefusal(429, 'ApplicationThrottled', {
        message: `Application is over its ${trouble.limit?.startsWith('mailbox-concurrency') ? 'MailboxConcurrency' : 'RequestRate'} limit.`,
      })
    : new GraphRefusal(429, 'TooManyRequests', { message: 'Too many requests' });
  const { tenantId, clientId } = tenantOf(world);
  return {
    ...graphError(call, refusal),
    headers: {
      ...retryAfter(trouble, world),
      'x-ms-throttle-scope': `Tenant_Application/${call.method === 'GET' ? 'Read' : 'ReadWrite'}/${clientId}/${tenantId}`,
      'x-ms-throttle-information': informationOf(trouble.limit),
    },
  };
}

function informationOf(limit: string | undefined): string {
  if (limit?.startsWith('resource-units') === true) return 'ResourceUnitLimitExceeded';
  if (limit?.includes('-writes') === true) return 'WriteLimitExceeded';
  return 'RequestLimitExceeded';
}

/** Times below a second (scaled ones) go out as decimals, so that whoever obeys waits as long as is needed, not much longer. */
function retryAfter({ waitMs, form }: Trouble & { readonly status: 429 }, world: World): Readonly<Record<string, string>> {
  const isScaled = world.profile.timeScale > 1;
  switch (form ?? (isScaled ? 'decimal' : 'seconds')) {
    case 'seconds':
      return { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) };
    case 'decimal':
    case 'text':
      return { 'retry-after': ((Math.ceil(waitMs) + 1) / 1000).toFixed(3) };
    case 'date':
      return { 'retry-after': new Date(Math.ceil((world.clock.now() + waitMs) / 1000) * 1000).toUTCString() };
    case 'none':
      return {};
  }
}
