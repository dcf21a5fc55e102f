// Holds exchanges against Google's own descriptions, which lie beside the checkout. Without them nothing is checked, and it says so.

import { existsSync } from 'node:fs';
import type { Exchange } from '../../../src/sandbox/kernel/exchange.ts';

interface Checker {
  readonly check: (
    request: { method: string; url: string; headers: Readonly<Record<string, string>>; body: string },
    response?: { status: number; body: string },
  ) => {
    op: string | null;
    violations: { severity: string; where: string; rule: string; message: string; at?: string }[];
  };
}

const FILE = new URL('../../../../shared/contracts/discovery-check.mjs', import.meta.url);

const hasContracts = existsSync(FILE);

async function loadChecker(): Promise<Checker | undefined> {
  if (!hasContracts) {
    process.stderr.write("Google's descriptions are not beside the checkout: exchanges are not held against them.\n");
    return undefined;
  }
  const { load } = (await import(FILE.href)) as { readonly load: () => Checker };
  return load();
}

const checker = await loadChecker();

/** What is wrong with one exchange, in words. An answer that a fault has spoilt on purpose is not looked at. */
export function violationsOf({ request, response, fault }: Exchange): readonly string[] {
  if (checker === undefined || request.url === '/token') return [];
  const isSpoilt = fault !== undefined || response === undefined || !response.body.startsWith('{');
  const { op, violations } = checker.check(request, isSpoilt ? undefined : response);
  return violations
    .filter(({ severity }) => severity === 'error')
    .map(({ where, rule, message, at }) => `${op ?? request.url}: ${where} ${rule} ${at ?? ''} ${message}`);
}
