// Routes: a method, a path pattern and what answers it. Patterns are matched segment by segment; `:name` takes one segment.

import type { Rate } from './bucket.ts';
import type { Answer, Call } from './call.ts';
import type { World } from './world.ts';

export type Params = Readonly<Record<string, string>>;

/** A limit over time that a call of this route draws on. */
export interface Quota {
  /** As the provider's documentation calls it; the bucket's name together with `key`. */
  readonly name: string;
  readonly rate: Rate | ((world: World) => Rate);
  /** 1 where it is left out. */
  readonly cost?: number | ((call: Call, params: Params) => number);
  /** Whose bucket: a mailbox, a user. Left out: one for the tenant. */
  readonly key?: (call: Call, params: Params, world: World) => string;
}

/** A limit on calls under way at once. */
export interface Concurrency {
  readonly name: string;
  readonly most: number;
  readonly key: (call: Call, params: Params, world: World) => string;
}

export interface Route {
  readonly method: string;
  /** `/v1.0/users/:id`; parameters are given percent-decoded. */
  readonly pattern: string;
  readonly quotas?: readonly Quota[];
  readonly concurrency?: Concurrency;
  /** How long the real thing takes to answer, documented milliseconds; scaled by the profile. */
  readonly answeringMs?: number;
  readonly answer: (call: Call, params: Params, world: World) => Answer | Promise<Answer>;
}

export interface Match {
  readonly route: Route;
  readonly params: Params;
}

export type Matcher = (method: string, path: string) => Match | undefined;

/** A literal segment wins over a parameter; among equals the first route wins. */
export function matcherOf(routes: readonly Route[]): Matcher {
  const byShape = new Map<string, { readonly route: Route; readonly parts: readonly string[] }[]>();
  for (const route of routes) {
    const parts = route.pattern.split('/').slice(1);
    const shape = shapeOf(route.method, parts);
    byShape.set(shape, [...(byShape.get(shape) ?? []), { route, parts }]);
  }
  for (const group of byShape.values()) group.sort((one, other) => literals(other.parts) - literals(one.parts));
  return (method, path) => {
    const segments = path.split('/').slice(1);
    for (const { route, parts } of byShape.get(shapeOf(method, segments)) ?? []) {
      const params = paramsOf(parts, segments);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  };
}

const shapeOf = (method: string, parts: readonly string[]) => `${method} ${parts.length}`;
const literals = (parts: readonly string[]) => parts.filter((part) => !part.startsWith(':')).length;

function paramsOf(parts: readonly string[], segments: readonly string[]): Params | undefined {
  const params: Record<string, string> = {};
  for (const [at, part] of parts.entries()) {
    const segment = decoded(segments[at] ?? '');
    if (segment === undefined) return undefined;
    if (part.startsWith(':')) {
      if (segment === '') return undefined;
      params[part.slice(1)] = segment;
    } else if (part !== segment) return undefined;
  }
  return params;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
