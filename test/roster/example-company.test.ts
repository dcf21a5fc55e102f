// The example company of data/: its list is a real file of Excel, with the usual mess and without an error.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { exampleSettings } from '../../src/settings/example.ts';
import { readSettings } from '../../src/settings/read-settings.ts';
import { readStaff } from '../../src/roster/read-staff.ts';

const bytes = readFileSync(new URL('../../data/staff.csv', import.meta.url));
const text = new TextDecoder('shift_jis', { fatal: true }).decode(bytes);

describe('data/staff.csv', () => {
  it('is CP932, not UTF-8, and its rows end with CRLF', () => {
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(text.startsWith('社員番号,氏名,')).toBe(true);
    const outsideQuotes = text.replace(/"[^"]*"/g, '');
    expect(outsideQuotes.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.endsWith(',\r\n')).toBe(true);
    // 髙 and ㈱ as Windows writes them; Shift_JIS as JIS has it knows neither.
    expect(bytes.toString('latin1')).toContain('\xfb\xfc');
    expect(bytes.toString('latin1')).toContain('\x87\x8a');
  });

  it('holds the mess that such lists hold', () => {
    for (const mess of ['髙', '﨑', '①', '㈱', 'ｾﾝﾀｰ', '＠ａｏｚｏｒａ', '\u3000', '""', '0000', 'HANAKO']) {
      expect(text).toContain(mess);
    }
    expect(text).toMatch(/"[^"]*,[^"]*"/);
    expect(text).toMatch(/"[^"\r]*[^\r"]\n[^"]*"/);
    expect(text).toMatch(/(?:\r\n,{12}){3}\r\n$/);
  });

  it.each(['microsoft-365', 'google-workspace'] as const)('reads without a problem for %s', (provider) => {
    const reading = readSettings(exampleSettings({ provider }), 'migrate.yaml');
    if ('problems' in reading) throw new Error('The example does not read.');
    const { settings } = reading;
    const { people, problems } = readStaff(text, { file: 'data/staff.csv', settings, addressFault: () => undefined });
    expect(problems).toEqual([]);
    expect(people).toHaveLength(40);
    expect(Object.groupBy(people, ({ batch }) => batch)).toMatchObject({
      pilot: { length: 6 },
      sales: { length: 16 },
      everyone: { length: 18 },
    });
    expect(people.find(({ language }) => language === 'en')?.displayName).toBe('Anna Weber');
    expect(people.filter(({ aliases }) => aliases.length > 0)).toHaveLength(3);
    expect(people.find(({ displayName }) => displayName === '髙橋 一郎')).toMatchObject({
      oldAddress: 'takahashi@aozora-shoji.example',
      newAddress: 'takahashi@aozora-trading.example',
      employeeNumber: '00201',
    });
  });
});
