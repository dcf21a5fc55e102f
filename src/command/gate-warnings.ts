// What a plan says of the domains that will send: a warning now, so that there is time to publish what apply will ask for.

import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { realClock } from './clock.ts';
import { factsOf, judgeAll } from './dns-gate.ts';

/** A plan is no place to wait for the domain name system. */
const LOOK_UPS_END_MS = 10_000;

export async function gateWarnings(
  domains: ReadonlySet<string>,
  { folder, settings }: { readonly folder: string; readonly settings: Settings },
): Promise<readonly Problem[]> {
  const { sending } = settings;
  if (sending === undefined || domains.size === 0) return [];
  const place = { folder, settings, sending };
  const stop = new AbortController();
  const isLate = realClock.sleep(LOOK_UPS_END_MS, stop.signal).catch(() => undefined);
  const judging = factsOf(domains, place).then((facts) => judgeAll(facts, place));
  const { refusals } = await import('../provider/dns/judgement.ts');
  const judgements = await Promise.race([judging, isLate]);
  stop.abort();
  if (judgements === undefined) return [tooLate(domains)];
  // What is only weak is shown by migrate notice gates.
  return judgements
    .flatMap(refusals)
    .map((problem) => ({ ...problem, severity: 'warning' as const, why: `${problem.why} ${HELD}` }));
}

const HELD = 'Until then no notice is sent.';

function tooLate(domains: ReadonlySet<string>): Problem {
  return {
    code: 'gates.too-late',
    severity: 'warning',
    what: `Whether ${[...domains].join(' and ')} may send could not be looked up in time.`,
    why: 'The DNS answers slowly or not at all. Before the first notice it is asked again.',
    todo: 'Look for yourself: migrate notice gates',
  };
}
