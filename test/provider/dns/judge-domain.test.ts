// Zones as they are met in the world, judged over real UDP: what is refused, what is only weak, what cannot be told, and that what is
// proposed to be published mends it.

import { describe, expect, it } from '@jest/globals';
import { CASES } from './cases.ts';
import { codesOf, DOMAIN, GOOD, KEY, openZone, problemsOf } from './zone.ts';
import type { Records } from './zone.ts';

let zone: Awaited<ReturnType<typeof openZone>>;

/** One zone for all: what a case has set is taken away before the next. */
async function set(records: Records, before: Records): Promise<void> {
  await zone.put(Object.fromEntries(Object.keys(before).map((key) => [key, []])));
  await zone.put(records);
}

describe.each(CASES)('$name', ({ zone: records, facts, codes }) => {
  it('is judged, told in full, and mended by what is proposed', async () => {
    zone = await openZone(records);
    const judgement = await zone.judge(facts);
    expect(codesOf(judgement)).toEqual(codes);
    const problems = problemsOf(judgement);
    for (const { what, why, todo, domain } of problems) {
      for (const text of [what, why, todo]) expect(text).not.toBe('');
      expect(`${what} ${todo}`).toContain(domain);
      expect(todo).not.toMatch(/pct=/u);
    }
    const wanted: Record<string, string[]> = {};
    for (const { record } of problems) {
      if (record === undefined || /[<>]/u.test(record.value)) continue;
      expect(todoOf(problems, record.value)).toContain(`${record.type} record of ${record.name}: ${record.value}`);
      wanted[`${record.name} ${record.type}`] = [record.value];
    }
    await set(wanted, {});
    // The proposal of one check may be the last of several steps (watch, then enforce); no step may be refused for what it was to mend.
    const mended = codesOf(await zone.judge(facts));
    const proposed = new Set(
      problems.flatMap(({ code, record }) => (record?.value.includes('<') === false ? [code] : [])),
    );
    expect(
      mended.filter((code) => proposed.has(code.split(' ')[1] ?? '') && code !== 'warning dmarc.only-watching'),
    ).toEqual([]);
  });
});

function todoOf(problems: ReturnType<typeof problemsOf>, value: string): string {
  return problems.find(({ record }) => record?.value === value)?.todo ?? '';
}

describe('a look-up that fails', () => {
  it.each([
    ['mx', { method: 'MX' }],
    ['spf', { method: 'TXT', path: `^${DOMAIN}$` }],
    ['spf', { method: 'TXT', path: 'spf.protection' }],
    ['dkim', { method: 'TXT', path: '_domainkey' }],
    ['dmarc', { method: 'TXT', path: '_dmarc' }],
  ])('cannot tell %s, and refuses with other words (%o)', async (check, match) => {
    zone = await openZone(GOOD);
    await zone.fault({ kind: 'servfail', match, count: 100 });
    const judgement = await zone.judge();
    expect(codesOf(judgement)).toEqual([`error ${check}.cannot-tell`]);
    const standings = judgement.checks.map(({ check: name, standing }) => (name === check ? standing : 'other'));
    expect(standings).toContain('cannot-tell');
    expect(problemsOf(judgement)[0]?.todo).toContain('Try again');
  });

  it('does not hide that another key is good', async () => {
    zone = await openZone(GOOD);
    await zone.fault({ kind: 'servfail', match: { path: 'selector2' }, count: 100 });
    expect(codesOf(await zone.judge())).toEqual([]);
  });
});

describe('the tree walk of RFC 9989', () => {
  const below = 'a.b.c.d.e.f.g.h.nx-firma.example';
  const zoneBelow: Records = {
    [`${below} MX`]: ['0 x.mail.protection.outlook.com'],
    [`${below} TXT`]: ['v=spf1 include:spf.protection.outlook.com -all'],
    [`selector1._domainkey.${below} TXT`]: [KEY.record],
    [`selector2._domainkey.${below} TXT`]: [KEY.record],
  };
  const rua = `rua=mailto:dmarc@${DOMAIN}`;

  it.each([
    ['the policy for what lies below', `v=DMARC1; p=reject; sp=none; ${rua}`, ['warning dmarc.only-watching']],
    [
      'the policy of the domain, without one for below',
      `v=DMARC1; p=reject; sp=; np=reject; ${rua}`,
      ['warning dmarc.only-watching'],
    ],
    ['the policy of the domain', `v=DMARC1; p=quarantine; np=reject; ${rua}`, []],
  ])('finds at the organisation’s domain %s', async (_, record, codes) => {
    zone = await openZone({ ...zoneBelow, '@_dmarc TXT': [record] });
    const judgement = await zone.judge({ domain: below });
    expect(codesOf(judgement)).toEqual(codes);
    expect(judgement.checks.at(-1)?.found).toEqual([`${record} (of ${DOMAIN})`]);
  });

  it('takes the policy of a registry where there is no other, and finds none where there is none', async () => {
    zone = await openZone({ ...zoneBelow, '@_dmarc TXT': [`v=DMARC1; p=reject; psd=y; ${rua}`] });
    expect(codesOf(await zone.judge({ domain: below }))).toEqual([]);
    zone = await openZone(zoneBelow);
    expect(codesOf(await zone.judge({ domain: below }))).toEqual(['error dmarc.missing']);
  });
});
