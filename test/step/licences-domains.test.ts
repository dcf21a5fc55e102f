// Licences and domains: what is there already is not taken or made twice.

import { describe, expect, it } from '@jest/globals';
import type { DomainAdd, DomainVerify } from '../../src/model/step.ts';
import { domainAdd, domainVerify } from '../../src/step/domain.ts';
import { licenceAssign } from '../../src/step/licence-assign.ts';
import { BASE, licenceStep, StepScene } from './scene.ts';

describe.each([
  ['directly', { by: 'direct', licenceId: 'sku-1' }],
  ['through a group', { by: 'group', groupId: 'group-1', licenceId: 'sku-1' }],
] as const)('licence.assign %s', (_way, way) => {
  function scene(total: number): StepScene {
    const made = new StepScene('microsoft-365', { notYetMs: 5000 });
    made.tenant.pools.set('sku-1', { name: 'PLAN', total, used: 0 });
    made.tenant.groups.push({ id: 'group-1', name: 'Licensed', addresses: [], licenceId: 'sku-1' });
    return made;
  }

  it('takes one seat, once, and sees it', async () => {
    const { tenant, tools } = scene(5);
    const { id } = tenant.place({ address: 'sato@new.example' });
    expect(await licenceAssign.look(licenceStep(id, way), tools)).toEqual({ standing: 'absent' });
    for (let times = 0; times < 2; times += 1) {
      expect(await licenceAssign.make(licenceStep(id, way), tools, {})).toEqual({ licenceId: 'sku-1' });
    }
    expect(tenant.pools.get('sku-1')?.used).toBe(1);
    expect(await licenceAssign.look(licenceStep(id, way), tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('hears that there are no more', async () => {
    const { tenant, tools } = scene(0);
    const { id } = tenant.place({ address: 'sato@new.example' });
    await expect(licenceAssign.make(licenceStep(id, way), tools, {})).rejects.toMatchObject({
      facts: { kind: 'exhausted' },
    });
  });

  it('hears that a fresh account is not ready, and its look then proves nothing', async () => {
    const made = scene(5);
    const plain = {
      aliases: [],
      displayName: 'x',
      isSuspended: false,
      isSynced: false,
      isAdministrator: false,
      licences: [],
    };
    const { id } = made.tenant.bear({ address: 'a@new.example', signInName: 'a@new.example', ...plain }, 'create');
    await expect(licenceAssign.make(licenceStep(id, way), made.tools, {})).rejects.toMatchObject({
      facts: { kind: 'not-yet' },
    });
    await expect(licenceAssign.look(licenceStep('unseen', way), made.tools)).rejects.toMatchObject({
      facts: { kind: 'not-yet' },
    });
  });
});

describe('the new domain', () => {
  const add: DomainAdd = { ...BASE, kind: 'domain.add', id: 'domain.add/new.example', domain: 'new.example' };
  const verify: DomainVerify = {
    ...BASE,
    kind: 'domain.verify',
    id: 'domain.verify/new.example',
    domain: 'new.example',
  };

  it('is added with the records to publish, which a look finds again', async () => {
    const { tools } = new StepScene('microsoft-365');
    expect(await domainAdd.look(add, tools)).toEqual({ standing: 'absent' });
    const made = await domainAdd.make(add, tools, {});
    expect(made).toMatchObject({ records: [{ type: 'TXT' }] });
    expect(await domainAdd.look(add, tools)).toEqual({ standing: 'as-planned', evidence: made });
  });

  it('is verified when its record is published, and not before', async () => {
    const { tenant, tools } = new StepScene('microsoft-365');
    await domainAdd.make(add, tools, {});
    expect(await domainVerify.look(verify, tools)).toMatchObject({ standing: 'absent' });
    await expect(domainVerify.make(verify, tools, {})).rejects.toMatchObject({ facts: { kind: 'not-yet' } });
    tenant.published.add('new.example');
    await domainVerify.make(verify, tools, {});
    expect(await domainVerify.look(verify, tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('is not verified where the provider does not know it', async () => {
    expect(await domainVerify.look(verify, new StepScene('microsoft-365').tools)).toMatchObject({ standing: 'absent' });
  });
});
