// Whom our people have written to, from the headers of sent mail.

import { describe, expect, it } from '@jest/globals';
import type { MailHeaders } from '../../src/model/mail-reader.ts';
import { proposalCsv } from '../../src/roster/proposal-csv.ts';
import { proposePartners } from '../../src/roster/propose-partners.ts';
import { SentContacts } from '../../src/roster/sent-contacts.ts';
import { company } from './staff-list.ts';

const NOW = Date.UTC(2026, 10, 24);
const DAY_MS = 24 * 60 * 60 * 1000;
const SATO = 'sato@old.example';
const ITO = 'ito@old.example';

interface SentMail {
  readonly to: string;
  readonly daysAgo?: number;
  readonly by?: string;
  readonly more?: MailHeaders;
}

function contactsOf(...mails: readonly SentMail[]): SentContacts {
  const contacts = new SentContacts({ ownDomains: ['old.example', 'new.example'], now: NOW });
  for (const [index, { to, daysAgo = 1, by = SATO, more = [] }] of mails.entries()) {
    contacts.add({ id: String(index), receivedAtMs: NOW - daysAgo * DAY_MS, headers: [['to', to], ...more] }, by);
  }
  return contacts;
}

const addressesOf = (contacts: SentContacts) => contacts.entries().map(({ addresses }) => addresses[0]);

describe('sent mail', () => {
  it('names each recipient once, with how often, when, and by whom', () => {
    const contacts = contactsOf(
      { to: '"鈴木 一郎" <Suzuki@Midori.example>, okada@akane.example', daysAgo: 3 },
      { to: '=?UTF-8?B?6Yi05pyoIOS4gOmDjuanmA==?= <suzuki@midori.example>', daysAgo: 1, by: ITO },
      { to: 'suzuki@midori.example', daysAgo: 2, more: [['cc', "'okada@akane.example' <okada@akane.example>"]] },
    );
    expect(contacts.entries()).toMatchObject([
      {
        addresses: ['suzuki@midori.example'],
        shownName: '鈴木 一郎様',
        writers: [SATO, ITO],
        note: 'written to 3 times, last 2026-11-23',
      },
      {
        addresses: ['okada@akane.example'],
        shownName: '',
        writers: [SATO],
        note: 'written to 2 times, last 2026-11-22',
      },
    ]);
  });

  it('puts the newest and most frequent first', () => {
    const contacts = contactsOf(
      { to: 'once-long-ago@a.example', daysAgo: 360 },
      { to: 'often-long-ago@b.example', daysAgo: 360 },
      { to: 'often-long-ago@b.example', daysAgo: 361 },
      { to: 'once-now@c.example', daysAgo: 1 },
      { to: 'often-now@d.example', daysAgo: 5 },
      { to: 'often-now@d.example', daysAgo: 6 },
    );
    expect(addressesOf(contacts)).toEqual([
      'often-now@d.example',
      'once-now@c.example',
      'often-long-ago@b.example',
      'once-long-ago@a.example',
    ]);
  });

  it('leaves out and counts our own, lists, and what nobody reads', () => {
    const many = Array.from({ length: 21 }, (_, index) => `user${index}@e.example`).join(', ');
    const contacts = contactsOf(
      { to: 'tanaka@old.example, tanaka@mail.new.example, tanaka@old.example' },
      { to: 'no-reply@shop.example, noreply+1@shop.example, do_not_reply@shop.example' },
      { to: 'users@lists.example.org, staff-ml@g.example, team@googlegroups.com' },
      { to: 'undisclosed-recipients:;, "broken <x@, a@b' },
      { to: many },
      { to: 'kept@partner.example' },
    );
    expect(addressesOf(contacts)).toEqual(['kept@partner.example']);
    expect(contacts.leftOut).toMatchObject({ own: 2, 'no-reply': 3, 'mailing list': 3, mailing: 1 });
  });

  it('does not count what a program has sent, our notices among them', () => {
    const contacts = contactsOf(
      { to: 'a@a.example', more: [['auto-submitted', 'auto-replied']] },
      { to: 'b@b.example', more: [['x-migrate-notice', 'f'.repeat(24)]] },
      { to: 'c@c.example', more: [['auto-submitted', 'no']] },
    );
    expect(addressesOf(contacts)).toEqual(['c@c.example']);
  });

  it('is bounded, and hostile names do no harm where they are proposed', () => {
    const contacts = contactsOf(
      { to: `${'x,'.repeat(500_000)}a@a.example` },
      { to: '"=HYPERLINK(1)" <formula@f.example>' },
      { to: '"a\u202eb" <bidi@g.example>' },
    );
    const options = { file: 'sent items', settings: company, suppress: [], listed: new Set<string>() };
    const { proposals, problems } = proposePartners(contacts.entries(), options);
    expect(proposals.map(({ name }) => name)).toEqual(['', '']);
    expect(problems.map(({ code }) => code)).toEqual(['import.value', 'import.value']);
    const csv = proposalCsv(proposals, 'sent items');
    expect(csv).toContain(`"${SATO}"`);
    expect(csv).toContain('"written to once, last 2026-11-23"');
  });
});
