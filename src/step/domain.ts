// domain.add and domain.verify: the new domain at the provider. The old one is never touched.

import type { DomainAdd, DomainVerify } from '../model/step.ts';
import type { StepKind } from './kind.ts';

export const domainAdd: StepKind<DomainAdd> = {
  calls: 1,
  patience: 'domain',
  lane: () => 'domain',
  say: (step) => `add the domain ${step.domain}`,
  async look(step, tools) {
    const known = (await tools.directory.domains.list()).some((domain) => domain.name === step.domain);
    if (!known) return { standing: 'absent' };
    return { standing: 'as-planned', evidence: { records: await tools.directory.domains.records(step.domain) } };
  },
  async make(step, tools) {
    await tools.directory.domains.add(step.domain);
    return { records: await tools.directory.domains.records(step.domain) };
  },
};

export const domainVerify: StepKind<DomainVerify> = {
  calls: 1,
  patience: 'domain',
  lane: () => 'domain',
  say: (step) => `verify the domain ${step.domain}`,
  async look(step, tools) {
    const domain = (await tools.directory.domains.list()).find(({ name }) => name === step.domain);
    return { standing: domain?.isVerified === true ? 'as-planned' : 'absent', evidence: {} };
  },
  async make(step, tools) {
    await tools.directory.domains.verify(step.domain);
    return {};
  },
};
