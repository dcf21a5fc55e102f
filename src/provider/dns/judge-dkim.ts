// Are there keys by which receivers can check the signatures (RFC 6376)? Whether the server really signs, only a message can show.

import { createPublicKey } from 'node:crypto';
import { getPublicKey } from 'mailauth/lib/tools.js';
import {
  brokenKey,
  manyKeys,
  missingKey,
  noSelector,
  notTurnedOn,
  otherKey,
  revokedKey,
  shortKey,
  testingKey,
} from './dkim-problems.ts';
import type { SelectorPlace } from './dkim-problems.ts';
import { cannotTell, judged } from './judgement.ts';
import type { DomainCheck, DomainProblem, SendingFacts } from './judgement.ts';
import { errorCode } from './error-code.ts';
import type { Dns, DnsTrouble } from './look-up.ts';
import { OPERATORS } from './operators.ts';
import { tagsOf } from './tag-list.ts';

/** Receivers ignore shorter keys (RFC 8301, 3.2), and large ones distrust anything below the second number. */
const LEAST_BITS = 1024;
const GOOD_BITS = 2048;

/** Why mailauth does not take a key. */
const FAULTS: Readonly<Record<string, string>> = {
  EINVALIDVAL: 'its p= is not the text of a key, or the record is not a list of tags',
  EINVALIDVER: 'its v= is not DKIM1 in the first place',
  EINVALIDTYPE: 'it is not a key of the kind that it names',
  EINVALIDSERVICE: 'it is not meant for mail',
  EINVALIDHASH: 'it does not allow sha256',
};

export interface DkimCheck extends DomainCheck {
  /** At a domain with a good key the messages are signed, for all that is known. */
  readonly signedBy?: string;
}

interface Key {
  readonly place: SelectorPlace;
  readonly found: readonly string[];
  readonly isGood: boolean;
  readonly problems: readonly DomainProblem[];
  readonly trouble?: DnsTrouble;
}

export async function judgeDkim(facts: SendingFacts, dns: Dns): Promise<DkimCheck> {
  const places = placesOf(facts);
  if (places.length === 0) return judged('dkim', { found: [], problems: [noSelector(facts.domain)] });
  const keys = await Promise.all(places.map((place) => judgeKey(place, dns)));
  const found = keys.flatMap(({ place, found: texts }) => texts.map((text) => `${place.selector}: ${text}`));
  const good = keys.find(({ isGood }) => isGood);
  if (good === undefined) {
    const trouble = keys.find((key) => key.trouble !== undefined)?.trouble;
    if (trouble !== undefined) return { ...cannotTell(facts.domain, 'dkim', trouble), found };
    return judged('dkim', { found, problems: keys.flatMap(({ problems }) => problems) });
  }
  // With one good key messages can be signed; what is wrong with the others matters when the provider changes keys.
  const problems = keys.flatMap((key) =>
    key.problems.map((problem) => (key === good ? problem : { ...problem, severity: 'warning' as const })),
  );
  return { ...judged('dkim', { found, problems }), signedBy: good.place.domain };
}

/** Where we sign ourselves only our own key counts. */
function placesOf({ domain, server, signs, selectors }: SendingFacts): readonly SelectorPlace[] {
  if (signs !== undefined) return [{ ...signs, from: domain, server }];
  const theirs = typeof server === 'string' ? OPERATORS[server].selectors : [];
  return [...new Set([...theirs, ...selectors])].map((selector) => ({ selector, domain, from: domain, server }));
}

async function judgeKey(place: SelectorPlace, dns: Dns): Promise<Key> {
  const name = `${place.selector}._domainkey.${place.domain}`;
  const answer = await dns.look(name, 'TXT');
  const bad = (problem: DomainProblem, found: readonly string[] = []): Key => ({
    place,
    found,
    isGood: false,
    problems: [problem],
  });
  if (answer.standing === 'nothing') {
    const alias = await dns.look(name, 'CNAME');
    if (alias.standing !== 'found') return bad(missingKey(place));
    const target = alias.values[0] ?? '';
    return bad(notTurnedOn(place, target), [`CNAME ${target}`]);
  }
  if (answer.standing !== 'found') return { place, found: [], isGood: false, problems: [], trouble: answer };
  // A wildcard of the domain answers here as well; it is no key.
  const values = answer.values.filter((text) => tagsOf(text).has('p'));
  if (values.length === 0) return bad(missingKey(place), answer.values);
  if (values.length > 1) return bad(manyKeys(place, values), values);
  const [record = ''] = values;
  if (tagsOf(record).get('p') === '') return bad(revokedKey(place), values);
  try {
    const resolver = (): Promise<string[]> => Promise.resolve([record]);
    const key = await getPublicKey('DKIM', name, 1, resolver, { strict: true, hashAlgo: 'sha256' });
    const problem = keyFault(place, { ...key, record });
    if (problem !== undefined) return bad(problem, values);
    const weak = [
      ...(key.modulusLength !== undefined && key.modulusLength < GOOD_BITS
        ? [shortKey(place, { bits: key.modulusLength, least: GOOD_BITS, severity: 'warning' })]
        : []),
      ...(key.testing ? [testingKey(place)] : []),
    ];
    return { place, found: values, isGood: true, problems: weak };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return bad(brokenKey(place, { said: FAULTS[code] ?? code, record }), values);
  }
}

function keyFault(
  place: SelectorPlace,
  {
    modulusLength,
    publicKey,
    record,
  }: { readonly modulusLength?: number; readonly publicKey: string | Buffer; readonly record: string },
): DomainProblem | undefined {
  if (modulusLength !== undefined && modulusLength < LEAST_BITS) {
    return shortKey(place, { bits: modulusLength, least: LEAST_BITS, severity: 'error' });
  }
  const ours = place.publicKey;
  if (ours === undefined || keyText(ours) === keyText(publicKey)) return undefined;
  return otherKey(place, record);
}

/** The same key may be written in several ways. */
function keyText(key: string | Buffer): string {
  return createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
}
