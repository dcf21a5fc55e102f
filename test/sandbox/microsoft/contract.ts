// Microsoft's own description of Graph, held against exchanges. It lies beside the checkout; where it is missing, nothing is checked.

import { existsSync } from 'node:fs';
import type { Exchange } from '../../../src/sandbox/kernel/exchange.ts';

interface Violation {
  readonly severity: string;
  readonly where: string;
  readonly rule: string;
  readonly message: string;
  readonly at?: string;
}

interface Checker {
  check(request: unknown, response?: unknown): { readonly op: string | null; readonly violations: readonly Violation[] };
}

const place = new URL('../../../../shared/contracts/graph-check.mjs', import.meta.url);

async function loaded(): Promise<Checker | undefined> {
  if (!existsSync(place)) {
    process.stderr.write('the contracts are not beside the checkout: answers of Graph are not checked\n');
    return undefined;
  }
  const { load } = (await import(place.href)) as { load: () => Checker };
  return load();
}

export const graphContract = await loaded();

export interface Checked {
  readonly op: string | null;
  readonly errors: readonly string[];
}

/** What the description says against an exchange with Graph; of the whole or of the answer alone. */
export function checked(contract: Checker, exchange: Exchange, part: 'all' | 'answer'): Checked {
  const { method, url, headers, body } = exchange.request;
  const { op, violations } = contract.check({ method, url, headers, body }, exchange.response);
  const errors = violations
    .filter(({ severity, where }) => severity === 'error' && (part === 'all' || where.endsWith('response')))
    .map(({ where, rule, message, at }) => `${method} ${url} ${where} ${rule} ${at ?? ''}: ${message}`);
  return { op, errors };
}
