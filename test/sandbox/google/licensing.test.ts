// Licences: one SKU of a product for each user, one request a second, pools that run out.

import { describe, expect, it } from '@jest/globals';
import { newUser, openTenant, refusal } from './tenant.ts';

const skus = [
  { id: '1010020027', name: 'Business Starter', total: 1 },
  { id: '1010020028', name: 'Business Standard', total: 5 },
];
const PRODUCT = '/apps/licensing/v1/product/Google-Apps';

function openLicensed(more: object = {}) {
  const tenant = openTenant({
    skus,
    users: [{ primaryEmail: 'sato@old.example' }, { primaryEmail: 'kim@old.example' }],
    ...more,
  });
  const licensing = (request: string, body?: unknown) => {
    tenant.pass(1.01);
    return tenant.send(request.replace(' ', ` ${PRODUCT}`), body);
  };
  return { ...tenant, licensing };
}

describe('a licence', () => {
  it('is given once, shown, moved and taken away', async () => {
    const { licensing, keys } = openLicensed();
    const give = () => licensing('POST /sku/1010020027/user', { userId: 'sato@old.example' });
    expect((await give()).body).toMatchObject({ skuName: 'Business Starter', userId: 'sato@old.example' });
    expect(refusal(await give()).slice(0, 2)).toEqual([409, 'duplicate']);
    const other = await licensing('POST /sku/1010020028/user', { userId: 'sato@old.example' });
    expect(refusal(other).slice(0, 2)).toEqual([412, 'conditionNotMet']);
    const moved = await licensing('PATCH /sku/1010020027/user/sato@old.example', { skuId: '1010020028' });
    expect(moved.body['skuId']).toBe('1010020028');
    expect((await licensing('GET /sku/1010020028/user/sato@old.example')).status).toBe(200);
    expect((await licensing('GET /sku/1010020027/user/sato@old.example')).status).toBe(404);
    expect((await licensing('DELETE /sku/1010020028/user/sato@old.example')).body).toEqual({});
    expect(keys('licence.assign')).toEqual(['sato@old.example 1010020027', 'sato@old.example 1010020028']);
  });

  it('is refused when none is left', async () => {
    const { licensing, keys } = openLicensed();
    await licensing('POST /sku/1010020027/user', { userId: 'sato@old.example' });
    const second = await licensing('POST /sku/1010020027/user', { userId: 'kim@old.example' });
    expect(refusal(second).slice(0, 2)).toEqual([412, 'conditionNotMet']);
    expect(keys('licence.assign')).toHaveLength(1);
  });

  it('is listed under the address that its user has now', async () => {
    const { licensing, directory } = openLicensed();
    await licensing('POST /sku/1010020028/user', { userId: 'sato@old.example' });
    await directory('PUT /users/sato@old.example', { primaryEmail: 'sato@new.example' });
    const listed = await licensing('GET /users?customerId=my_customer&maxResults=1');
    expect(listed.text).toContain('sato@new.example');
    expect((await licensing('GET /sku/1010020028/users?customerId=old.example')).text).toContain('sato@new.example');
    expect((await licensing('GET /users')).status).toBe(400);
  });

  it('brings the mailbox, where nothing else does', async () => {
    const { licensing, directory, gmail, pass } = openLicensed();
    await directory('POST /users', newUser('new@new.example'));
    pass(3600);
    expect((await gmail('new@new.example', 'GET /profile')).status).toBe(400);
    await licensing('POST /sku/1010020028/user', { userId: 'new@new.example' });
    pass(121);
    expect((await gmail('new@new.example', 'GET /profile')).status).toBe(200);
  });

  it('comes by itself where the customer is set up so', async () => {
    const { directory, keys } = openLicensed({ automaticSku: '1010020028' });
    await directory('POST /users', newUser('new@new.example'));
    expect(keys('licence.assign')).toEqual(['new@new.example 1010020028']);
  });

  it('is asked for once a second; who is faster gets 503', async () => {
    const { send, pass } = openLicensed();
    const look = () => send(`GET ${PRODUCT}/users?customerId=my_customer`);
    expect([(await look()).status, (await look()).status]).toEqual([200, 503]);
    pass(1);
    expect((await look()).status).toBe(200);
  });
});
