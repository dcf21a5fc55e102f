// Users, licences, groups, domains: what Graph accepts, what it refuses in which words, and what the ledger says of it.

import { describe, expect, it } from '@jest/globals';
import { codeOf, newUser, saidIn, SATO, SENDER, startTenant, valuesOf, type Reply, type Tenant } from './tenant.ts';

const proxiesOf = async (tenant: Tenant, id: string) => {
  const reply = await tenant.call('GET', `/users/${id}?$select=proxyAddresses,mail,userPrincipalName`);
  return reply.body;
};

function linkOf(page: Reply, tenant: Tenant): string {
  const link = page.body['@odata.nextLink'];
  return typeof link === 'string' ? link.replace(`${tenant.server.url}/v1.0`, '') : '';
}

describe('a new user', () => {
  it('is made once; a second one of the same name is refused with 400', async () => {
    const tenant = await startTenant();
    const first = await tenant.call('POST', '/users', newUser('suzuki@new.example', { employeeId: 'job1' }));
    expect([first.status, first.body['userPrincipalName']]).toEqual([201, 'suzuki@new.example']);
    const second = await tenant.call('POST', '/users', newUser('Suzuki@new.example'));
    expect([second.status, codeOf(second)]).toEqual([400, 'Request_BadRequest']);
    expect(saidIn(second)).toBe('Another object with the same value for property userPrincipalName already exists.');
    const alias = await tenant.call('POST', '/users', newUser('hanako@old.example'));
    expect([alias.status, saidIn(alias)]).toEqual([400, expect.stringMatching(/^A conflicting object/)]);
    expect(tenant.ledger()).toEqual(['user.create suzuki@new.example']);
    const read = await tenant.call('GET', '/users/SUZUKI%40new.example?$select=id,employeeId,usageLocation');
    expect(read.body).toMatchObject({ id: first.body['id'], employeeId: 'job1', usageLocation: 'JP' });
  });

  it.each([
    ['a domain that nobody verified', newUser('a@unknown.example'), /domain portion/],
    ['a bad character', newUser('佐藤@new.example'), /userPrincipalName/],
    ['a dot at the end', newUser('sato.@new.example'), /userPrincipalName/],
    ['no password', newUser('a@new.example', { passwordProfile: {} }), /passwordProfile/],
    ['no nickname', newUser('a@new.example', { mailNickname: undefined }), /mailNickname/],
    ['a property that there is not', newUser('a@new.example', { jobTitel: 'x' }), /jobTitel/],
    ['proxy addresses', newUser('a@new.example', { proxyAddresses: ['SMTP:a@new.example'] }), /read-only/],
  ])('is refused with %s', async (_case, body, said) => {
    const tenant = await startTenant();
    const reply = await tenant.call('POST', '/users', body);
    expect([reply.status, saidIn(reply)]).toEqual([400, expect.stringMatching(said)]);
    expect(tenant.ledger()).toEqual([]);
  });

  it('is not known by id for a while, nor to listings for longer', async () => {
    const tenant = await startTenant({ profile: 'fast' });
    const id = String((await tenant.call('POST', '/users', newUser('a@new.example'))).body['id']);
    const early = await tenant.call('GET', `/users/${id}`);
    expect([early.status, codeOf(early)]).toEqual([404, 'Request_ResourceNotFound']);
    expect((await tenant.call('PATCH', `/users/${id}`, { jobTitle: 'x' })).status).toBe(404);
    expect((await tenant.call('POST', '/users', newUser('a@new.example'))).status).toBe(400);
    tenant.pass(8000);
    expect((await tenant.call('GET', `/users/${id}`)).status).toBe(200);
    const lists = async () => valuesOf(await tenant.call('GET', '/users')).some((user) => user['id'] === id);
    expect(await lists()).toBe(false);
    tenant.pass(37_000);
    expect(await lists()).toBe(true);
  });

  it('that was changed is shown as it was by listings for a while, but not by id', async () => {
    const tenant = await startTenant({ profile: 'fast' });
    await tenant.call('PATCH', `/users/${SATO}`, { jobTitle: 'Clerk' });
    const listed = async () => {
      const users = valuesOf(await tenant.call('GET', '/users?$select=id,jobTitle'));
      return users.find((user) => user['id'] === SATO)?.['jobTitle'];
    };
    expect((await tenant.call('GET', `/users/${SATO}`)).body['jobTitle']).toBe('Clerk');
    expect(await listed()).toBeNull();
    tenant.pass(45_000);
    expect(await listed()).toBe('Clerk');
  });
});

describe('listing users', () => {
  it('goes page by page, shows what is selected, and filters', async () => {
    const users = Array.from({ length: 25 }, (_, at) => ({
      userPrincipalName: `u${String(at)}@old.example`,
      displayName: `User ${String(at)}`,
      employeeId: at % 2 === 0 ? 'even' : 'odd',
    }));
    const tenant = await startTenant({ seed: { domains: [{ name: 'old.example' }], users } });
    const names: unknown[] = [];
    let path = '/users?$top=10&$select=userPrincipalName';
    for (let pages = 0; path !== '' && pages < 9; pages += 1) {
      const page = await tenant.call('GET', path);
      for (const user of valuesOf(page)) {
        expect(Object.keys(user)).toEqual(['userPrincipalName']);
        names.push(user['userPrincipalName']);
      }
      path = linkOf(page, tenant);
    }
    expect(names).toEqual(users.map((user) => user.userPrincipalName));

    const find = async (filter: string) =>
      valuesOf(await tenant.call('GET', `/users?$filter=${encodeURIComponent(filter)}`)).length;
    expect(await find("userPrincipalName eq 'U3@OLD.example'")).toBe(1);
    expect(await find("startsWith(userPrincipalName,'u1') and employeeId eq 'odd'")).toBe(6);
    expect(await find("employeeId in ('even','none') or userPrincipalName eq 'u1@old.example'")).toBe(14);
    const advanced = await tenant.call('GET', "/users?$filter=endsWith(userPrincipalName,'9@old.example')");
    expect(advanced.status).toBe(400);
    const eventual = await tenant.call('GET', "/users?$count=true&$filter=endsWith(userPrincipalName,'9@old.example')", undefined, {
      ConsistencyLevel: 'eventual',
    });
    expect([eventual.status, eventual.body['@odata.count']]).toEqual([200, 2]);
    expect((await tenant.call('GET', '/users?$filter=oops')).status).toBe(400);
    expect((await tenant.call('GET', '/users?$top=1000')).status).toBe(400);

    for (const none of ['/users/delta', '/users/delta()', '/users/$count', '/users?$expand=manager', '/users/u1@old.example/calendar']) {
      expect([none, (await tenant.call('GET', none)).status]).toEqual([none, 501]);
    }
  });

  it('finds an address wherever it stands', async () => {
    const tenant = await startTenant();
    const find = async (address: string) => {
      const filter = encodeURIComponent(`proxyAddresses/any(p:p eq 'smtp:${address}')`);
      return valuesOf(await tenant.call('GET', `/users?$filter=${filter}`)).map((user) => user['id']);
    };
    expect(await find('hanako@old.example')).toEqual([SATO]);
    expect(await find('nobody@old.example')).toEqual([]);
  });
});

describe('changing a user', () => {
  it('a new UPN becomes an address; `mail` makes it the primary one and keeps the old one', async () => {
    const tenant = await startTenant();
    await tenant.call('PATCH', `/users/${SATO}`, { userPrincipalName: 'sato@new.example' });
    const between = await proxiesOf(tenant, SATO);
    expect((between['proxyAddresses'] as string[]).map((one) => one.toLowerCase())).toContain('smtp:sato@new.example');
    await tenant.call('PATCH', `/users/${SATO}`, { mail: 'sato@new.example' });
    const after = await proxiesOf(tenant, SATO);
    expect(after).toMatchObject({ mail: 'sato@new.example', userPrincipalName: 'sato@new.example' });
    expect([...(after['proxyAddresses'] as string[])].sort()).toEqual([
      'SMTP:sato@new.example',
      'smtp:hanako@old.example',
      'smtp:sato@old.example',
    ]);
    await tenant.call('PATCH', `/users/${SATO}`, { mail: 'sato@new.example' });
    expect(tenant.ledger().at(-1)).toBe('user.rename sato@new.example -> sato@new.example again');
  });

  it('an alias comes by moving the primary address there and back', async () => {
    const tenant = await startTenant();
    await tenant.call('PATCH', `/users/${SATO}`, { mail: 'h.sato@new.example' });
    await tenant.call('PATCH', `/users/${SATO}`, { mail: 'sato@old.example' });
    expect((await proxiesOf(tenant, SATO))['proxyAddresses']).toContain('smtp:h.sato@new.example');
    expect(tenant.ledger()).toContain('alias.add sato@old.example h.sato@new.example');
  });

  it('an address of somebody else is refused, and nothing has changed', async () => {
    const tenant = await startTenant();
    const before = await proxiesOf(tenant, SENDER);
    for (const body of [{ mail: 'hanako@old.example' }, { userPrincipalName: 'hanako@old.example' }]) {
      expect((await tenant.call('PATCH', `/users/${SENDER}`, body)).status).toBe(400);
    }
    expect(await proxiesOf(tenant, SENDER)).toEqual(before);
    expect(tenant.ledger()).toEqual([]);
  });

  it('refuses proxyAddresses, synced users, administrators, and passwords without their own permission', async () => {
    const tenant = await startTenant({
      seed: {
        tenant: { withoutRoles: ['User-PasswordProfile.ReadWrite.All'] },
        domains: [{ name: 'old.example' }],
        users: [
          { userPrincipalName: 'synced@old.example', displayName: 'S', isSynced: true },
          { userPrincipalName: 'admin@old.example', displayName: 'A', isAdministrator: true },
          { userPrincipalName: 'plain@old.example', displayName: 'P' },
        ],
      },
    });
    const change = async (who: string, body: unknown) => {
      const reply = await tenant.call('PATCH', `/users/${who}@old.example`, body);
      return [reply.status, codeOf(reply)];
    };
    expect(await change('plain', { proxyAddresses: [] })).toEqual([400, 'Request_BadRequest']);
    expect(await change('synced', { userPrincipalName: 'x@old.example' })).toEqual([400, 'Request_BadRequest']);
    expect(await change('synced', { accountEnabled: false })).toEqual([204, undefined]);
    expect(await change('admin', { accountEnabled: false })).toEqual([403, 'Authorization_RequestDenied']);
    expect(await change('admin', { jobTitle: 'x' })).toEqual([204, undefined]);
    const passwordProfile = { password: 'Correct-horse-8' };
    expect(await change('plain', { passwordProfile })).toEqual([403, 'Authorization_RequestDenied']);
    const roles = await tenant.call('GET', '/users/admin@old.example/memberOf');
    expect(valuesOf(roles)).toMatchObject([{ '@odata.type': '#microsoft.graph.directoryRole' }]);
  });

  it('blocking and allowing sign-in, and deleting and restoring, are told apart', async () => {
    const tenant = await startTenant();
    for (const accountEnabled of [false, false, true]) await tenant.call('PATCH', `/users/${SATO}`, { accountEnabled });
    expect((await tenant.call('POST', `/users/${SATO}/revokeSignInSessions`)).body['value']).toBe(true);
    expect((await tenant.call('DELETE', `/users/${SATO}`)).status).toBe(204);
    expect((await tenant.call('GET', `/users/${SATO}`)).status).toBe(404);
    expect(valuesOf(await tenant.call('GET', '/directory/deletedItems/microsoft.graph.user'))).toMatchObject([{ id: SATO }]);
    expect((await tenant.call('POST', `/directory/deletedItems/${SATO}/restore`)).status).toBe(200);
    expect((await tenant.call('GET', `/users/${SATO}`)).status).toBe(200);
    expect(tenant.ledger()).toEqual([
      'user.suspend sato@old.example',
      'user.suspend sato@old.example again',
      'user.allow sato@old.example',
      'sessions.revoke sato@old.example',
      'user.delete sato@old.example',
      'user.restore sato@old.example',
    ]);
  });
});

describe('licences', () => {
  const assign = async (tenant: Tenant, who: string) => {
    const pools = valuesOf(await tenant.call('GET', '/subscribedSkus'));
    const addLicenses = [{ skuId: pools[0]?.['skuId'], disabledPlans: [] }];
    return tenant.call('POST', `/users/${who}/assignLicense`, { addLicenses, removeLicenses: [] });
  };

  it('run out, and assigning one that is held costs nothing', async () => {
    const users = ['a', 'b'].map((name) => ({ userPrincipalName: `${name}@old.example`, displayName: name }));
    const seed = { domains: [{ name: 'old.example' }], skus: [{ skuPartNumber: 'SPE_E3', total: 1 }], users };
    const tenant = await startTenant({ seed });
    expect((await assign(tenant, 'a@old.example')).status).toBe(200);
    expect((await assign(tenant, 'a@old.example')).status).toBe(200);
    const none = await assign(tenant, 'b@old.example');
    expect([none.status, saidIn(none)]).toEqual([400, expect.stringMatching(/does not have any available licenses/)]);
    expect(valuesOf(await tenant.call('GET', '/subscribedSkus'))).toMatchObject([{ consumedUnits: 1 }]);
    expect(valuesOf(await tenant.call('GET', '/users/a@old.example/licenseDetails'))).toMatchObject([
      { skuPartNumber: 'SPE_E3' },
    ]);
    expect(tenant.ledger()).toEqual(['licence.assign a@old.example SPE_E3', 'licence.assign a@old.example SPE_E3 again']);
  });

  it('need a usage location, which licensing hears of a little late', async () => {
    const tenant = await startTenant({ profile: 'fast' });
    const made = await tenant.call('POST', '/users', newUser('a@new.example', { usageLocation: undefined }));
    const id = String(made.body['id']);
    tenant.pass(8000);
    const refused = async () => saidIn(await assign(tenant, id));
    expect(await refused()).toMatch(/invalid usage location/);
    await tenant.call('PATCH', `/users/${id}`, { usageLocation: 'JP' });
    expect(await refused()).toMatch(/invalid usage location/);
    tenant.pass(5000);
    expect((await assign(tenant, id)).status).toBe(200);
    expect((await proxiesOf(tenant, id))['proxyAddresses']).toEqual([
      'SMTP:a@new.example',
      'smtp:a@contoso.onmicrosoft.com',
    ]);
  });

  it('come through a group, late, and each error is said in its own word', async () => {
    const users = ['a', 'b', 'c'].map((name) => ({
      userPrincipalName: `${name}@old.example`,
      displayName: name,
      ...(name === 'c' ? { usageLocation: null } : {}),
    }));
    const tenant = await startTenant({
      profile: 'fast',
      seed: {
        domains: [{ name: 'old.example' }],
        skus: [{ skuPartNumber: 'SPE_E3', total: 1 }],
        users,
        groups: [{ displayName: 'Licensed', id: '33333333-3333-4333-8333-333333333333', licences: ['SPE_E3'] }],
      },
    });
    const group = '/groups/33333333-3333-4333-8333-333333333333';
    const states = async (who: string) => {
      const user = await tenant.call('GET', `/users/${who}@old.example?$select=id,licenseAssignmentStates`);
      return { id: user.body['id'], states: user.body['licenseAssignmentStates'] as { state: string; error: string }[] };
    };
    for (const who of ['a', 'b', 'c']) {
      const { id } = await states(who);
      const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${String(id)}` };
      expect((await tenant.call('POST', `${group}/members/$ref`, reference)).status).toBe(204);
      expect((await tenant.call('POST', `${group}/members/$ref`, reference)).status).toBe(400);
      expect((await states(who)).states).toEqual([]);
      tenant.pass(90_000);
    }
    expect((await states('a')).states).toMatchObject([{ state: 'Active', error: 'None' }]);
    expect((await states('b')).states).toMatchObject([{ state: 'Error', error: 'CountViolation' }]);
    expect((await states('c')).states).toMatchObject([{ state: 'Error', error: 'ProhibitedInUsageLocationViolation' }]);
    expect(tenant.ledger().filter((line) => line.startsWith('licence.'))).toEqual(['licence.assign a@old.example SPE_E3']);
    expect(valuesOf(await tenant.call('GET', `${group}/members`))).toHaveLength(3);
  });
});

describe('domains', () => {
  it('are verified once DNS holds the record that Graph asked for', async () => {
    const tenant = await startTenant({ seed: {} });
    expect((await tenant.call('POST', '/domains', { id: 'New.example' })).status).toBe(201);
    expect((await tenant.call('POST', '/domains', { id: 'new.example' })).status).toBe(400);
    expect((await tenant.call('POST', '/domains/new.example/verify')).status).toBe(400);
    const records = valuesOf(await tenant.call('GET', '/domains/new.example/verificationDnsRecords'));
    const proof = records.find((record) => record['recordType'] === 'Txt');
    const record = { name: String(proof?.['label']), type: 'TXT', value: String(proof?.['text']) };
    expect((await tenant.control('POST', 'dns', [record])).status).toBe(204);
    expect((await tenant.call('POST', '/domains/new.example/verify')).body['isVerified']).toBe(true);
    expect((await tenant.call('PATCH', '/domains/new.example', { isDefault: true })).status).toBe(204);
    const all = valuesOf(await tenant.call('GET', '/domains'));
    expect(all.filter((domain) => domain['isDefault'] === true)).toMatchObject([{ id: 'new.example' }]);
    expect(valuesOf(await tenant.call('GET', '/domains/new.example/serviceConfigurationRecords'))).toContainEqual(
      expect.objectContaining({ mailExchange: 'new-example.mail.protection.outlook.com' }),
    );
    expect(tenant.ledger()).toEqual(['domain.add new.example', 'domain.verify new.example', 'domain.update new.example']);
  });

  it('say who still hangs on them', async () => {
    const tenant = await startTenant();
    const found = valuesOf(await tenant.call('GET', '/domains/old.example/domainNameReferences'));
    expect(found.map((one) => one['id'])).toEqual([SENDER, SATO]);
    expect((await tenant.call('DELETE', '/domains/new.example')).status).toBe(204);
    expect((await tenant.call('DELETE', '/domains/old.example')).status).toBe(400);
  });
});
