// Blocklists: five honest answers, the test point first, and the key never in a text.

import { describe, expect, it } from '@jest/globals';
import { codesOf, DOMAIN, GOOD, openZone, problemsOf } from './zone.ts';
import type { Records } from './zone.ts';

const ZONE = 'dbl.nx-lists.example';
const KEY = 'abc123secret';
const TEST_POINT: Records = { [`test.${ZONE} A`]: ['127.0.0.2'] };

async function judged(records: Records, list: object = {}) {
  const zone = await openZone({ ...GOOD, ...records });
  const judgement = await zone.judge({ blocklists: [{ zone: ZONE, ...list }] });
  return { zone, codes: codesOf(judgement), found: judgement.checks.at(-1)?.found, judgement };
}

describe('a blocklist', () => {
  it('is not asked where none is named', async () => {
    const zone = await openZone(GOOD);
    expect((await zone.judge()).checks.map(({ check }) => check)).not.toContain('blocklist');
  });

  it('that answers, and does not have the domain, says so', async () => {
    const { codes, found } = await judged(TEST_POINT);
    expect(codes).toEqual([]);
    expect(found).toEqual([`${ZONE}: not listed`]);
  });

  it('that has the domain refuses it', async () => {
    const { codes, found } = await judged({ ...TEST_POINT, [`${DOMAIN}.${ZONE} A`]: ['127.0.0.2'] });
    expect(codes).toEqual(['error blocklist.listed']);
    expect(found).toEqual([`${ZONE}: listed (code 127.0.0.2)`]);
  });

  it.each([
    ['whose test entry is not found', {}, 'not checked'],
    ['behind a resolver that answers everything', { [`test.${ZONE} A`]: ['192.0.2.9'] }, 'not checked'],
    ['that does not answer public resolvers', { [`test.${ZONE} A`]: ['127.255.255.254'] }, 'refused to answer'],
    [
      'that refuses the domain alone',
      { ...TEST_POINT, [`${DOMAIN}.${ZONE} A`]: ['127.255.255.251'] },
      'refused to answer',
    ],
  ])('%s proves nothing, and holds nothing up', async (_, records, said) => {
    const { codes, found } = await judged(records);
    expect(codes).toEqual(['warning blocklist.cannot-tell']);
    expect(found?.[0]).toContain(said);
  });

  it('that fails proves nothing', async () => {
    const zone = await openZone({ ...GOOD, ...TEST_POINT });
    await zone.fault({ kind: 'servfail', match: { path: `${DOMAIN}.${ZONE}` }, count: 50 });
    const judgement = await zone.judge({ blocklists: [{ zone: ZONE }] });
    expect(codesOf(judgement)).toEqual(['warning blocklist.cannot-tell']);
    expect(judgement.checks.at(-1)?.found[0]).toContain('failed');
  });

  it('with a key is asked with it, and the key is told to nobody', async () => {
    const keyed = { [`test.${KEY}.${ZONE} A`]: ['127.0.0.2'] };
    const list = { keyVariable: 'MIGRATE_DQS_KEY' };
    expect((await judged(keyed, list)).found).toEqual([`${ZONE}: not listed`]);
    const { zone } = await judged(keyed, list);
    await zone.fault({ kind: 'refused', match: { path: KEY }, count: 50 });
    const refused = await zone.judge({ blocklists: [{ zone: ZONE, ...list }] });
    expect(codesOf(refused)).toEqual(['warning blocklist.cannot-tell']);
    expect(JSON.stringify(refused)).not.toContain(KEY);
    expect((await judged(keyed, { keyVariable: 'NOT_SET' })).found?.[0]).toContain('NOT_SET is not set');
  });

  it.each([
    { list: 'dbl.spamhaus.org', test: 'dbltest.com', code: '127.0.1.4', reason: 'phishing', severity: 'error' },
    { list: 'zrd.dq.spamhaus.net', test: 'test', code: '127.0.2.5', reason: 'seen 5 hours ago', severity: 'warning' },
    { list: 'multi.surbl.org', test: '2.0.0.127', code: '127.0.0.24', reason: 'phishing, malware', severity: 'error' },
    { list: 'multi.uribl.com', test: '2.0.0.127', code: '127.0.0.8', reason: 'very young', severity: 'warning' },
    { list: 'multi.uribl.com', test: '2.0.0.127', code: '127.0.0.2', reason: 'spammers', severity: 'error' },
  ])('$list is read by its own rules ($code)', async ({ list, test, code, reason, severity }) => {
    const zone = await openZone({ ...GOOD, [`${test}.${list} A`]: ['127.0.0.14'], [`${DOMAIN}.${list} A`]: [code] });
    const judgement = await zone.judge({ blocklists: [{ zone: list }] });
    expect(codesOf(judgement)).toEqual([`${severity} blocklist.listed`]);
    expect(problemsOf(judgement)[0]?.what).toContain(reason);
  });
});
