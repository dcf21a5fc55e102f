// Quotas with the documented numbers, and what a throttled or failing Graph says.

import { describe, expect, it } from '@jest/globals';
import { codeOf, newUser, SENDER, startTenant, type Reply } from './tenant.ts';

const NONE: Reply = { status: 0, headers: new Headers(), body: {}, text: '' };

describe('quotas', () => {
  it('refuse writes after 3,000 in 150 s, say how long to wait, and let in who has waited', async () => {
    const tenant = await startTenant({ profile: 'fast', timeScale: 60 });
    const write = () => tenant.call('DELETE', '/users/nobody');
    for (let count = 0; count < 10; count += 1) expect((await write()).status).toBe(404);
    const draw = { key: 'app-writes', rate: { capacity: 3000, perSecond: 20 }, cost: 2990 };
    expect(tenant.server.world.buckets.take([draw])).toBeUndefined();
    const refused = await write();
    expect([refused.status, codeOf(refused)]).toEqual([429, 'TooManyRequests']);
    expect(refused.headers.get('x-ms-throttle-information')).toBe('WriteLimitExceeded');
    // 50 ms of documented time, 60 times faster, rounded up to whole milliseconds.
    expect(refused.headers.get('retry-after')).toBe('0.002');
    tenant.pass(60);
    expect((await write()).status).toBe(404);
    expect((await write()).status).toBe(429);
  });

  it('let four calls at once into a mailbox, and refuse the fifth', async () => {
    const tenant = await startTenant({ profile: 'fast', timeScale: 1 });
    await tenant.call('GET', '/domains');
    const probes = Array.from({ length: 6 }, () => tenant.call('GET', `/users/${SENDER}/mailboxSettings`));
    const answers = await Promise.all(probes);
    expect(answers.map((one) => one.status).sort()).toEqual([200, 200, 200, 200, 429, 429]);
    expect(codeOf(answers.find((one) => one.status === 429) ?? NONE)).toBe('ApplicationThrottled');
  });
});

describe('a storm', () => {
  it('goes round decimals, seconds and dates; without a header only when asked', async () => {
    const tenant = await startTenant();
    const storm = (form?: string) =>
      tenant.control('PUT', 'faults', [{ match: { method: 'GET' }, kind: 'throttle', delayMs: 2128, ...(form === undefined ? {} : { form }) }]);
    await storm();
    const said = [];
    for (let count = 0; count < 3; count += 1) said.push((await tenant.call('GET', '/domains')).headers.get('retry-after'));
    expect(said[0]).toBe('2.129');
    expect(said[1]).toBe('3');
    expect(Date.parse(said[2] ?? '')).toBeGreaterThan(tenant.server.world.clock.now());
    await storm('none');
    expect((await tenant.call('GET', '/domains')).headers.get('retry-after')).toBeNull();
  });

  it('after the effect leaves the effect', async () => {
    const tenant = await startTenant();
    await tenant.control('PUT', 'faults', [{ match: { method: 'POST', path: '/users$' }, kind: '504-after', count: 1 }]);
    expect((await tenant.call('POST', '/users', newUser('a@new.example'))).status).toBe(504);
    expect((await tenant.call('POST', '/users', newUser('a@new.example'))).status).toBe(400);
    expect(tenant.ledger()).toEqual(['user.create a@new.example']);
  });
});
