// The device list: who uses what; several devices a person, shared PCs and phones; every problem with its place, all at once.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hostKey } from '../../src/model/device.ts';
import { readDevices } from '../../src/roster/read-devices.ts';
import { readDeviceRows, readDeviceText } from './device-list.ts';
import { company, OLD, read, shown, written } from './staff-list.ts';

/** Problems of the rows, without the one about people who have no device. */
function told(rows: Parameters<typeof readDeviceRows>[0]): readonly string[] {
  return readDeviceRows(rows)
    .problems.filter(({ code }) => code !== 'device.people-without')
    .map(shown);
}

describe('a device', () => {
  it('is read with who uses it, by name, old or new address', () => {
    const { devices } = readDeviceRows([
      { 備考: '会議室\r\n3F' },
      { ホスト名: 'PC-002.corp.example', 使用者: `KATO.S@${OLD}`, OS: 'Mac', メールソフト: 'Apple Mail', 方式: '' },
      { ホスト名: 'M-1', 使用者: 'Anna Weber', OS: 'iPhone', メールソフト: 'iPhone', 方式: 'imap' },
    ]);
    expect(devices).toEqual([
      {
        key: 'pc-001',
        host: 'PC-001',
        system: 'windows',
        uses: [{ line: 2, person: `ishikawa@${OLD}`, client: 'outlook-classic', protocol: 'imap', note: '会議室 3F' }],
      },
      {
        key: 'pc-002',
        host: 'PC-002.corp.example',
        system: 'macos',
        uses: [{ line: 4, person: `kato.s@${OLD}`, client: 'apple-mail' }],
      },
      {
        key: 'm-1',
        host: 'M-1',
        system: 'ios',
        uses: [{ line: 5, person: `anna.weber@${OLD}`, client: 'ios', protocol: 'imap' }],
      },
    ]);
  });

  it('is shared where one cell names several people, or several rows name it, whatever the width, case and domain', () => {
    const { devices, problems } = readDeviceRows([
      { 使用者: '石川 直樹、加藤 さくら' },
      { ホスト名: 'ｐｃ－００１', 使用者: 'Anna Weber', OS: '', メールソフト: 'Thunderbird' },
      { ホスト名: 'pc-001.corp.example', 使用者: 'Anna Weber', メールソフト: 'Becky!' },
    ]);
    expect(devices).toHaveLength(1);
    expect(devices[0]?.uses.map(({ line, person, client }) => [line, person, client])).toEqual([
      [2, `ishikawa@${OLD}`, 'outlook-classic'],
      [2, `kato.s@${OLD}`, 'outlook-classic'],
      [3, `anna.weber@${OLD}`, 'thunderbird'],
      [4, `anna.weber@${OLD}`, 'becky'],
    ]);
    expect(problems.map(shown)).toEqual(['0:0 device.people-without']);
  });

  it.each([
    ['PC-001', 'pc-001'],
    ['Pc-001.Corp.Example.', 'pc-001'],
    ['ＰＣ－００１', 'pc-001'],
    ['192.0.2.7', '192.0.2.7'],
    ['社長 iPad', '社長 ipad'],
    ['v1.2 の PC', 'v1.2 の pc'],
  ])('called %s is compared as %s', (name, key) => {
    expect(hostKey(name)).toBe(key);
  });
});

describe('spellings', () => {
  it.each([
    ['Outlook 2019', 'outlook-classic'],
    ['Ｏｕｔｌｏｏｋ　２０１６', 'outlook-classic'],
    ['Outlook (classic)', 'outlook-classic'],
    ['従来の Outlook', 'outlook-classic'],
    ['新しい Outlook', 'outlook-new'],
    ['new outlook', 'outlook-new'],
    ['outlook-new', 'outlook-new'],
    ['サンダーバード', 'thunderbird'],
    ['Thunderbird 128.3', 'thunderbird'],
    ['アップルメール', 'apple-mail'],
    ['Macメール', 'apple-mail'],
    ['iPhone 標準メール', 'ios'],
    ['アンドロイド', 'android'],
    ['Gmail（Web）', 'gmail-web'],
    ['Becky! Internet Mail', 'becky'],
    ['Becky!', 'becky'],
    ['シュリケン', 'shuriken'],
    ['Shuriken 2018', 'shuriken'],
    ['その他', 'other'],
  ])('%s is %s', (cell, client) => {
    expect(readDeviceRows([{ メールソフト: cell }]).devices[0]?.uses[0]?.client).toBe(client);
  });

  it.each([
    ['Windows 10 Pro', 'windows'],
    ['Win11', 'windows'],
    ['ウィンドウズ', 'windows'],
    ['macOS 15', 'macos'],
    ['iPadOS', 'ios'],
    ['Android 15', 'android'],
    ['Chromebook', 'chromeos'],
    ['Ubuntu 24.04', 'linux'],
    ['その他', 'other'],
  ])('%s is %s', (cell, system) => {
    expect(readDeviceRows([{ OS: cell }]).devices[0]?.system).toBe(system);
  });

  it.each(['Outlook', 'Microsoft Outlook', 'Outlook for Microsoft 365', 'アウトルック'])(
    '%s alone is not guessed to be the one or the other',
    (cell) => {
      expect(told([{ メールソフト: cell }])).toEqual(['2:4 device.outlook-which']);
    },
  );
});

describe('what is wrong', () => {
  it('is told all at once, each with line and column', () => {
    expect(
      told([
        { ホスト名: '', 使用者: '' },
        { ホスト名: 'iPhone', OS: 'Window', メールソフト: 'Tunderbird', 方式: 'MAPI' },
        { ホスト名: '192.0.2.1', 使用者: '清水 修' },
        { ホスト名: '=1+1', 使用者: 'だれか' },
        { ホスト名: 'PC-1', 備考: '\u202eevil' },
      ]),
    ).toEqual([
      '2:1 device.cell-empty',
      '2:2 device.cell-empty',
      '3:1 device.host-kind',
      '3:3 device.system-unknown',
      '3:4 device.client-unknown',
      '3:5 device.protocol-unknown',
      '4:1 device.host-address',
      '4:2 device.person-ambiguous',
      '5:1 device.formula',
      '5:2 device.person-unknown',
      '6:6 device.bidi-character',
    ]);
  });

  it('may say who is signed in to Windows there, and what no account of Windows is called is told', () => {
    const headings = ['ホスト名', '使用者', 'ログオン名'];
    const rows = ['AOZORA\\n-ishikawa', 'n-ishikawa', '', 'AOZORA/ishikawa', 'a\\b\\c', `ishikawa@${OLD}`].map(
      (logon, index) => [`PC-${index}`, '石川 直樹', logon],
    );
    const { devices, problems } = readDeviceText(written([headings, ...rows]));
    expect(devices.map(({ uses }) => uses[0]?.logon)).toEqual(['AOZORA\\n-ishikawa', 'n-ishikawa', undefined]);
    expect(problems.map(shown)).toEqual(['5:3', '6:3', '7:3'].map((place) => `${place} device.logon-signs`));
  });

  it.each(['iPhone', 'iPad2', 'スマホ', 'パソコン', 'ノートPC', '未定'])(
    '%s is no name: two of them would be one device',
    (host) => {
      expect(told([{ ホスト名: host }])).toEqual(['2:1 device.host-kind']);
    },
  );

  it.each(['PC/1', 'PC"1', '$(PC)', 'PC;1', 'PC:1', 'PC*'])('%s is no name of a device', (host) => {
    expect(told([{ ホスト名: host }])).toEqual(['2:1 device.host-signs']);
  });

  it('two computers of one name in two domains, since a check of the one would clear the other', () => {
    const between = [{ ホスト名: 'PC-1' }, { ホスト名: 'pc-1.tokyo.example' }, { ホスト名: 'ＰＣ－１.osaka.example' }];
    expect(told(between)).toContain('4:1 device.same-name');
    expect(told([{ ホスト名: 'PC-1.tokyo.example' }, { ホスト名: 'PC-1.osaka.example' }])).toEqual([
      '3:1 device.same-name',
    ]);
    expect(told([{ ホスト名: 'PC-1' }, { ホスト名: 'PC-1.osaka.example', メールソフト: 'Becky!' }])).toEqual([]);
  });

  it('two systems of one device, and a row that says nothing new', () => {
    expect(told([{}, { OS: 'Mac' }])).toEqual(['3:3 device.system-differs']);
    expect(told([{}, {}])).toEqual(['3:1 device.use-twice']);
  });

  it('a name that reports of EmoCheck cut off', () => {
    const { problems } = readDeviceRows([{ ホスト名: 'KEIRI-NOTEBOOK-001' }]);
    expect(problems.find(({ code }) => code === 'device.host-long')).toMatchObject({
      severity: 'warning',
      why: expect.stringContaining('KEIRI-NOTEBOOK-'),
    });
  });

  it('people without a device, but not where a row or the staff list is faulty', () => {
    const { problems } = readDeviceRows([{}]);
    expect(problems).toMatchObject([{ code: 'device.people-without', severity: 'warning' }]);
    expect(problems[0]?.what).toBe(
      '4 people of the staff list have no device in this list: 加藤 さくら, 清水 修, 清水 修, Anna Weber',
    );
    expect(readDeviceRows([{ 使用者: 'だれか' }]).problems.map(shown)).toEqual(['2:2 device.person-unknown']);
    const faulty = written([
      ['ホスト名', '使用者'],
      ['PC-1', 'だれか'],
    ]);
    expect(readDeviceText(faulty, { isStaffFaulty: true }).problems).toEqual([]);
  });

  it('columns that are missing, and headings that migrate.yaml maps', () => {
    expect(readDeviceText('資産名,使用者\r\nPC-1,石川 直樹\r\n').problems.map(shown)).toEqual([
      '1:0 device.column-missing',
      '1:1 device.heading-unknown',
    ]);
    const mapped = readDeviceText('資産名,使用者\r\nPC-1,石川 直樹\r\n', { deviceColumns: { host: '資産名' } });
    expect(mapped.devices.map(({ key }) => key)).toEqual(['pc-1']);
  });
});

describe('whatever the rows', () => {
  it('each is in a device or has a problem, and no two devices have one name', () => {
    const row = fc.record({
      ホスト名: fc.constantFrom('PC-1', 'pc-1.a.example', 'PC-1.b.example', 'PC-2', 'iPhone', '', '\0'),
      使用者: fc.constantFrom('石川 直樹', '清水 修', '', 'Anna Weber、加藤 さくら'),
      OS: fc.constantFrom('Windows', 'Mac', '', 'x'),
      メールソフト: fc.constantFrom('Outlook', 'Becky!', '', 'iOS'),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const { devices, problems } = readDeviceRows(rows);
        const lines = new Set([
          ...devices.flatMap(({ uses }) => uses.map(({ line }) => line)),
          ...problems.map(({ place }) => place?.line),
        ]);
        rows.forEach((_row, index) => {
          expect(lines.has(index + 2)).toBe(true);
        });
        expect(new Set(devices.map(({ key }) => key)).size).toBe(devices.length);
        expect(devices.every(({ uses }) => uses.length > 0)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the devices of the example company', () => {
  const bytes = (name: string) => readFileSync(new URL(`../../data/${name}`, import.meta.url));
  const textOf = (name: string) => new TextDecoder('shift_jis', { fatal: true }).decode(bytes(name));

  it('are a file of Excel with the usual mess, read without a problem; everybody has one', () => {
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes('devices.csv'))).toThrow();
    for (const mess of ['ＰＣ－ＳＯＭＵ０２', '髙', '﨑', '①', '\u3000', '.aozora.example', '"']) {
      expect(textOf('devices.csv')).toContain(mess);
    }
    const { people } = read(textOf('staff.csv'));
    const { devices, problems } = readDevices(textOf('devices.csv'), {
      file: 'data/devices.csv',
      settings: company,
      people,
    });
    expect(problems).toEqual([]);
    expect(devices).toHaveLength(45);
    expect(new Set(devices.flatMap(({ uses }) => uses.map(({ person }) => person))).size).toBe(40);
    expect(devices.find(({ key }) => key === 'pc-butsu02')?.uses).toHaveLength(3);
  });
});
