// Where a notice leads to: our own known site and our own addresses, and nothing that only looks like them.

import { asciiDomain } from '../model/mail-address.ts';
import { nearest } from '../model/nearest.ts';
import { movedBy } from './finding.ts';
import type { Finding } from './finding.ts';
import { noticeProblem } from './problems.ts';
import { Remembered } from './remembered.ts';

/** What is ours. */
export interface OwnNames {
  /** As migrate.yaml has it. */
  readonly website: string;
  /** Old and new domains. */
  readonly domains: readonly string[];
}

const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi;
const SHORTENER = String.raw`(?:bit\.ly|t\.co|tinyurl\.com|goo\.gl|ow\.ly|is\.gd|buff\.ly|x\.gd|amzn\.to|lin\.ee|onl\.(?:tw|la|bz|sc)|ux\.nu|00m\.in|cutt\.ly|rebrand\.ly|t\.ly|urx\d?\.(?:nu|blue))`;
const SHORTENED = new RegExp(`^${SHORTENER}$`, 'i');
/** Mail programs make a link of a host with a path too; of those a shortener is never meant otherwise. */
const URL_SHAPE = new RegExp(
  String.raw`(?:https?:\/\/|ftp:\/\/|\bwww\.|\b${SHORTENER}\/)[^\s<>"'\u0060、。，）」』】\u0000]+`,
  'giu',
);
/** The last label has no Japanese letters: the sentence goes on behind it without a space. */
const ADDRESS =
  /[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]+[@＠]((?:[\p{L}\p{N}\u2010-\u2015\u2212-]+[.．])+[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}-]*[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}])/gu;
/** Letters that are used in names of domains, and those that look like them; dashes of all kinds. */
const DOMAIN =
  /(?<![@＠\p{Script=Latin}\p{N}./_-])(?:[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}](?:[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\u2010-\u2015\u2212\uff0d_-]*)[.．])+[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{2,}/gu;

/** What one line leads to. None of these can go on in the next line. */
interface Leads {
  readonly links: readonly Finding[];
  readonly addresses: readonly Finding[];
  readonly domains: readonly Finding[];
}

const lines = new WeakMap<OwnNames, Remembered<Leads>>();

function leadsIn(own: OwnNames): Remembered<Leads> {
  let known = lines.get(own);
  if (known === undefined) {
    known = new Remembered((line) => ({
      links: links(line, own),
      addresses: addresses(line, own),
      domains: domains(line, own),
    }));
    lines.set(own, known);
  }
  return known;
}

export function lintLinks(text: string, own: OwnNames): readonly Finding[] {
  const known = leadsIn(own);
  const found = { links: [] as Finding[], addresses: [] as Finding[], domains: [] as Finding[] };
  let start = 0;
  for (const line of text.split('\n')) {
    const leads = known.of(line);
    found.links.push(...movedBy(start, leads.links));
    found.addresses.push(...movedBy(start, leads.addresses));
    found.domains.push(...movedBy(start, leads.domains));
    start += line.length + 1;
  }
  return [...found.links, ...hrefs(text, own), ...found.addresses, ...found.domains];
}

function links(text: string, own: OwnNames): readonly Finding[] {
  return [...text.matchAll(URL_SHAPE)].flatMap(({ 0: found, index }) => {
    const why = linkFault(found.replace(/[.,;:!?)]+$/, ''), own);
    return why === undefined ? [] : [linkFinding({ found, index, why, own })];
  });
}

function linkFault(found: string, { website }: OwnNames): string | undefined {
  const full = /^[a-z]+:/i.test(found) ? found : `https://${found}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url === undefined) return 'is no address of a web site';
  const site = new URL(website).hostname;
  if (SHORTENED.test(url.hostname)) return 'is a shortened link';
  if (url.hostname !== site && url.hostname !== site.replace(/^www\./, '')) return 'is not our own known site';
  if (url.protocol !== 'https:') return 'does not begin with https://';
  if (url.username !== '' || url.port !== '') return 'has more in it than the name of the site';
  return url.search === '' && url.hash === '' ? undefined : 'could follow the reader (what comes after ? or #)';
}

/** A link that is written as anything but a whole address: relative, mailto:, javascript:. */
function hrefs(text: string, own: OwnNames): readonly Finding[] {
  return [...text.matchAll(HREF)].flatMap((match) => {
    const target = (match[1] ?? match[2] ?? match[3] ?? '').trim();
    // The fields of a source were blanked out; what they become is looked at when it was rendered.
    if (/^\u0000+$/.test(target) || /^https?:\/\//i.test(target)) return [];
    return [linkFinding({ found: match[0], index: match.index, why: 'leads to no web site of ours', own })];
  });
}

function linkFinding({
  found,
  index,
  why,
  own,
}: {
  found: string;
  index: number;
  why: string;
  own: OwnNames;
}): Finding {
  return { index, found, say: (place) => noticeProblem('notice.link', place, { text: found, why, site: own.website }) };
}

function addresses(text: string, { domains: ours }: OwnNames): readonly Finding[] {
  return [...text.matchAll(ADDRESS)].flatMap((match) => {
    const domain = match[1] ?? '';
    if (ours.includes(asciiDomain(domain) ?? '') && !match[0].includes('＠')) return [];
    const found = match[0];
    const near = nearest(domain.normalize('NFKC'), ours);
    return [
      { index: match.index, found, say: (place) => noticeProblem('notice.address', place, { text: found, near }) },
    ];
  });
}

function domains(text: string, { website, domains: ours }: OwnNames): readonly Finding[] {
  const site = new URL(website).hostname;
  const known = [...ours, site, site.replace(/^www\./, '')];
  return [...text.matchAll(DOMAIN)].flatMap(({ 0: found, index }) => {
    if (known.includes(asciiDomain(found) ?? '') && !/[^\x20-\x7e]/.test(found)) return [];
    const plain = found.normalize('NFKC').replace(/[\u2010-\u2015\u2212]/g, '-');
    const near = known.includes(plain.toLowerCase()) ? plain.toLowerCase() : nearest(plain, known);
    if (near === undefined || known.includes(asciiDomain(found) ?? '')) return [];
    return [{ index, found, say: (place) => noticeProblem('notice.domain', place, { text: found, near }) }];
  });
}
