// The mailboxes that a host has, as its administrator has exported them.

import { describe, expect, it } from '@jest/globals';
import { readMailboxList } from '../../src/roster/mailbox-list.ts';

const FILE = 'data/mailboxes.csv';

describe('a list of mailboxes', () => {
  it('is read with the headings of Japanese and English hosts, in one form, each once', () => {
    const text =
      'メールアドレス,容量,表示名\r\nＳａｔｏ＠old.example,100,佐藤 花子\r\nsato@old.example,100,\r\nabe@old.example,5,\r\n';
    const { mailboxes, problems } = readMailboxList(text, FILE);
    expect(problems).toEqual([]);
    expect(mailboxes.map(({ address }) => address)).toEqual(['sato@old.example', 'abe@old.example']);
    expect(readMailboxList('Username,Quota\nsato@old.example,1\n', FILE).mailboxes).toEqual([
      { address: 'sato@old.example' },
    ]);
  });

  it('says of each row that cannot be read where it stands: it might be in the way', () => {
    const { problems } = readMailboxList('address\n\nnot-an-address\na@old.example b@old.example\n', FILE);
    expect(problems.map(({ code, place }) => `${place?.line ?? 0} ${code}`)).toEqual([
      '3 mailbox.address-invalid',
      '4 mailbox.two-addresses',
    ]);
  });

  it('needs a column for the address', () => {
    const { problems } = readMailboxList('容量,備考\n100,\n', FILE);
    expect(problems.map(({ severity }) => severity)).toContain('error');
  });
});
