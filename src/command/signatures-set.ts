// Which signature each of our people gets, and what this migration has set so far: what their owners have changed since stays theirs.

import { again } from '../apply/read-present.ts';
import type { StepRecord } from '../model/event.ts';
import type { Person } from '../model/person.ts';
import type { Present } from '../model/present.ts';
import type { SignatureSet } from '../model/step.ts';
import { renderSignature } from '../notice/signature.ts';
import type { SignatureTemplates } from '../notice/signature.ts';
import type { SignatureInputs } from '../plan/inputs.ts';
import { isSameSignature } from '../step/signature-set.ts';
import { realClock } from './clock.ts';
import { jitter } from './job.ts';
import type { Job } from './job.ts';

/** What planning needs to know of signatures; undefined where they are left alone. Reads those that may have been edited. */
export async function signatureInputs(
  job: Job,
  { people, templates }: { readonly people: readonly Person[]; readonly templates: SignatureTemplates },
  { present, signal }: { readonly present: Present; readonly signal: AbortSignal },
): Promise<SignatureInputs | undefined> {
  const { settings, directory, limits } = job;
  if (settings.signature !== true) return undefined;
  const htmlFor = (person: Person): string => renderSignature(templates, person, settings).html;
  const { newest, putBack } = newestByPerson(job);
  const set = new Map<string, { readonly id: string; readonly html: string; readonly isEdited: boolean }>();
  for (const person of people) {
    const step = newest.get(person.key)?.step;
    if (step === undefined) continue;
    const account = present.accountByAddress(person.newAddress);
    const { signatures } = directory.mailboxes;
    // Only where something new is to be set does it matter what stands there.
    const isSettled = isSameSignature(step.html, htmlFor(person));
    let isEdited = false;
    if (!isSettled && account !== undefined && signatures !== undefined) {
      const mailbox = { id: account.id, address: account.address };
      const found = await again({ clock: realClock, patience: limits.patience, random: jitter, signal }, () =>
        signatures.read(mailbox, person.newAddress),
      );
      isEdited = !isSameSignature(found, step.html) && !isSameSignature(found, htmlFor(person));
    }
    set.set(person.key, { id: step.id, html: step.html, isEdited });
  }
  return { htmlFor, set, putBack };
}

type SetRecord = StepRecord & { readonly step: SignatureSet };

interface Newest {
  readonly newest: ReadonlyMap<string, SetRecord>;
  readonly putBack: ReadonlySet<string>;
}

/** The signature that was set last for each person, and whose was put back since. */
function newestByPerson({ log }: Pick<Job, 'log'>): Newest {
  const newest = new Map<string, SetRecord>();
  for (const record of log.steps({ states: ['done', 'undone'] })) {
    const { step } = record;
    if (step.kind !== 'signature.set' || step.undoes !== undefined || step.person === undefined) continue;
    const known = newest.get(step.person);
    if (known === undefined || known.at < record.at) newest.set(step.person, { ...record, step });
  }
  const putBack = new Set([...newest].flatMap(([person, { state }]) => (state === 'undone' ? [person] : [])));
  for (const person of putBack) newest.delete(person);
  return { newest, putBack };
}
