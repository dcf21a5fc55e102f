// The steps of one partner, as the user names it.

import type { StepRecord, StepState } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import type { Step, StepId } from '../model/step.ts';
import { inFull } from '../roster/partner-words.ts';

const LASTING: readonly StepState[] = ['done', 'started', 'in-doubt', 'failed', 'undone'];

/**
 * Of the current plan, then what was done before. `partner`: an address, the key, or the name as it stands in the list.
 */
export function* partnerRecords(log: JobLog, partner: string): Generator<StepRecord> {
  const wanted = new Set([folded(partner), folded(inFull(partner))]);
  const seen = new Set<StepId>();
  for (const filter of [{ currentPlan: true }, { states: LASTING }]) {
    for (const record of log.steps(filter)) {
      const { step } = record;
      if (step.partner === undefined || seen.has(step.id)) continue;
      if (![step.partner, ...namesIn(step, step.partner)].some((name) => name !== '' && wanted.has(folded(name))))
        continue;
      seen.add(step.id);
      yield record;
    }
  }
}

/** Who has no address has a key of company, department and name. */
function namesIn(step: Step, key: string): readonly string[] {
  if (step.kind === 'notice.send') return [step.to.address, step.to.name ?? ''];
  if (key.includes('@')) return [];
  const [company = '', department = '', name = ''] = key.split('/');
  return [company, name, company + name, company + department, company + department + name];
}

function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

export function nothingForPartner(partner: string): Problem {
  return {
    code: 'notice.nothing-for',
    severity: 'error',
    what: `The job log has no notice for ${partner}.`,
    why: 'Letters come into being with a plan, for the partners of the list.',
    todo: 'Name the partner by its address, or by its name as it stands in the list. All of them: migrate notice status',
  };
}

/** A name that fits several partners names none of them. */
export function severalPartners(partner: string, keys: readonly string[]): Problem {
  return {
    code: 'notice.several-partners',
    severity: 'error',
    what: `${partner} fits ${keys.length} partners: ${keys.join(', ')}.`,
    why: 'What is done here concerns one of them.',
    todo: 'Name the one that you mean by its address; where it has none, as it is named here.',
  };
}
