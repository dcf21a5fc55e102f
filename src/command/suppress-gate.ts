// The gate of the suppress list, as it is now: whoever was entered after the plan was made, or while messages go out, is not written to.

import { NotInThisRun } from '../apply/lane.ts';
import type { Mailer } from '../model/mailer.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import { suppressedBy } from '../roster/suppress-list.ts';
import { realClock } from './clock.ts';
import type { Job } from './job.ts';
import { readSuppressList } from './partner-list.ts';
import type { SendingGate } from './sending-gate.ts';
import { suppressedPartners } from './suppressed-partners.ts';

/** A run may go on for days; so often the list is read again. */
const READ_EVERY_MS = 5000;

export const suppressGate: SendingGate = async ({ job, voice }) => {
  const { problems, whyNot } = await readNow(job);
  for (const problem of problems) voice.problem(problem);
  // Also by another of the partner's addresses, as far as the lists can be read.
  const partners = new Map((await suppressedPartners(job.folder)).map(({ key, suppressed }) => [key, suppressed]));
  return ({ to, partner }) => {
    const entry = partners.get(partner);
    return whyNot(to.address) ?? (entry === undefined ? undefined : suppressedText(entry.entry));
  };
};

/** Asks the list again before each message. */
export function heedingSuppress(mailer: Mailer, job: Pick<Job, 'folder' | 'settings'>): Mailer {
  let reading = readNow(job);
  let readAt = realClock.elapsed();
  return {
    ...mailer,
    async prepare(letter) {
      if (realClock.elapsed() - readAt >= READ_EVERY_MS) {
        reading = readNow(job);
        readAt = realClock.elapsed();
      }
      const why = (await reading).whyNot(letter.to.address);
      if (why !== undefined) throw new NotInThisRun(why);
      return mailer.prepare(letter);
    },
  };
}

interface SuppressNow {
  readonly problems: readonly Problem[];
  readonly whyNot: (address: string) => string | undefined;
}

/** A list that cannot be read holds everybody: nobody knows whom it names. */
async function readNow({ folder, settings }: Pick<Job, 'folder' | 'settings'>): Promise<SuppressNow> {
  const { entries, problems } = await readSuppressList(folder, settings);
  if (hasErrors(problems)) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    return { problems: errors, whyNot: () => 'the suppress list cannot be read: migrate check' };
  }
  const find = suppressedBy(entries);
  return {
    problems: [],
    whyNot(address) {
      const entry = find([address]);
      return entry === undefined ? undefined : suppressedText(entry.entry);
    },
  };
}

function suppressedText(entry: string): string {
  return `${entry} is on the suppress list: migrate plan leaves the partner out`;
}
