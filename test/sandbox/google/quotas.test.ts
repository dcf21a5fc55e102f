// Quotas with the documented numbers, and every form in which Google says that it is too much.

import { describe, expect, it } from '@jest/globals';
import { googleWorkspace } from '../../../src/sandbox/google/google-workspace.ts';
import { DIRECTORY_QUOTA } from '../../../src/sandbox/google/limits.ts';
import { findUser } from '../../../src/sandbox/google/tenant.ts';
import { makeCall } from '../../../src/sandbox/kernel/call.ts';
import type { Trouble } from '../../../src/sandbox/kernel/provider.ts';
import { openTenant, rawMessage } from './tenant.ts';

const users = [{ primaryEmail: 'sato@new.example' }, { primaryEmail: 'kim@new.example' }];
const raw = rawMessage({ To: 'p@partner.example', Subject: 'x' });

function isSlowDown(said: { status: number; text: string }): boolean {
  return (said.status === 403 || said.status === 429) && /rate|quota|exhausted/i.test(said.text);
}

describe('quotas', () => {
  it('a mailbox has 6,000 units a minute: 60 sends, then one a second', async () => {
    const { gmail, pass, keys } = openTenant({ users });
    const send = () => gmail('sato@new.example', 'POST /messages/send', { raw });
    const first = [];
    for (let count = 0; count < 61; count += 1) first.push(await send());
    expect(first.filter((said) => said.status === 200)).toHaveLength(60);
    expect(first.filter(isSlowDown)).toHaveLength(1);
    expect((await gmail('kim@new.example', 'POST /messages/send', { raw })).status).toBe(200);
    pass(1);
    expect([(await send()).status, isSlowDown(await send())]).toEqual([200, true]);
    expect(keys('message.accept')).toHaveLength(62);
  });

  it('the directory takes 2,400 calls a minute of one administrator; who hammers gets plain text', async () => {
    const { directory, pass, tenant, world } = openTenant({ users });
    const look = () => directory('GET /customers/my_customer');
    expect((await look()).status).toBe(200);
    const key = `${DIRECTORY_QUOTA.name} ${findUser(tenant, 'admin@old.example')?.id ?? ''}`;
    expect(world.buckets.take([{ key, rate: { capacity: 2400, perSecond: 40 }, cost: 2390 }])).toBeUndefined();
    for (let count = 0; count < 9; count += 1) expect((await look()).status).toBe(200);
    const refused = [];
    for (let count = 0; count < 30; count += 1) refused.push(await look());
    expect(refused.every(isSlowDown)).toBe(true);
    expect(new Set(refused.map((said) => said.status))).toEqual(new Set([403, 429]));
    expect(refused.at(-1)?.text).toBe('Request rate higher than configured.');
    pass(1);
    expect((await look()).status).toBe(200);
  });

  it('a mailbox takes 50 calls at once', async () => {
    const { gmail } = openTenant({ users });
    const all = await Promise.all(Array.from({ length: 51 }, () => gmail('sato@new.example', 'GET /profile')));
    const busy = all.filter((said) => said.status === 429);
    expect(busy.map((said) => said.text.includes('Too many concurrent requests for user'))).toEqual([true]);
  });

  it('nothing is limited in the free profile', async () => {
    const { gmail } = openTenant({ users }, 'free');
    for (let count = 0; count < 70; count += 1) {
      expect((await gmail('sato@new.example', 'POST /messages/send', { raw })).status).toBe(200);
    }
  });
});

describe('trouble', () => {
  const { world } = { world: () => openTenant().world };
  const tell = (what: Trouble, id = 'x') =>
    googleWorkspace.trouble(
      what,
      makeCall({ id, method: 'POST', url: '/gmail/v1/users/me/drafts/send', headers: {}, bytes: Buffer.alloc(0) }),
      world(),
    );
  const forms = ['seconds', 'decimal', 'date', 'none', 'text'] as const;

  it('names the time in the text where it is asked to, and in no header', () => {
    const told = tell({ status: 429, waitMs: 900_000, form: 'text' });
    expect(JSON.stringify(told.body)).toMatch(/Retry after 2026-11-24T00:15:00\.000Z/);
    expect(told.headers).toBeUndefined();
  });

  it('comes as 429 and as 403, with the reasons that mean a rate', () => {
    const told = Array.from({ length: 40 }, (_, at) => tell({ status: 429, waitMs: 1 }, `call-${at}`));
    expect(new Set(told.map((answer) => answer.status))).toEqual(new Set([403, 429]));
  });

  it.each([503, 504, 507] as const)('%i is told in Google’s shape', (status) => {
    expect(tell({ status })).toMatchObject({ status, body: { error: { code: status } } });
  });

  it.each(forms)('a storm of the form %s is a refusal', (form) => {
    expect([403, 429]).toContain(tell({ status: 429, waitMs: 10, form }).status);
  });
});
