// Pages of a list: where the next one begins, and until when its token is good.

import { z } from 'zod';
import { invalid } from './answers.ts';
import { DELAY_MS } from './limits.ts';
import { countOf, type Ask } from './route.ts';

const TOKEN = z.object({ from: z.number(), at: z.number() });

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string;
}

/** Cuts the asked page out of the whole list, which has to keep its order from call to call. */
export function pageOf<T>(
  ask: Ask,
  all: readonly T[],
  bounds: { readonly usual: number; readonly most: number },
): Page<T> {
  const from = startOf(ask);
  const count = countOf(ask, 'maxResults', bounds);
  const items = all.slice(from, from + count);
  if (from + count >= all.length) return { items };
  const token = JSON.stringify({ from: from + count, at: ask.now });
  return { items, nextPageToken: Buffer.from(token).toString('base64url') };
}

function startOf(ask: Ask): number {
  const text = ask.call.query.get('pageToken');
  if (text === null || text === '') return 0;
  const token = TOKEN.safeParse(parse(text));
  const lifeMs = ask.world.profile.hasDelays ? ask.world.clock.scaled(DELAY_MS.pageToken) : DELAY_MS.pageToken;
  if (!token.success || token.data.at + lifeMs < ask.now) throw invalid('Invalid Input: pageToken');
  return token.data.from;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
