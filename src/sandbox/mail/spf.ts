// SPF (RFC 7208) as far as zones of the sandbox use it: all, ip4, a, mx, include, redirect; at most ten look-ups.

import { isIPv4 } from 'node:net';
import type { Zone } from './dns/zone.ts';

export type SpfResult = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'permerror';

const MOST_LOOKUPS = 10;
const RESULTS = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' } as const;

interface Walk {
  readonly zone: Zone;
  readonly ip: string;
  lookups: number;
}

/** Whether a domain lets an IPv4 address send for it. */
export function spfResult(zone: Zone, domain: string, ip: string): SpfResult {
  return evaluate({ zone, ip, lookups: 0 }, domain);
}

function evaluate(walk: Walk, domain: string): SpfResult {
  const policies = walk.zone.texts(domain).filter((text) => /^v=spf1( |$)/i.test(text));
  if (policies.length !== 1) return policies.length === 0 ? 'none' : 'permerror';
  const terms = (policies[0] ?? '').split(/\s+/).slice(1).filter((term) => term !== '');
  for (const term of terms) {
    const found = /^([+~?-]?)(all|ip4|ip6|a|mx|include|exists|ptr)(?:[:]([^/]+))?(?:\/(\d+))?$/i.exec(term);
    if (found === null) {
      if (/^[a-z][a-z0-9_.-]*=/i.test(term)) continue;
      return 'permerror';
    }
    const [, sign = '', mechanism = '', value = domain, bits = '32'] = found;
    const match: boolean | 'permerror' = matches(walk, { mechanism: mechanism.toLowerCase(), value, bits: Number(bits) });
    if (match === 'permerror') return 'permerror';
    if (match) return RESULTS[(sign === '' ? '+' : sign) as keyof typeof RESULTS];
  }
  const redirect = terms.find((term) => /^redirect=/i.test(term))?.slice('redirect='.length);
  return redirect === undefined ? 'neutral' : looked(walk, () => evaluate(walk, redirect));
}

function matches(
  walk: Walk,
  { mechanism, value, bits }: { readonly mechanism: string; readonly value: string; readonly bits: number },
): boolean | 'permerror' {
  switch (mechanism) {
    case 'all':
      return true;
    case 'ip4':
      return isWithin(walk.ip, value, bits);
    case 'a':
      return looked(walk, () => addresses(walk, value).some((one) => isWithin(walk.ip, one, bits)));
    case 'mx':
      return looked(
        walk,
        () => {
          const servers = walk.zone.look(value, 'MX').records.map(({ record }) => record.value);
          return servers.some((server) => addresses(walk, server).some((one) => isWithin(walk.ip, one, bits)));
        });
    case 'include':
      return looked(walk, () => included(evaluate(walk, value)));
    default:
      return false;
  }
}

function included(result: SpfResult): boolean | 'permerror' {
  return result === 'none' || result === 'permerror' ? 'permerror' : result === 'pass';
}

function looked<R>(walk: Walk, look: () => R): R | 'permerror' {
  walk.lookups += 1;
  return walk.lookups > MOST_LOOKUPS ? 'permerror' : look();
}

const addresses = ({ zone }: Walk, name: string): readonly string[] =>
  zone.look(name, 'A').records.flatMap(({ type, record }) => (type === 'A' ? [record.value] : []));

function isWithin(ip: string, network: string, bits: number): boolean {
  const [one, other] = [numberOf(ip), numberOf(network)];
  // What is no address is a mistake in the record: nobody is within it.
  if (one === undefined || other === undefined || bits > 32) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(one / size) === Math.floor(other / size);
}

function numberOf(ip: string): number | undefined {
  if (!isIPv4(ip)) return undefined;
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
