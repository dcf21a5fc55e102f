// The lists for those who know the partners: nothing in them that a spreadsheet would run, and what to do for each reason.

import { describe, expect, it } from '@jest/globals';
import type { BounceClass } from '../../src/model/mail-back.ts';
import { bounceCsv, bounceText, suggestion } from '../../src/report/bounce-list.ts';
import type { BouncedPartner } from '../../src/report/bounce-list.ts';

const ROW: BouncedPartner = {
  who: '株式会社みどり工業 鈴木 一郎',
  partner: 'suzuki@midori.example',
  address: 'suzuki@midori.example',
  notice: 'change',
  phone: '03-0000-1001',
  contacts: ['青空 太郎'],
  bounce: 'gone',
  said: '550 5.1.1 user unknown',
  at: Date.UTC(2026, 10, 25),
  isCertain: true,
};

describe('partners whose message came back', () => {
  it('stand in a table that Excel reads and does not run', () => {
    const csv = bounceCsv([{ ...ROW, said: '=HYPERLINK("https://evil.example")', who: '＝1+1', phone: '+81-3-0000' }]);
    expect(csv.startsWith('\uFEFF')).toBe(true);
    expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    expect(csv).toContain(`"'＝1+1"`);
  });

  it('are listed by whoever knows them', () => {
    const text = bounceText([ROW, { ...ROW, contacts: [], who: 'Globex', bounce: 'full' }]);
    expect(text).toMatch(/^青空 太郎\n {2}株式会社みどり工業 鈴木 一郎 <suzuki@midori\.example>, 03-0000-1001\n/);
    expect(text).toMatch(/\(nobody of ours is named\)\n {2}Globex/);
  });

  it.each<[BounceClass, RegExp]>([
    ['gone', /Correct it in the partner list/],
    ['full', /migrate notice resend "suzuki@midori\.example"/],
    ['temporary', /migrate notice resend "suzuki@midori\.example"/],
    ['policy', /Send nothing more before/],
    ['unknown', /Read what the server said/],
  ])('%s has its own advice', (bounce, advice) => {
    expect(suggestion({ ...ROW, bounce })).toMatch(advice);
    expect(suggestion({ ...ROW, bounce, isCertain: false })).toMatch(/forged/);
  });

  it('asks for permission where a carrier says that nobody has the address', () => {
    const row: BouncedPartner = { ...ROW, bounce: 'unknown', address: 'a..b.@docomo.example' };
    expect(suggestion(row)).toMatch(/takes no mail from our new domain/);
    expect(suggestion({ ...row, address: ROW.address })).not.toMatch(/carriers/);
  });
});
