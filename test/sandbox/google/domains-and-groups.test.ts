// Domains are proved through DNS; groups are hidden while they are new; the customer can change its primary domain.

import { describe, expect, it } from '@jest/globals';
import { publishRecords } from '../../../src/sandbox/kernel/dns.ts';
import { newUser, openTenant, refusal } from './tenant.ts';

const site = { type: 'INET_DOMAIN', identifier: 'fresh.example' };
const VERIFY = 'POST /siteVerification/v1/webResource?verificationMethod=';

describe('a new domain', () => {
  it('takes users only once its TXT record was published and verified', async () => {
    const { world, send, directory, keys } = openTenant();
    const added = await directory('POST /customer/my_customer/domains', { domainName: 'Fresh.example' });
    expect(added.body).toMatchObject({ domainName: 'fresh.example', isPrimary: false, verified: false });
    expect((await directory('POST /users', newUser('a@fresh.example'))).status).toBe(400);
    const asked = await send('POST /siteVerification/v1/token', { site, verificationMethod: 'DNS_TXT' });
    expect(asked.body['token']).toMatch(/^google-site-verification=[\w-]{43}$/);
    expect(refusal(await send(`${VERIFY}DNS_TXT`, { site }))).toEqual([
      400,
      'badRequest',
      'The necessary verification token could not be found on your site.',
    ]);
    const value = String(asked.body['token']);
    expect(publishRecords(world, [{ name: 'fresh.example', type: 'TXT', value }])).toBeUndefined();
    expect((await send(`${VERIFY}DNS_TXT`, { site })).body).toMatchObject({ site, owners: ['admin@old.example'] });
    expect((await directory('GET /customer/my_customer/domains/fresh.example')).body['verified']).toBe(true);
    expect((await directory('POST /users', newUser('a@fresh.example'))).status).toBe(200);
    expect([keys('domain.add'), keys('domain.verify')]).toEqual([['fresh.example'], ['fresh.example']]);
  });

  it('can be proved by a CNAME record', async () => {
    const { world, send } = openTenant();
    const asked = await send('POST /siteVerification/v1/token', { site, verificationMethod: 'DNS_CNAME' });
    const [label = '', value = ''] = String(asked.body['token']).split(' ');
    publishRecords(world, [{ name: `${label}.fresh.example`, type: 'CNAME', value }]);
    const proved = await send(`${VERIFY}DNS_CNAME`, { site });
    expect(proved.status).toBe(200);
    const id = String(proved.body['id']);
    expect((await send(`GET /siteVerification/v1/webResource/${encodeURIComponent(decodeURIComponent(id))}`)).body['id']).toBe(id);
    expect((await send('GET /siteVerification/v1/webResource')).text).toContain('fresh.example');
  });

  it('is there once, and goes only when nobody is left on it', async () => {
    const { directory, pass } = openTenant({ groups: [{ email: 'sales@new.example' }] });
    const again = await directory('POST /customer/my_customer/domains', { domainName: 'new.example' });
    expect(again.status).toBe(409);
    pass(10);
    expect((await directory('DELETE /customer/my_customer/domains/new.example')).status).toBe(412);
    await directory('PUT /groups/sales@new.example', { email: 'sales@old.example' });
    expect((await directory('DELETE /customer/my_customer/domains/new.example')).status).toBe(204);
    expect((await directory('DELETE /customer/my_customer/domains/old.example')).status).toBe(412);
  });

  it('becomes the primary one under the real customer id only', async () => {
    const { directory } = openTenant({ customer: 'C123', domainAliases: [{ name: 'alias.example', parent: 'old.example' }] });
    const wanted = { customerDomain: 'new.example' };
    expect(refusal(await directory('PUT /customers/my_customer', wanted))).toEqual([400, 'invalid', 'Invalid Input']);
    expect((await directory('PUT /customers/C123', wanted)).body['customerDomain']).toBe('new.example');
    const { domains } = (await directory('GET /customer/C123/domains')).body;
    expect(domains).toEqual([
      expect.objectContaining({ domainName: 'old.example', isPrimary: false }),
      expect.objectContaining({ domainName: 'new.example', isPrimary: true }),
    ]);
    expect((await directory('GET /customer/my_customer/domainaliases')).text).toContain('alias.example');
    expect((await directory('POST /users', newUser('a@alias.example'))).status).toBe(400);
  });
});

describe('a group', () => {
  it('has its address at once and is found a little later', async () => {
    const { directory, pass, keys } = openTenant({ users: [{ primaryEmail: 'sato@old.example' }] });
    const group = { email: 'sales@new.example', name: 'Sales' };
    expect((await directory('POST /groups', group)).status).toBe(200);
    expect((await directory('POST /groups', group)).status).toBe(409);
    const join = () => directory('POST /groups/sales@new.example/members', { email: 'sato@old.example' });
    expect((await join()).status).toBe(404);
    pass(6);
    expect((await join()).body).toMatchObject({ email: 'sato@old.example', role: 'MEMBER', type: 'USER' });
    expect((await join()).status).toBe(409);
    expect((await directory('GET /groups?userKey=sato@old.example')).text).toContain('sales@new.example');
    expect((await directory('GET /groups/sales@new.example/members/sato@old.example')).status).toBe(200);
    expect((await directory('DELETE /groups/sales@new.example/members/sato@old.example')).status).toBe(204);
    expect((await directory('GET /groups/sales@new.example/members')).body).not.toHaveProperty('members');
    expect(keys('group.create')).toEqual(['sales@new.example']);
  });

  it('loses its old address when it is renamed, until somebody adds it as an alias', async () => {
    const { directory } = openTenant({ groups: [{ email: 'sales@old.example' }] });
    await directory('PUT /groups/sales@old.example', { email: 'sales@new.example' });
    expect((await directory('GET /groups/sales@old.example')).status).toBe(404);
    const added = await directory('POST /groups/sales@new.example/aliases', { alias: 'sales@old.example' });
    expect(added.status).toBe(200);
    expect((await directory('GET /groups/sales@old.example')).body['email']).toBe('sales@new.example');
    expect((await directory('DELETE /groups/sales@new.example/aliases/sales@old.example')).status).toBe(204);
    expect((await directory('GET /groups/sales@new.example/aliases')).body).not.toHaveProperty('aliases');
  });
});

describe('containing an account', () => {
  it('works while it is active; a suspended one refuses the codes', async () => {
    const { directory } = openTenant({
      users: [{ primaryEmail: 'sato@old.example' }, { primaryEmail: 'kim@old.example', isSuspended: true }],
    });
    const codes = (user: string) => directory(`POST /users/${user}@old.example/verificationCodes/invalidate`);
    expect([(await codes('sato')).status, (await codes('kim')).status]).toEqual([204, 400]);
    expect((await directory('POST /users/sato@old.example/signOut')).status).toBe(204);
    expect((await directory('POST /users/sato@old.example/twoStepVerification/turnOff')).status).toBe(403);
    expect((await directory('GET /users/sato@old.example/asps')).status).toBe(200);
    expect((await directory('GET /users/sato@old.example/tokens')).status).toBe(200);
    expect((await directory('POST /users/sato@old.example/makeAdmin', { status: true })).status).toBe(204);
    expect((await directory('PATCH /users/sato@old.example', {})).body['isAdmin']).toBe(true);
  });
});
