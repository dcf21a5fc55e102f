// Which organisation runs the servers that receive for a domain. Google counts by "MX record domain, not the domain in the recipient
// address" (support.google.com/a/answer/81126), and so do the others.

import { getDomain } from 'tldts';
import type { Dns } from './look-up.ts';

/** Operators whose servers have names under several domains. Their MX hosts, as they tell their customers to publish them. */
const SAME_OPERATOR: Readonly<Record<string, string>> = {
  'googlemail.com': 'google.com',
  'smtp.goog': 'google.com',
  'mx.microsoft': 'outlook.com',
  'hotmail.com': 'outlook.com',
  'me.com': 'icloud.com',
  'mac.com': 'icloud.com',
  'apple.com': 'icloud.com',
  'ppe-hosted.com': 'pphosted.com',
  'gpphosted.com': 'pphosted.com',
  'ezweb.ne.jp': 'au.com',
};

/** The registrable domain of the best MX host; the domain itself where that cannot be told, and where it receives by itself. */
export async function mxOperator(domain: string, dns: Dns): Promise<string> {
  const answer = await dns.look(domain, 'MX');
  if (answer.standing !== 'found') return domain;
  const [best] = answer.values.toSorted(
    (one, other) => one.priority - other.priority || one.exchange.localeCompare(other.exchange),
  );
  const host = best?.exchange.toLowerCase() ?? '';
  const operator = getDomain(host);
  return operator === null ? domain : (SAME_OPERATOR[operator] ?? operator);
}
