// A tenant in memory and the tools of a step: what the tests of each kind look at and change.

import type { TenantProvider } from '../../src/model/directory.ts';
import type { Evidence } from '../../src/model/event.ts';
import type { LicenceAssign, StepId, UserCreate } from '../../src/model/step.ts';
import type { Tools } from '../../src/step/kind.ts';
import { safely } from '../crash/simulation/carry.ts';
import { directoryOf } from '../crash/simulation/directory.ts';
import { Tenant } from '../crash/simulation/tenant.ts';
import type { TenantParts } from '../crash/simulation/tenant.ts';

export class StepScene {
  now = 0;
  readonly tenant: Tenant;
  readonly evidence = new Map<StepId, Evidence>();
  readonly tools: Tools;

  constructor(provider: TenantProvider, parts: Partial<TenantParts> = {}) {
    this.tenant = new Tenant({ provider, now: () => this.now, ...parts });
    this.tools = {
      directory: directoryOf(this.tenant, safely),
      clock: { now: () => this.now, elapsed: () => this.now, sleep: () => Promise.resolve() },
      evidenceOf: (id) => this.evidence.get(id),
      passwordFor: () => ({ password: 'an initial password', segment: 'segment-7' }),
    };
  }
}

export const BASE = { batch: 'pilot', person: 'sato@old.example', needs: [] };

export const CREATE: UserCreate = {
  ...BASE,
  kind: 'user.create',
  id: 'user.create/sato@new.example',
  address: 'sato@new.example',
  displayName: 'Sato Hanako',
  familyName: 'Sato',
  givenName: 'Hanako',
  language: 'ja',
  country: 'JP',
  stamp: 'migrate/1/2',
};

export function licenceStep(id: string, way: LicenceAssign['way']): LicenceAssign {
  return {
    ...BASE,
    kind: 'licence.assign',
    id: 'licence.assign/sato@new.example/PLAN',
    account: { id, address: 'sato@new.example' },
    licenceName: 'PLAN',
    licenceId: 'sku-1',
    way,
  };
}
