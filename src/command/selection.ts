// Which steps of the plan a run is about: a batch, a person, everything up to a kind.

import type { LoggedEvent, StepRecord } from '../model/event.ts';
import type { Problem } from '../model/problem.ts';
import { KITS_BATCH, NOTICES_BATCH } from '../model/settings.ts';
import type { Settings } from '../model/settings.ts';
import { STEP_KINDS } from '../model/step.ts';
import type { StepKindName } from '../model/step.ts';

export interface Selection {
  readonly batch?: string;
  /** Key of the person, the old address, or of the partner. A person's new address is understood too. */
  readonly only?: string;
  readonly until?: StepKindName;
}

/** What comes before every batch always belongs to it: nobody can move to a domain that is not there. */
export function isSelected({ step }: StepRecord, { batch, only, until }: Selection): boolean {
  if (until !== undefined && STEP_KINDS.indexOf(step.kind) > STEP_KINDS.indexOf(until)) return false;
  if (step.batch === '' && step.person === undefined) return true;
  // What all mail programs need holds what each of them needs: a person's kit is of no use without it.
  if (step.kind === 'kit.write' && step.person === undefined) return true;
  if (batch !== undefined && step.batch !== batch) return false;
  return only === undefined || step.person === only || step.partner === only;
}

/** What --batch may name. */
export function batchNames({ batches, clients, sending }: Settings): readonly string[] {
  const kits = clients === undefined ? [] : [KITS_BATCH];
  return [...batches.map(({ name }) => name), ...kits, ...(sending === undefined ? [] : [NOTICES_BATCH])];
}

/** Checks the words that the user gave on the command line. */
export function readSelection(
  given: { readonly batch?: string; readonly only?: string; readonly until?: string },
  known: { readonly batches: readonly string[]; readonly personOf: (address: string) => string | undefined },
): { readonly selection: Selection } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const { batch, only, until } = given;
  if (batch !== undefined && !known.batches.includes(batch)) {
    problems.push(unknownWord('--batch', batch, known.batches));
  }
  const kind = STEP_KINDS.find((name) => name === until);
  if (until !== undefined && kind === undefined) problems.push(unknownWord('--until', until, STEP_KINDS));
  const person = only === undefined ? undefined : known.personOf(only.toLowerCase());
  if (only !== undefined && person === undefined) problems.push(unknownPerson(only));
  if (problems.length > 0) return { problems };
  return {
    selection: {
      ...(batch === undefined ? {} : { batch }),
      ...(person === undefined ? {} : { only: person }),
      ...(kind === undefined ? {} : { until: kind }),
    },
  };
}

/** What a run was about that the log speaks of; everything where it says nothing. */
export function lastSelection(event: LoggedEvent | undefined): Selection {
  const told = event?.facts['selection'];
  if (typeof told !== 'object' || told === null) return {};
  const { batch, only, until }: { batch?: unknown; only?: unknown; until?: unknown } = told;
  const kind = STEP_KINDS.find((name) => name === until);
  return {
    ...(typeof batch === 'string' ? { batch } : {}),
    ...(typeof only === 'string' ? { only } : {}),
    ...(kind === undefined ? {} : { until: kind }),
  };
}

/** `--batch pilot --until user.create` */
export function selectionText(selection: Selection): string {
  return Object.entries(selection)
    .map(([option, word]) => `--${option} ${String(word)}`)
    .join(' ');
}

export function unknownWord(option: string, word: string, known: readonly string[]): Problem {
  return {
    code: 'arguments.unknown-word',
    severity: 'error',
    what: `${option} ${word} is not known.`,
    why: 'A run that silently leaves everybody out would look like one that has finished.',
    todo: `Use one of: ${known.join(', ')}.`,
  };
}

function unknownPerson(only: string): Problem {
  return {
    code: 'arguments.unknown-person',
    severity: 'error',
    what: `Nobody in the plan has the address ${only}.`,
    why: 'A run that silently leaves everybody out would look like one that has finished.',
    todo: 'Give the old or the new address, as it stands in the staff list.',
  };
}
