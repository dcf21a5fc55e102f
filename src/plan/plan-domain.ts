// The steps before every batch: the new domain must be at the provider, proved and usable.

import type { PlanEntry } from '../model/plan.ts';
import { stepId } from '../model/step.ts';
import type { StepId } from '../model/step.ts';
import { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import { oldDomainAbsent } from './problems.ts';

/** The step that everybody waits for; undefined where the domain is ready now. */
export interface DomainPlan {
  readonly entry: PlanEntry;
  readonly gate: StepId | undefined;
}

export function planDomain({ settings, present, stateOf }: PlanInputs): DomainPlan {
  const draft = new Draft({ batch: '', stateOf });
  const { newDomain: domain, oldAddress, oldDomains } = settings;
  const state = present.domains.find(({ name }) => name === domain);
  if (oldAddress.reply || oldAddress.forward || oldAddress.alias) {
    for (const old of oldDomains) {
      if (!present.domains.some(({ name }) => name === old)) draft.problem(oldDomainAbsent(old));
    }
  }
  if (state?.isVerified === true) {
    draft.checked(`the domain ${domain} is verified`);
    return { entry: draft.entry(), gate: undefined };
  }
  const needs: StepId[] = [];
  if (state === undefined) needs.push(draft.step({ kind: 'domain.add', id: stepId('domain.add', domain), domain }));
  const publish = draft.step({
    kind: 'hand.task',
    id: stepId('hand.task', `publish-dns/${domain}`),
    task: 'publish-dns',
    title: `Publish the DNS records of ${domain}`,
    lines:
      present.records.length === 0
        ? ['The records are shown by "migrate status" as soon as the domain has been added.']
        : present.records.map(
            ({ name, type, value, priority }) =>
              `${name} ${type} ${priority === undefined ? '' : `${priority} `}${value}`,
          ),
    needs,
  });
  const gate = draft.step({
    kind: 'domain.verify',
    id: stepId('domain.verify', domain),
    domain,
    needs: [...needs, publish],
  });
  return { entry: draft.entry(), gate };
}
