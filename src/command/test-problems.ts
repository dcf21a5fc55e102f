// What a test of the sending can find, in words.

import type { Problem } from '../model/problem.ts';
import type { Arrival } from './self-test.ts';

export function nobodyNamed(): Problem {
  return {
    code: 'notice.test-to-nobody',
    severity: 'error',
    what: 'Nobody is named who gets the test.',
    why: 'It is a real message.',
    todo: 'Name an address of yours: migrate notice test --to me@new.example. Or test with a mailbox that is read back: migrate notice test --self',
  };
}

export function noOwnMailbox(): Problem {
  return {
    code: 'notice.test-no-mailbox',
    severity: 'error',
    place: { file: 'migrate.yaml' },
    what: 'migrate.yaml names no mailbox of ours that could get the test.',
    why: 'The self-test sends a letter to it and reads what the receiving server has found out.',
    todo: 'Write administrator or sending.sender into migrate.yaml, or name a mailbox: migrate notice test --self --to me@new.example',
  };
}

/** Undefined where it has passed, and lies in the inbox. */
export function arrivalProblem(
  domain: string,
  { arrival, mailbox }: { readonly arrival: Arrival; readonly mailbox: string },
): Problem | undefined {
  const { verdict, folder } = arrival;
  const { spf, dkim, dmarc } = verdict.results;
  switch (verdict.outcome) {
    case 'not-pass':
      return {
        code: 'notice.self-test-not-passed',
        severity: 'error',
        what: `The self-test of ${domain} did not pass: spf=${spf}, dkim=${dkim}, dmarc=${dmarc}.`,
        why: 'Other receivers would find the same. Until a self-test passes, no notice is sent from this domain.',
        todo: 'See what the DNS says: migrate notice gates. If all of it holds, turn on DKIM signing for this domain at the provider. Then try again: migrate notice test --self',
      };
    case 'cannot-tell':
      return {
        code: 'notice.self-test-cannot-tell',
        severity: 'warning',
        what: `The self-test of ${domain} tells nothing: ${verdict.said ?? 'nothing was found out'}.`,
        why: 'Only a receiving server can say whether spf, dkim and dmarc pass. This holds nothing up.',
        todo: 'Send a test to a mailbox outside, and look into its source: migrate notice test --to me@...',
      };
    case 'pass':
      return folder === 'junk' ? inJunk(domain, mailbox) : undefined;
  }
}

function inJunk(domain: string, mailbox: string): Problem {
  return {
    code: 'notice.self-test-in-junk',
    severity: 'warning',
    what: `The self-test of ${domain} passed, and lies in the junk folder of ${mailbox}.`,
    why: 'Partners who use the same filter would not see the letter.',
    todo: 'Send slowly (sending.ramp), and see whether the domain is on a blocklist. A call to important partners reaches them.',
  };
}
