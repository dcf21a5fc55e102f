// The list for the local directory, read back by a CSV parser, and by an eye for formulas.

import { describe, expect, it } from '@jest/globals';
import Papa from 'papaparse';
import { localDirectoryList } from '../../../src/provider/microsoft-365/local-directory-list.ts';

const SATO = {
  displayName: '佐藤, "花子"',
  id: '0b1c',
  signInName: 'sato@old.example',
  from: 'sato@old.example',
  to: 'sato@new.example',
  aliases: ['hanako@new.example'],
};

describe('the list for the local directory', () => {
  it('says what to set, and keeps the old address as an alias', () => {
    const text = localDirectoryList([SATO]);
    expect(text.startsWith('\uFEFF"displayName"')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const { data, errors } = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true });
    expect(errors).toEqual([]);
    expect(data).toEqual([
      {
        displayName: '佐藤, "花子"',
        objectId: '0b1c',
        'current userPrincipalName': 'sato@old.example',
        'current mail': 'sato@old.example',
        'set userPrincipalName': 'sato@new.example',
        'set mail': 'sato@new.example',
        'add to proxyAddresses': 'SMTP:sato@new.example;smtp:sato@old.example;smtp:hanako@new.example',
      },
    ]);
  });

  it.each(['=1+1', '+81', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1+1', '＠x'])(
    'lets no name run as a formula: %j',
    (name) => {
      const text = localDirectoryList([{ ...SATO, displayName: name }]);
      const { data } = Papa.parse<string[]>(text.slice(1));
      expect(data[1]?.[0]).toBe(`'${name}`);
    },
  );
});
