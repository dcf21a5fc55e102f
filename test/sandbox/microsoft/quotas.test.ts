// Quotas with the documented numbers, and what a throttled or failing Graph says.

import { describe, expect, it } from '@jest/globals';
import { codeOf, newUser, SENDER, startTenant, type Reply } from './tenant.ts';

describe('quotas', () => {
  it('refuse writes after 3,000 in 150 s, say how long to wait, and let in who has waited', async () => {
    // So fast that the wait is short, so slow that the bucket cannot fill while it is emptied.
    const tenant = await startTenant({ profile: 'fast', timeScale: 2 });
    const answers: Reply[] = [];
    for (let burst = 0; burst < 40 && answers.every((one) => one.status !== 429); burst += 1) {
      const wave = Array.from({ length: 100 }, () => tenant.call('DELETE', '/users/nobody'));
      answers.push(...(await Promise.all(wave)));
    }
    const refused = answers.find((one) => one.status === 429);
    expect(answers.filter((one) => one.status === 404).length).toBeGreaterThanOrEqual(3000);
    expect(codeOf(refused ?? answers[0] ?? ({ body: {} } as Reply))).toBe('TooManyRequests');
    expect(refused?.headers.get('x-ms-throttle-information')).toBe('WriteLimitExceeded');
    const waitMs = Number(refused?.headers.get('retry-after')) * 1000;
    expect(waitMs).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, waitMs * 2));
    expect((await tenant.call('DELETE', '/users/nobody')).status).toBe(404);
  }, 60_000);

  it('let four calls at once into a mailbox, and refuse the fifth', async () => {
    const tenant = await startTenant({ profile: 'fast', timeScale: 1 });
    await tenant.call('GET', '/domains');
    const probes = Array.from({ length: 6 }, () => tenant.call('GET', `/users/${SENDER}/mailboxSettings`));
    const answers = await Promise.all(probes);
    expect(answers.map((one) => one.status).sort()).toEqual([200, 200, 200, 200, 429, 429]);
    expect(codeOf(answers.find((one) => one.status === 429) ?? ({ body: {} } as Reply))).toBe('ApplicationThrottled');
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
    expect(Date.parse(said[2] ?? '')).toBeGreaterThan(Date.now());
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
