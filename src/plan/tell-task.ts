// What a person does for a partner who is not told by mail: one task for each notice and partner.

import type { Partner } from '../model/partner.ts';
import type { Person } from '../model/person.ts';
import { stepId } from '../model/step.ts';
import type { HandTask, StepId } from '../model/step.ts';
import { partnerName } from './notice-problems.ts';

type TellRoute = Exclude<Partner['route'], 'mail'>;

const TASKS: Readonly<Record<TellRoute, HandTask['task']>> = {
  phone: 'tell-by-phone',
  letter: 'tell-by-letter',
  web: 'tell-by-web',
};

export const TELL_ROUTES = ['phone', 'letter', 'web'] as const satisfies readonly TellRoute[];

export function tellId(route: TellRoute, { notice, key }: { readonly notice: string; readonly key: string }): StepId {
  return stepId('hand.task', `${TASKS[route]}/${notice}/${key}`);
}

export function tellTask(
  partner: Partner,
  { notice, people }: { readonly notice: string; readonly people: ReadonlyMap<string, Person> },
): Pick<HandTask, 'id' | 'kind' | 'task' | 'title' | 'lines' | 'partner' | 'notice'> | undefined {
  const { route, key } = partner;
  if (route === 'mail') return undefined;
  return {
    kind: 'hand.task',
    id: tellId(route, { notice, key }),
    task: TASKS[route],
    partner: key,
    notice,
    title: titleOf(partner, route),
    lines: partner.contacts.flatMap((contact) => {
      const person = people.get(contact);
      return person === undefined ? [] : [`${person.displayName}: ${person.oldAddress} -> ${person.newAddress}`];
    }),
  };
}

function titleOf(partner: Partner, route: TellRoute): string {
  const name = partnerName(partner);
  switch (route) {
    case 'phone':
      return `Call ${name}${partner.phone === undefined ? '' : ` (${partner.phone})`} about the new addresses`;
    case 'letter':
      return `Send a printed letter about the new addresses to ${name}`;
    case 'web':
      return `See that ${name} can read about the new addresses on our web site`;
  }
}
