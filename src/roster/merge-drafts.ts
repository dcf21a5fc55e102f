// Rows that are about the same contact become one. Its one rule: what one row lacks the other gives, and what differs is told, never chosen.

import type { PartnerField } from '../model/partner-field.ts';
import type { Problem } from '../model/problem.ts';
import { cleanCode } from './clean.ts';
import { placeIn } from './partner-draft.ts';
import type { PartnerDraft } from './partner-draft.ts';
import { partnerProblem } from './partner-problems.ts';
import { inFull } from './partner-words.ts';

const COMPARED = [
  'company',
  'department',
  'title',
  'name',
  'language',
  'route',
  'from',
  'phone',
  'postalCode',
  'postalAddress',
] as const satisfies readonly PartnerField[];

/** The same contact: one of its addresses; for a row without any, company, department and name. */
export function identitiesOf(draft: PartnerDraft): readonly string[] {
  return draft.addresses.length > 0 ? draft.addresses : [nameKey(draft)];
}

export function nameKey({ company, department, name }: Pick<PartnerDraft, 'company' | 'department' | 'name'>): string {
  return [inFull(company), department, name].map(compared).join('/');
}

export function mergeDrafts(drafts: readonly PartnerDraft[]): {
  readonly merged: readonly PartnerDraft[];
  readonly problems: readonly Problem[];
} {
  const slots: PartnerDraft[] = [];
  const slotOf = new Map<string, number>();
  const problems: Problem[] = [];
  for (const draft of drafts) {
    const identities = identitiesOf(draft);
    const owners = [...new Set(identities.flatMap((identity) => slotOf.get(identity) ?? []))];
    const [slot = slots.length, ...others] = owners;
    const earlier = slots[slot];
    if (earlier === undefined) slots.push(draft);
    else {
      const outcome = others.length > 0 ? joinsTwo(draft, { owners, slots }) : join(earlier, draft);
      if (Array.isArray(outcome)) {
        problems.push(...outcome);
        continue;
      }
      slots[slot] = outcome.joined;
      problems.push(outcome.told);
    }
    for (const identity of identities) slotOf.set(identity, slot);
  }
  return { merged: slots, problems };
}

function joinsTwo(
  draft: PartnerDraft,
  { owners, slots }: { owners: readonly number[]; slots: readonly PartnerDraft[] },
) {
  const lines = owners.map((owner) => slots[owner]?.line).join(', ');
  return [partnerProblem('partner.joins-two', placeIn(draft, 'addresses'), { lines })];
}

function join(earlier: PartnerDraft, later: PartnerDraft): Problem[] | { joined: PartnerDraft; told: Problem } {
  const who = earlier.addresses.find((address) => later.addresses.includes(address)) ?? nameKey(later);
  const differing = COMPARED.filter((field) => differs(earlier[field], later[field]));
  if (differing.length > 0) {
    return differing.map((field) =>
      partnerProblem('partner.contradiction', placeIn(later, field), {
        heading: later.places.heading(field),
        value: later[field] ?? '',
        line: earlier.line,
        other: earlier[field] ?? '',
        who,
      }),
    );
  }
  const addresses = [...new Set([...earlier.addresses, ...later.addresses])];
  const contacts = [...new Set([...earlier.contacts, ...later.contacts])];
  const filled = COMPARED.filter((field) => isEmpty(earlier[field]) && !isEmpty(later[field]));
  const gained = [
    ...addresses.slice(earlier.addresses.length),
    ...contacts.slice(earlier.contacts.length),
    ...filled.map((field) => `${later.places.heading(field)} ${later[field] ?? ''}`),
  ];
  const told = partnerProblem('partner.merged', placeIn(later, later.addresses.length > 0 ? 'addresses' : 'company'), {
    value: who,
    line: earlier.line,
    gained: gained.length === 0 ? 'it says nothing new' : `it adds ${gained.join(', ')}`,
  });
  const joined: PartnerDraft = {
    ...earlier,
    department: earlier.department || later.department,
    title: earlier.title || later.title,
    name: earlier.name || later.name,
    language: earlier.language ?? later.language,
    route: earlier.route ?? later.route,
    from: earlier.from ?? later.from,
    phone: earlier.phone || later.phone,
    postalCode: earlier.postalCode || later.postalCode,
    postalAddress: earlier.postalAddress || later.postalAddress,
    addresses,
    contacts,
    mergedLines: [...earlier.mergedLines, later.line],
    ...(filled.length > 0 && {
      fieldLines: { ...earlier.fieldLines, ...Object.fromEntries(filled.map((field) => [field, later.line])) },
    }),
  };
  return { joined, told };
}

function differs(one: string | undefined, other: string | undefined): boolean {
  return !isEmpty(one) && !isEmpty(other) && compared(inFull(one ?? '')) !== compared(inFull(other ?? ''));
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text === '';
}

/** Width, letter case, spaces and hyphens do not count: 03-0000-0000 is 0300000000. */
function compared(text: string): string {
  return cleanCode(text)
    .toLowerCase()
    .replace(/[\s-]+/g, '');
}
