// Holds exchanges against Microsoft's own description of Graph, which lies beside the checkout. Without it nothing is checked, and it says so.

import { existsSync } from 'node:fs';
import type { Exchange } from '../../../src/sandbox/kernel/exchange.ts';

interface Checker {
  readonly check: (
    request: Exchange['request'],
    response?: Exchange['response'],
  ) => {
    op: string | null;
    violations: { severity: string; where: string; rule: string; message: string; at?: string }[];
  };
}

const FILE = new URL('../../../../shared/contracts/graph-check.mjs', import.meta.url);
/**
 * What the description that lies beside lacks: the bytes of a message (Graph reference: get message, example 4), and the message trace,
 * which is younger (Graph reference: list messageTraces), and the whole of /beta.
 */
const ELSEWHERE = /\/messages\/[^/]+\/\$value$|\/admin\/exchange\/tracing\/|^\/beta\//;
/** Entra's endpoints are in no description of Graph. */
const SIGN_IN = /\/oauth2\/|^\/metadata\/|\/devicecode\/|\/discovery\/|\.well-known/;

async function loadChecker(): Promise<Checker | undefined> {
  if (!existsSync(FILE)) {
    process.stderr.write("Microsoft's description is not beside the checkout: exchanges are not held against it.\n");
    return undefined;
  }
  const { load } = (await import(FILE.href)) as { readonly load: () => Checker };
  return load();
}

const checker = await loadChecker();

/** What is wrong with one exchange, in words. An answer that a fault has spoilt on purpose is not looked at. */
export function violationsOf({ request, response, fault }: Exchange): readonly string[] {
  if (checker === undefined || SIGN_IN.test(request.url) || ELSEWHERE.test(request.url)) return [];
  const isSpoilt = fault !== undefined || response === undefined;
  const { op, violations } = checker.check(request, isSpoilt ? undefined : response);
  return violations.map(
    ({ severity, where, rule, message, at }) =>
      `${severity} ${op ?? request.url}: ${where} ${rule} ${at ?? ''} ${message}`,
  );
}
