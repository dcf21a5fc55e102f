// How a route of Google's is written: who may call it, what it costs, what it answers. `fields` and refusals are seen to here.

import type { Answer, Call } from '../kernel/call.ts';
import type { Concurrency, Params, Quota, Route } from '../kernel/route.ts';
import type { World } from '../kernel/world.ts';
import { faultAnswer, invalid, Refused } from './answers.ts';
import { applyMask, readMask } from './fields.ts';
import { callerOf, type Caller } from './sign-in/access.ts';
import { tenantOf, type Tenant } from './tenant.ts';

type Door = 'directory' | 'licensing' | 'site-verification' | 'gmail';

/** Who may call a route. */
export interface Guard {
  readonly door: Door;
  /** Any one of them is enough; without their common prefix. */
  readonly scopes: readonly string[];
  /** Only through domain-wide delegation. */
  readonly isDelegatedOnly?: boolean;
}

/** One call, with all that a route needs to answer it. */
export interface Ask {
  readonly call: Call;
  readonly params: Params;
  readonly world: World;
  readonly tenant: Tenant;
  readonly caller: Caller;
  readonly now: number;
}

export interface GuardedRoute extends Route {
  readonly guard: Guard;
}

export interface RouteParts {
  readonly on: readonly [method: string, pattern: string];
  readonly guard: Guard;
  readonly quotas: readonly Quota[];
  readonly concurrency?: Concurrency;
  readonly answer: (ask: Ask) => Answer;
}

export const isGuarded = (route: Route): route is GuardedRoute => 'guard' in route;

export function guardedRoute({ on: [method, pattern], answer, ...parts }: RouteParts): GuardedRoute {
  return {
    ...parts,
    method,
    pattern,
    answer(call, params, world) {
      const caller = callerOf(call, world);
      if (caller === undefined) throw new Error(`${pattern} was reached without a token`);
      const ask: Ask = { call, params, world, tenant: tenantOf(world), caller, now: world.clock.now() };
      try {
        return partial(call, () => world.together(() => answer(ask)));
      } catch (fault) {
        if (fault instanceof Refused) return fault.answer;
        throw fault;
      }
    },
  };
}

/** Cuts a good answer down to what `fields` asks for; a selector that cannot be read is refused before anything happens. */
function partial(call: Call, act: () => Answer): Answer {
  const selector = call.query.get('fields');
  if (selector === null || selector === '') return act();
  const mask = readMask(selector);
  if (mask === undefined) {
    return faultAnswer({ status: 400, reason: 'invalidParameter', message: `Invalid field selection ${selector}` });
  }
  const answer = act();
  return answer.status < 300 && answer.body !== undefined ? { ...answer, body: applyMask(answer.body, mask) } : answer;
}

/** The parameter of the path; a route without it is our own mistake. */
export function param(ask: Ask, name: string): string {
  const value = ask.params[name];
  if (value === undefined) throw new Error(`the route has no ${name}`);
  return value;
}

export type Body = Readonly<Record<string, unknown>>;

/** The request's JSON object. */
export function bodyOf(ask: Ask): Body {
  return readObject(ask.call.body);
}

export function readObject(value: unknown): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('Invalid JSON payload received.');
  return Object.fromEntries(Object.entries(value));
}

export function textOf(body: Body, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' ? value : undefined;
}

export function flagOf(body: Body, name: string): boolean | undefined {
  const value = body[name];
  return typeof value === 'boolean' ? value : undefined;
}

/** A whole number out of the query, within its bounds. */
export function countOf(ask: Ask, name: string, bounds: { readonly usual: number; readonly most: number }): number {
  const text = ask.call.query.get(name);
  if (text === null) return bounds.usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw invalid(`Invalid value for ${name}: ${text}`);
  return Math.min(value, bounds.most);
}
