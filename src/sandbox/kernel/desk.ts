// The desk takes one call to its provider: admission, quotas, the route, and the faults that are set for it. Mail that is due is
// delivered before and after, so that whoever asks sees it.

import type { Draw } from './bucket.ts';
import type { Answer, Call } from './call.ts';
import type { Post } from '../mail/post.ts';
import { Faults, HTTP_FAULTS, type Fault, type FaultState } from './fault.ts';
import type { Refusal, SandboxProvider, Trouble } from './provider.ts';
import { matcherOf, type Match, type Matcher, type Params, type Quota } from './route.ts';
import type { World } from './world.ts';

type HttpFaultState = FaultState<(typeof HTTP_FAULTS)[number]>;

/** What becomes of a call. No answer: the connection is cut. */
export interface Outcome {
  readonly provider: string;
  readonly answer?: Answer;
  readonly fault?: string;
}

const DEFAULT_STORM_WAIT_MS = 10_000;
const SHORTEST_STORM_WAIT_MS = 50;
const CONCURRENCY_WAIT_MS = 1000;

export class Desk {
  readonly faults: Faults;
  readonly #world: World;
  readonly #post: Post;
  readonly #places: readonly { readonly provider: SandboxProvider; readonly matcher: Matcher }[];
  readonly #underWay = new Map<string, number>();

  constructor(world: World, { providers, post }: { readonly providers: readonly SandboxProvider[]; readonly post: Post }) {
    this.#world = world;
    this.#post = post;
    this.faults = new Faults(world);
    this.#places = providers.map((provider) => ({ provider, matcher: matcherOf(provider.routes) }));
  }

  /** Undefined where no provider owns the path. */
  async take(call: Call): Promise<Outcome | undefined> {
    this.#post.run();
    const outcome = await this.#outcome(call);
    this.#post.run();
    return outcome;
  }

  async #outcome(call: Call): Promise<Outcome | undefined> {
    const place = this.#places.find(({ provider }) => provider.owns(call.path));
    if (place === undefined) return undefined;
    const { provider } = place;
    const state = this.faults.pick(call, provider.name, HTTP_FAULTS);
    const answer =
      state === undefined
        ? await this.#answer(call, place)
        : await this.#underFault(state, { call, provider, usual: () => this.#answer(call, place) });
    const headers = provider.headers?.(call, this.#world);
    return {
      provider: provider.name,
      ...(answer === undefined ? {} : { answer: { ...answer, headers: { ...headers, ...answer.headers } } }),
      ...(state === undefined ? {} : { fault: state.fault.kind }),
    };
  }

  async #answer(call: Call, place: { provider: SandboxProvider; matcher: Matcher }): Promise<Answer> {
    const { provider, matcher } = place;
    const match = matcher(call.method, provider.rewrite?.(call.path) ?? call.path);
    if (match === undefined) return provider.unknown(call, this.#world);
    const refused = provider.admit?.(call, match, this.#world);
    if (refused !== undefined) return refused;
    const busy = this.#enter(call, match);
    if (typeof busy !== 'function') return provider.trouble(busy, call, this.#world);
    try {
      const shortage = this.#world.buckets.take(drawsOf(match, call, this.#world));
      if (shortage !== undefined) {
        return provider.trouble({ status: 429, waitMs: shortage.waitMs, limit: shortage.key }, call, this.#world);
      }
      const answeringMs = this.#world.clock.scaled(match.route.answeringMs ?? 0);
      if (answeringMs > 0) await this.#world.clock.sleep(answeringMs);
      const ask = (inner: Call) => this.#answer(inner, place);
      return await match.route.answer({ ...call, ask }, match.params, this.#world);
    } finally {
      busy();
    }
  }

  /** Takes a place among the calls under way, and gives back how to leave it; or says that there is none. */
  #enter(call: Call, { route, params }: Match): (() => void) | Trouble {
    const limit = route.concurrency;
    if (limit === undefined || !this.#world.profile.hasQuotas) return () => undefined;
    const key = `${limit.name} ${limit.key(call, params, this.#world)}`;
    const count = this.#underWay.get(key) ?? 0;
    if (count >= limit.most) {
      return { status: 429, waitMs: this.#world.clock.scaled(CONCURRENCY_WAIT_MS), limit: key };
    }
    this.#underWay.set(key, count + 1);
    return () => {
      const left = (this.#underWay.get(key) ?? 1) - 1;
      if (left === 0) this.#underWay.delete(key);
      else this.#underWay.set(key, left);
    };
  }

  async #underFault(
    state: HttpFaultState,
    hit: { call: Call; provider: SandboxProvider; usual: () => Promise<Answer> },
  ): Promise<Answer | undefined> {
    const { fault } = state;
    const { call, provider, usual } = hit;
    const trouble = (what: Trouble) => provider.trouble(what, call, this.#world);
    if (happens(fault)) {
      const answer = await usual();
      if (fault.kind === 'slow') {
        await this.#hold(fault);
        return answer;
      }
    }
    if (fault.kind !== 'throttle') await this.#hold(fault);
    switch (fault.kind) {
      case 'throttle':
        return trouble({ status: 429, waitMs: this.#stormWaitMs(fault), ...this.#stormForm(state, provider) });
      case '503-before':
      case '503-after':
        return trouble({ status: 503 });
      case '504-before':
      case '504-after':
        return trouble({ status: 504 });
      case '507':
        return trouble({ status: 507 });
      case 'html':
        return htmlPage(fault.status ?? 503);
      case 'empty':
        return { status: fault.status ?? 500 };
      case 'refuse':
        return provider.refusal(refusalOf(fault), call);
      case 'slow':
      case 'reset-before':
      case 'reset-after':
        return undefined;
    }
  }

  async #hold(fault: Fault): Promise<void> {
    if (fault.delayMs !== undefined) await this.#world.clock.sleep(fault.delayMs);
  }

  #stormWaitMs(fault: Fault): number {
    return fault.delayMs ?? Math.max(SHORTEST_STORM_WAIT_MS, this.#world.clock.scaled(DEFAULT_STORM_WAIT_MS));
  }

  #stormForm({ fault, hits }: HttpFaultState, provider: SandboxProvider): Pick<Trouble & { status: 429 }, 'form'> {
    const form = fault.form ?? provider.throttleForms[hits % provider.throttleForms.length];
    return form === undefined ? {} : { form };
  }
}

const refusalOf = ({ status = 403, code = 'accessDenied', message = 'Access is denied.' }: Fault): Refusal => ({
  status,
  code,
  message,
});

/** Whether the effect takes place although the answer is lost or slow. */
function happens(fault: Fault): boolean {
  return fault.kind.endsWith('-after') || fault.kind === 'slow' || fault.isAfter === true;
}

function drawsOf({ route, params }: Match, call: Call, world: World): readonly Draw[] {
  if (!world.profile.hasQuotas) return [];
  return (route.quotas ?? []).map((quota) => ({
    key: quota.key === undefined ? quota.name : `${quota.name} ${quota.key(call, params, world)}`,
    rate: typeof quota.rate === 'function' ? quota.rate(world) : quota.rate,
    cost: costOf(quota, call, params),
  }));
}

function costOf({ cost }: Quota, call: Call, params: Params): number {
  return typeof cost === 'function' ? cost(call, params) : (cost ?? 1);
}

function htmlPage(status: number): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<html><head><title>${status}</title></head><body><h1>The page cannot be shown</h1></body></html>`,
  };
}
