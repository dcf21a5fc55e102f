// Holds exchanges against the vendors' own descriptions, requests and answers alike. They lie beside the checkout; where they are
// missing, nothing is checked, and it says so. The main job (test/story) hands in every exchange of its runs.

import { existsSync } from 'node:fs';
import type { TenantProvider } from '../../src/model/directory.ts';
import type { Exchange } from '../../src/sandbox/kernel/exchange.ts';

interface Checker {
  check(
    request: Exchange['request'],
    response: Exchange['response'],
  ): {
    readonly op: string | null;
    readonly violations: readonly { severity: string; where: string; rule: string; message: string; at?: string }[];
  };
}

const FILES: Readonly<Record<TenantProvider, string>> = {
  'microsoft-365': 'graph-check.mjs',
  'google-workspace': 'discovery-check.mjs',
};

/** Signing in is in none of the descriptions, and the message trace is younger than that of Graph. */
const ELSEWHERE = /^\/token$|\/oauth2\/|\/discovery\/|\.well-known|\/admin\/exchange\/tracing\//u;

async function checkerOf(provider: TenantProvider): Promise<Checker | undefined> {
  const file = new URL(`../../../shared/contracts/${FILES[provider]}`, import.meta.url);
  if (!existsSync(file)) {
    process.stderr.write(`the exchanges of ${provider} are not checked: ${file.pathname} is not there\n`);
    return undefined;
  }
  const { load } = (await import(file.href)) as { readonly load: () => Checker };
  return load();
}

// Loaded with this file: jest lets nobody import in the middle of a test that runs beside others.
const checkers = {
  'microsoft-365': await checkerOf('microsoft-365'),
  'google-workspace': await checkerOf('google-workspace'),
} satisfies Record<TenantProvider, unknown>;

export interface Verdict {
  /** In words, each with its operation. */
  readonly errors: readonly string[];
  /** Names of the described operations that were called. */
  readonly operations: ReadonlySet<string>;
}

/** Undefined where the descriptions are missing. */
export function heldAgainstContract(provider: TenantProvider, exchanges: readonly Exchange[]): Verdict | undefined {
  const checker = checkers[provider];
  if (checker === undefined) return undefined;
  const operations = new Set<string>();
  const errors: string[] = [];
  for (const { request, response } of exchanges) {
    if (ELSEWHERE.test(request.url)) continue;
    const { op, violations } = checker.check(request, response);
    if (op !== null) operations.add(op);
    for (const { severity, where, rule, message, at } of violations) {
      if (severity === 'error') errors.push(`${op ?? request.url}: ${where} ${rule} ${at ?? ''} ${message}`);
    }
  }
  return { errors, operations };
}
