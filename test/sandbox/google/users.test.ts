// Users of the Directory: shown late, refused while they are new, busy after a rename, one address for one holder.

import { describe, expect, it } from '@jest/globals';
import { newUser, openTenant, refusal } from './tenant.ts';

async function withUser(address = 'sato@new.example', seed: object = {}) {
  const tenant = openTenant(seed);
  const made = await tenant.directory('POST /users', newUser(address));
  expect(made.status).toBe(200);
  return { ...tenant, id: String(made.body['id']) };
}

describe('a new user', () => {
  it('is not found for some seconds, then cannot be changed for some more, and is listed after a minute', async () => {
    const { directory, pass, id, keys } = await withUser();
    expect(refusal(await directory(`GET /users/${id}`))).toEqual([404, 'notFound', 'Resource Not Found: userKey']);
    expect(refusal(await directory('GET /users/sato@new.example'))[0]).toBe(404);
    pass(6);
    const early = await Promise.all(Array.from({ length: 30 }, () => directory(`GET /users/${id}`)));
    expect([...new Set(early.map((one) => one.status))].sort()).toEqual([200, 403]);
    const patch = await directory(`PATCH /users/${id}`, { suspended: true });
    expect(refusal(patch)).toEqual([412, 'conditionNotMet', 'User creation is not complete.']);
    pass(5);
    expect((await directory(`GET /users/${id}`)).body['primaryEmail']).toBe('sato@new.example');
    expect((await directory(`PATCH /users/${id}`, { suspended: true })).status).toBe(200);
    const listed = async () => JSON.stringify((await directory('GET /users?customer=my_customer')).body);
    expect(await listed()).not.toContain('sato@new.example');
    pass(60);
    expect(await listed()).toContain('sato@new.example');
    expect(keys('user.create')).toEqual(['sato@new.example']);
  });

  it('has its address at once: a second insert is a duplicate, as is one of an alias or a group', async () => {
    const { directory, keys } = await withUser('sato@new.example', {
      users: [{ primaryEmail: 'kim@old.example', aliases: ['info@new.example'] }],
      groups: [{ email: 'sales@new.example' }],
    });
    for (const address of ['SATO@new.example', 'info@new.example', 'sales@new.example']) {
      const again = await directory('POST /users', newUser(address));
      expect(refusal(again)).toEqual([409, 'duplicate', 'Entity already exists.']);
    }
    expect(keys('user.create')).toHaveLength(1);
  });

  it('needs a verified domain, both names and a password', async () => {
    const { directory } = openTenant({ domains: [{ name: 'old.example' }, { name: 'new.example', isVerified: false }] });
    const add = (body: object) => directory('POST /users', body);
    expect(refusal(await add(newUser('sato@new.example')))).toEqual([400, 'invalid', 'Invalid Input: primary_user_email']);
    expect(refusal(await add(newUser('a..b@old.example')))[2]).toBe('Invalid Input: primary_user_email');
    expect(refusal(await add(newUser('a@old.example', { name: { givenName: 'A' } })))[2]).toMatch(/FamilyName/);
    expect(refusal(await add(newUser('a@old.example', { password: 'short' })))[2]).toBe('Invalid Password');
    expect(refusal(await add(newUser('a@old.example', { hashFunction: 'crypt' })))[2]).toBe('Invalid Password');
    const hashed = newUser('a@old.example', { hashFunction: 'crypt', password: '$6$rounds=5000$saltsalt$abcdefgh' });
    expect((await add(hashed)).status).toBe(200);
  });

  it('leaves no trace of its password', async () => {
    const { world, directory } = openTenant();
    await directory('POST /users', newUser('sato@new.example', { password: 'known-password' }));
    const kept = world.collectionNames().flatMap((name) => [...world.collection(name).values()]);
    expect(JSON.stringify([kept, [...world.ledger()]])).not.toContain('known-password');
  });

  it('gets a mailbox some minutes later', async () => {
    const { directory, gmail, pass, id } = await withUser();
    expect(refusal(await gmail('sato@new.example', 'GET /profile'))).toEqual([
      400,
      'failedPrecondition',
      'Mail service not enabled',
    ]);
    pass(60);
    expect((await directory(`GET /users/${id}?fields=isMailboxSetup`)).body).toEqual({ isMailboxSetup: false });
    pass(61);
    expect((await directory(`GET /users/${id}?fields=isMailboxSetup`)).body).toEqual({ isMailboxSetup: true });
    expect((await gmail('sato@new.example', 'GET /profile')).body['emailAddress']).toBe('sato@new.example');
  });
});

describe('seats', () => {
  it('run out, and a deleted user holds its own for 20 days', async () => {
    const { directory, pass, keys } = openTenant({ seats: 2 });
    const made = await directory('POST /users', newUser('a@new.example'));
    const full = await directory('POST /users', newUser('b@new.example'));
    expect(refusal(full).slice(0, 2)).toEqual([412, 'limitExceeded']);
    expect(full.text).toContain('Domain user limit reached');
    pass(20);
    expect((await directory(`DELETE /users/${String(made.body['id'])}`)).status).toBe(204);
    expect((await directory('POST /users', newUser('b@new.example'))).status).toBe(412);
    pass(20 * 86_400 + 1);
    expect((await directory('POST /users', newUser('b@new.example'))).status).toBe(200);
    expect(keys('user.delete')).toEqual(['a@new.example']);
  });

  it('a deleted user comes back by its id only, with its addresses', async () => {
    const { directory, pass, id } = await withUser();
    pass(61);
    await directory(`DELETE /users/${id}`);
    expect((await directory(`GET /users/${id}`)).status).toBe(404);
    const deleted = await directory('GET /users?customer=my_customer&showDeleted=true');
    expect(deleted.text).toContain('deletionTime');
    expect((await directory('POST /users/sato@new.example/undelete', {})).status).toBe(404);
    expect((await directory(`POST /users/${id}/undelete`, { orgUnitPath: '/' })).status).toBe(204);
    expect((await directory('GET /users/sato@new.example')).body['id']).toBe(id);
  });

  it('an unmanaged account is invited where the call says so, and there is no user then', async () => {
    const { directory, pass, keys } = openTenant({ unmanaged: ['sato@new.example'] });
    const invited = await directory('POST /users?resolveConflictAccount=true', newUser('sato@new.example'));
    expect(invited.status).toBe(202);
    pass(100);
    expect((await directory('GET /users/sato@new.example')).status).toBe(404);
    expect(keys('user.create')).toEqual([]);
  });
});

describe('a rename', () => {
  const seed = { users: [{ primaryEmail: 'sato@old.example', aliases: ['yuki@old.example'] }] };

  it('keeps the old address as an alias, by which the user is still found', async () => {
    const { directory, pass, keys } = openTenant(seed);
    const { id } = (await directory('GET /users/sato@old.example')).body;
    const renamed = await directory(`PUT /users/${String(id)}`, { primaryEmail: 'Sato@New.example' });
    expect(renamed.body).toMatchObject({
      primaryEmail: 'sato@new.example',
      aliases: ['yuki@old.example', 'sato@old.example'],
    });
    expect((await directory(`GET /users/${String(id)}`)).body['primaryEmail']).toBe('sato@old.example');
    pass(11);
    expect((await directory('GET /users/sato@old.example')).body['primaryEmail']).toBe('sato@new.example');
    expect(keys('user.rename')).toEqual(['sato@old.example -> sato@new.example']);
  });

  it('leaves the user busy for a minute', async () => {
    const { directory, pass, keys } = openTenant(seed);
    await directory('PUT /users/sato@old.example', { primaryEmail: 'sato@new.example' });
    expect(refusal(await directory('PUT /users/sato@new.example', { suspended: true }))[0]).toBe(409);
    expect(refusal(await directory('POST /users/sato@new.example/aliases', { alias: 's@new.example' }))[0]).toBe(409);
    pass(61);
    expect((await directory('PUT /users/sato@new.example', { suspended: true })).status).toBe(200);
    expect(keys('user.suspend')).toEqual(['sato@new.example']);
  });

  it('is refused at 30 aliases, onto an unverified domain, and onto the address of somebody else', async () => {
    const aliases = Array.from({ length: 30 }, (_, at) => `a${at}@old.example`);
    const { directory } = openTenant({
      users: [{ primaryEmail: 'sato@old.example', aliases }, { primaryEmail: 'kim@old.example' }],
    });
    const to = async (user: string, primaryEmail: string) => (await directory(`PUT /users/${user}`, { primaryEmail })).status;
    expect(await to('sato@old.example', 'sato@new.example')).toBe(412);
    expect(await to('kim@old.example', 'kim@other.example')).toBe(400);
    expect(await to('kim@old.example', 'a3@old.example')).toBe(409);
    expect(await to('sato@old.example', 'a3@old.example')).toBe(200);
  });

  it('leaves signature and default sender with the old address', async () => {
    const { directory, gmail } = openTenant({
      users: [{ primaryEmail: 'sato@old.example', signature: '<b>Sato</b>' }],
    });
    await directory('PUT /users/sato@old.example', { primaryEmail: 'sato@new.example' });
    const { sendAs } = (await gmail('sato@new.example', 'GET /settings/sendAs')).body;
    expect(sendAs).toEqual([
      expect.objectContaining({ sendAsEmail: 'sato@new.example', isPrimary: true, signature: '' }),
      expect.objectContaining({ sendAsEmail: 'sato@old.example', isDefault: true, signature: '<b>Sato</b>' }),
    ]);
  });
});

describe('an update', () => {
  it('keeps what is absent, clears what is null, replaces lists whole, and says what it repeats', async () => {
    const { directory, pass, lines } = openTenant({
      users: [
        { primaryEmail: 'sato@old.example', fields: { phones: [{ value: '1' }, { value: '2' }], recoveryEmail: 'x@y.example' } },
      ],
    });
    const put = (body: object) => directory('PUT /users/sato@old.example', body);
    await put({ phones: [{ value: '3' }], recoveryEmail: null, suspended: true });
    await put({ suspended: true });
    pass(60);
    const { body } = await directory('GET /users/sato@old.example');
    expect(body).toMatchObject({ phones: [{ value: '3' }], suspended: true, name: { givenName: 'Given' } });
    expect(body).not.toHaveProperty('recoveryEmail');
    expect(lines('user.suspend').map((line) => line['repeat'] ?? false)).toEqual([false, true]);
    expect(refusal(await put({ nonsense: 1 }))[2]).toMatch(/Unknown name "nonsense"/);
  });

  it('by a delegated administrator creates nobody', async () => {
    const { send, tokenOf, keys } = openTenant({
      users: [{ primaryEmail: 'help@old.example', isDelegatedAdmin: true }, { primaryEmail: 'kim@old.example' }],
    });
    const url = '/admin/directory/v1/users';
    expect((await send(`POST ${url}`, newUser('x@new.example'), tokenOf('help@old.example'))).status).toBe(200);
    expect(keys('user.create')).toEqual([]);
    const nobody = await send(`POST ${url}`, newUser('x@new.example'), tokenOf('kim@old.example'));
    expect(refusal(nobody)).toEqual([403, 'forbidden', 'Not Authorized to access this resource/api']);
  });
});

describe('aliases', () => {
  it('are held by one, listed, and cannot be had again for a moment after they were taken away', async () => {
    const { directory, pass, keys } = openTenant({
      users: [{ primaryEmail: 'sato@old.example' }, { primaryEmail: 'kim@old.example' }],
    });
    const add = (user: string) => directory(`POST /users/${user}@old.example/aliases`, { alias: 'info@new.example' });
    expect((await add('sato')).body).toMatchObject({ alias: 'info@new.example', primaryEmail: 'sato@old.example' });
    expect((await add('sato')).status).toBe(409);
    pass(15);
    expect((await directory('GET /users/sato@old.example/aliases')).text).toContain('info@new.example');
    expect((await directory('DELETE /users/sato@old.example/aliases/info@new.example')).status).toBe(204);
    expect((await add('kim')).status).toBe(409);
    pass(2);
    expect((await add('kim')).status).toBe(200);
    expect(keys('alias.add')).toEqual(['sato@old.example info@new.example', 'kim@old.example info@new.example']);
  });
});

describe('the list of users', () => {
  const users = Array.from({ length: 7 }, (_, at) => ({
    primaryEmail: `u${at}@${at % 2 === 0 ? 'old' : 'new'}.example`,
    familyName: `Name${9 - at}`,
    isSuspended: at === 3,
    fields: { externalIds: [{ type: 'custom', customType: 'migrate-job', value: `job/row${at}` }] },
  }));

  it('comes in pages that miss nobody and repeat nobody', async () => {
    const { directory } = openTenant({ users });
    const seen: string[] = [];
    let token = '';
    do {
      const page = await directory(`GET /users?customer=my_customer&maxResults=3&pageToken=${token}`);
      const list = page.body['users'] as { primaryEmail: string }[];
      seen.push(...list.map((user) => user.primaryEmail));
      token = (page.body['nextPageToken'] as string | undefined) ?? '';
    } while (token !== '');
    expect(seen.sort()).toEqual(['admin@old.example', ...users.map((user) => user.primaryEmail)].sort());
  });

  it.each([
    ['domain=new.example', 3],
    ['customer=my_customer&query=isSuspended%3Dtrue', 1],
    ["customer=my_customer&query=email:u1*", 1],
    ["customer=my_customer&query=externalId:'job/row4'", 1],
    ["customer=my_customer&query=familyName='Name5'%20isSuspended=false", 1],
  ])('takes %s', async (query, count) => {
    const { directory } = openTenant({ users });
    expect((await directory(`GET /users?${query}`)).body['users']).toHaveLength(count);
  });

  it('puts them into the order that is asked for, and cuts them down to the fields', async () => {
    const { directory } = openTenant({ users });
    const query = 'domain=new.example&orderBy=familyName&sortOrder=ASCENDING&fields=users(primaryEmail,name/familyName)';
    expect((await directory(`GET /users?${query}`)).body).toEqual({
      users: [5, 3, 1].map((at) => ({ primaryEmail: `u${at}@new.example`, name: { familyName: `Name${9 - at}` } })),
    });
  });

  it('refuses what it cannot read', async () => {
    const { directory } = openTenant();
    for (const query of ['', '?customer=other', '?domain=other.example', '?customer=my_customer&query=shoeSize=9']) {
      expect((await directory(`GET /users${query}`)).status).toBeGreaterThanOrEqual(400);
    }
    expect((await directory('GET /users?customer=my_customer&fields=users(')).status).toBe(400);
  });
});
