// Pages of a collection: $select, $top, $count, and a $skiptoken that names the last object, so that nothing is shown twice.

import type { Answer, Call } from '../../kernel/call.ts';
import { badRequest, contextOf, originOf } from '../answers.ts';
import { parseFilter, type Entity, type Filter } from './filter.ts';

/** One object of a collection with its place in the order of the collection. The entity may be made when it is read. */
export interface Placed {
  readonly ordinal: number;
  readonly entity: Entity;
}

export interface PageOptions {
  /** `users`, for `@odata.context`. */
  readonly what: string;
  readonly defaultTop: number;
  readonly mostTop: number;
  /** Properties that are shown without `$select`; absent: all. */
  readonly defaults?: readonly string[];
  /** Directory objects take some operators only with `ConsistencyLevel: eventual` and `$count=true`. */
  readonly isDirectory?: boolean;
}

/** The page that the call asks for, of objects in the order of their ordinals. */
export function pageOf(call: Call, objects: Iterable<Placed>, options: PageOptions): Answer {
  if (call.query.has('$search')) throw badRequest('$search is not supported here.');
  const filter = filterOf(call, options);
  const top = topOf(call, options);
  const after = tokenOf(call);
  const skip = Number(call.query.get('$skip') ?? 0);
  const countsAll = wantsCount(call) || skip > 0;
  const shown: Placed[] = [];
  let count = 0;
  let hasMore = false;
  for (const placed of objects) {
    if (placed.ordinal <= after && !countsAll) continue;
    if (filter !== undefined && !filter.fits(placed.entity)) continue;
    count += 1;
    if (placed.ordinal <= after || count <= skip) continue;
    if (shown.length < top) shown.push(placed);
    else {
      hasMore = true;
      if (!countsAll) break;
    }
  }
  const last = shown.at(-1);
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(call, options.what),
      ...(wantsCount(call) ? { '@odata.count': count } : {}),
      ...(hasMore && last !== undefined ? { '@odata.nextLink': nextLink(call, last.ordinal) } : {}),
      value: shown.map(({ entity }) => selected(call, entity, options.defaults)),
    },
  };
}

/** The properties that `$select` names; without it the usual ones. */
export function selected(call: Call, entity: Entity, defaults?: readonly string[]): Entity {
  const asked = call.query.get('$select');
  const names = asked === null ? defaults : topLevel(asked);
  if (names === undefined || names.includes('*')) return withoutHidden(entity);
  const byLowerCase = new Map(Object.keys(entity).map((name) => [name.toLowerCase(), name]));
  const wanted = names.map((name) => byLowerCase.get(name.toLowerCase().split('/')[0] ?? ''));
  const notations = Object.keys(entity).filter((name) => name.startsWith('@odata.'));
  return Object.fromEntries([...notations, ...wanted].flatMap((name) => (name === undefined ? [] : [[name, entity[name]]])));
}

/** What is shown only when it is asked for. */
const HIDDEN = new Set(['internetMessageHeaders', 'singleValueExtendedProperties', 'attachments']);

function withoutHidden(entity: Entity): Entity {
  return Object.fromEntries(Object.entries(entity).filter(([name]) => !HIDDEN.has(name)));
}

function filterOf(call: Call, { isDirectory }: PageOptions): Filter | undefined {
  const text = call.query.get('$filter');
  if (text === null) return undefined;
  const filter = parseFilter(text);
  const isEventual = call.headers['consistencylevel']?.toLowerCase() === 'eventual' && wantsCount(call);
  if (isDirectory === true && filter.isAdvanced && !isEventual) {
    throw badRequest(
      "Operator is not supported because the 'ConsistencyLevel:eventual' header is missing or $count is not true. Refer to https://aka.ms/graph-docs/advanced-queries for more information",
    );
  }
  return filter;
}

const wantsCount = (call: Call): boolean => call.query.get('$count')?.toLowerCase() === 'true';

function topOf(call: Call, { defaultTop, mostTop }: PageOptions): number {
  const asked = call.query.get('$top');
  if (asked === null) return defaultTop;
  const top = Number(asked);
  if (!Number.isInteger(top) || top < 1 || top > mostTop) {
    throw badRequest(`Invalid page size specified: '${asked}'. Must be between 1 and ${mostTop} inclusive.`);
  }
  return top;
}

function tokenOf(call: Call): number {
  const token = call.query.get('$skiptoken');
  if (token === null) return -1;
  const ordinal = /^after:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (ordinal === undefined) throw badRequest('The specified page token value is invalid.');
  return Number(ordinal);
}

function nextLink(call: Call, ordinal: number): string {
  const kept = [...call.query].filter(([name]) => name !== '$skiptoken' && name !== '$skip');
  const token = Buffer.from(`after:${ordinal}`).toString('base64url');
  const query = [...kept, ['$skiptoken', token]].map(([name, value]) => `${name ?? ''}=${encodeURIComponent(value ?? '')}`);
  return `${originOf(call)}${call.path}?${query.join('&')}`;
}

/** `a,b($select=c,d)` names a and b. */
function topLevel(list: string): readonly string[] {
  return list
    .replaceAll(/\([^)]*\)/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
