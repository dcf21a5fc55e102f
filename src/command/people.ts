// Finds the person whom the administrator means in the job log.

import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import type { Step } from '../model/step.ts';

/** The key (old address) of the person with this old or new address, or of the partner with this address; undefined where nobody has it. */
export function personKeyOf(log: JobLog, address: string): string | undefined {
  const wanted = address.trim().toLowerCase();
  // The plan of today first: an address may have been meant for somebody else in an older one.
  for (const filter of [{ currentPlan: true }, {}]) {
    for (const { step } of log.steps(filter)) {
      if (step.partner === wanted) return step.partner;
      if (step.person !== undefined && (step.person === wanted || addressOf(step) === wanted)) return step.person;
    }
  }
  return undefined;
}

function addressOf(step: Step): string | undefined {
  if ('address' in step) return step.address;
  return 'account' in step ? step.account.address : undefined;
}

export function unknownPerson(address: string): Problem {
  return {
    code: 'arguments.unknown-person',
    severity: 'error',
    what: `Nobody in the job log has the address ${address}.`,
    why: 'A command that silently leaves everybody out would look like one that has finished.',
    todo: 'Give the old or the new address, as it stands in the staff list.',
  };
}
