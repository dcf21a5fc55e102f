// Which operator of mail servers receives for a domain. Each domain is asked about once, and few at a time.

import PQueue from 'p-queue';

const AT_ONCE = 20;

export type OperatorOf = (domain: string) => Promise<string>;

/** Remembers answers; a look-up that fails makes the domain its own operator. */
export function rememberingOperators(operatorOf: OperatorOf): OperatorOf {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const known = new Map<string, Promise<string>>();
  return (domain) => {
    let operator = known.get(domain);
    if (operator === undefined) {
      operator = queue.add(() => operatorOf(domain)).catch(() => domain);
      known.set(domain, operator);
    }
    return operator;
  };
}
