// Evidence in every form and state in which it arrives. The law over all of it: nothing that is not plainly clean is read as clean.

import { describe, expect, it } from '@jest/globals';
import { undoDoubled5C } from '../../../src/client/evidence/decode-report.ts';
import { readEvidence } from '../../../src/client/evidence/read-evidence.ts';
import type { DeviceEvidence } from '../../../src/model/device-evidence.ts';
import { encodeCp932 } from '../../store/cp932.ts';
import {
  doubledCp932,
  escapedReport,
  jsonReport,
  LANGUAGES,
  reportName,
  textReport,
  utf16,
  utf8,
} from './emocheck-reports.ts';

const TOKYO = 'Asia/Tokyo';
const CHECKED_AT = Date.parse('2026-11-24T00:30:00Z');

function readFile(
  bytes: Uint8Array,
  file: string,
): { readonly one: DeviceEvidence | undefined; readonly codes: string[] } {
  const { evidence, problems } = readEvidence(bytes, { file, timeZone: TOKYO });
  expect(evidence.length).toBeLessThan(2);
  return { one: evidence[0], codes: problems.map(({ code }) => code) };
}

const json = (bytes: Uint8Array, host?: string) => readFile(bytes, `reports/${reportName('json', host)}`);
const text = (bytes: Uint8Array, host?: string) => readFile(bytes, `reports/${reportName('txt', host)}`);

describe('a JSON report of EmoCheck', () => {
  it.each([
    ['UTF-8', utf8(escapedReport())],
    ['UTF-8 with a byte order mark', utf8(`\uFEFF${escapedReport()}`)],
    ['UTF-16, as PowerShell saves it', utf16(escapedReport())],
    ['CP932', encodeCp932(escapedReport())],
    ['CP932 with 0x5C doubled', doubledCp932(jsonReport())],
  ])('in %s is clean, with its host, version and time', (_encoding, bytes) => {
    expect(json(bytes)).toMatchObject({
      codes: [],
      one: {
        host: 'PC-001',
        source: 'emocheck',
        tool: 'EmoCheck',
        version: '2.4.0',
        checkedAt: CHECKED_AT,
        claim: 'clean',
      },
    });
  });

  it.each(['C:\\Users\\表\\new.exe', 'C:\\予定\\ソフト能.exe', 'C:\\Users\\十\\AppData\\Local\\bin.exe'])(
    'of an infection names %s although its bytes were doubled',
    (path) => {
      expect(json(doubledCp932(jsonReport({ host: '表計算PC', found: [path] })))).toMatchObject({
        codes: [],
        one: { host: '表計算PC', claim: 'infected', said: `EmoCheck found Emotet: ${path}` },
      });
    },
  );

  it('is undone to the very bytes that were doubled, where no character is followed by a backslash of its own', () => {
    for (const sample of ['表', 'ソ能予十', 'PC-表-01', '貼り付け', 'ｶﾅ', 'abc']) {
      expect([...undoDoubled5C(doubledCp932(sample))]).toEqual([...encodeCp932(sample)]);
    }
  });

  it.each([
    ['1.0.0', 'outdated'],
    ['2.3.2', 'outdated'],
    ['2.4', 'clean'],
    ['2.4.0', 'clean'],
    ['2.10', 'clean'],
    ['', 'unclear'],
    ['2.x', 'unclear'],
  ])('of version "%s" is %s', (version, claim) => {
    expect(json(utf8(escapedReport({ version }))).one?.claim).toBe(claim);
  });

  it('of an old version that found something is infected all the same', () => {
    expect(json(utf8(escapedReport({ version: '0.0.2', found: ['C:\\x.exe'] }))).one?.claim).toBe('infected');
  });

  it('is infected wherever "yes" stands, though it is cut off, or cannot be decoded, or says "no" as well', () => {
    const whole = jsonReport({ found: ['C:\\表\\x.exe'] });
    const bytes = doubledCp932(whole);
    const end = Buffer.from(bytes).indexOf('"yes"') + 5;
    for (let length = end; length < bytes.length; length += 1) {
      expect(json(bytes.subarray(0, length)).one).toMatchObject({ host: 'PC-001', claim: 'infected' });
    }
    const broken = Uint8Array.from([...utf8(escapedReport({ found: ['C:\\x.exe'] })), 0xff, 0xfe]);
    expect(json(broken).one?.claim).toBe('infected');
    expect(json(utf8('{"is_infected":"yes","is_infected":"no","hostname":"PC-1"}')).one?.claim).toBe('infected');
    expect(json(utf8('{"is_infected": "yes"')).one?.claim).toBe('infected');
    const listed = '{"is_infected":"no","hostname":"PC-1","emotet_processes":[{"image_path":"C:\\\\x.exe"}]}';
    expect(json(utf8(listed)).one?.claim).toBe('infected');
  });

  it('that is cut off anywhere before its end is never clean', () => {
    const bytes = doubledCp932(jsonReport({ host: '表PC' }));
    const end = Buffer.from(bytes).lastIndexOf('}');
    for (let length = 0; length <= end; length += 1) {
      const { one, codes } = json(bytes.subarray(0, length));
      expect(one?.claim).toBe('unclear');
      expect(codes).toEqual(['evidence.unreadable']);
    }
  });

  it.each([
    '{}',
    '[]',
    '"no"',
    '{"is_infected":"no"} {"is_infected":"no"}',
    '{"is_infected":"No"}',
    '{"is_infected":false}',
    '{"scan_time":"2026-11-24 09:30:00","emocheck_version":"2.4.0","is_infected":"ｙｅｓ","is_infected":"no"}',
    '{"scan_time":"2026-11-24 09:30:00","emocheck_version":"2.0","is_infected":"no","emocheck_version":"2.4.0"}',
    '{"scan_time":"2026-11-24 09:30:00","emocheck_version":"2.4.0","is_infect\\u0065d":"maybe","is_infected":"no"}',
  ])('%s is unreadable, under the host that stands in the name of the file', (content) => {
    expect(json(utf8(content))).toMatchObject({
      codes: ['evidence.unreadable'],
      one: { host: 'PC-001', claim: 'unclear' },
    });
  });

  it('that says no host, in a file that was renamed, is told and not taken in', () => {
    const { one, codes } = readFile(utf8('{"is_infected":"no"}'), 'report.json');
    expect(one).toBeUndefined();
    expect(codes).toEqual(['evidence.no-host']);
  });
});

describe('a text report of EmoCheck', () => {
  it.each(LANGUAGES.flatMap((language) => [[language, 'UTF-8', utf8] as const, [language, 'UTF-16', utf16] as const]))(
    'in %s and %s is clean, or infected with what was found',
    (language, _name, encode) => {
      expect(text(encode(textReport({}, language)))).toMatchObject({
        codes: [],
        one: { host: 'PC-001', version: '2.4.0', checkedAt: CHECKED_AT, claim: 'clean' },
      });
      expect(text(encode(textReport({ found: ['C:\\表\\x.exe'] }, language)))).toMatchObject({
        one: { claim: 'infected', said: 'EmoCheck found Emotet: C:\\表\\x.exe' },
      });
    },
  );

  it.each([
    ['CP932', encodeCp932],
    ['CP932 with 0x5C doubled', doubledCp932],
  ])('in Japanese and %s is clean or infected', (_name, encode) => {
    expect(text(encode(textReport())).one).toMatchObject({ claim: 'clean', checkedAt: CHECKED_AT });
    expect(text(encode(textReport({ found: ['C:\\Users\\表\\x.exe'] }))).one).toMatchObject({ claim: 'infected' });
  });

  it('of the first versions is infected, or too old to be believed', () => {
    const first = '[Emocheck v0.0.1]\nプログラム実行時刻: 2020-02-03 14:53:23\n____\n[結果]\n';
    expect(text(utf8(`${first}Emotetを検知しました\n`)).one?.claim).toBe('infected');
    expect(text(utf8(`${first}検知しませんでした。\n`)).one?.claim).toBe('outdated');
    expect(text(utf8('[Emocheck v0.0.1]\nScan time: 2020-02-10 13:06:20\n[Result]\nNo detection.\n')).one?.claim).toBe(
      'outdated',
    );
  });

  it('beside another one in one file is unreadable, however clean both are: whose the second one is nobody knows', () => {
    const several = [textReport(), textReport({ time: '2020-01-01 00:00:00', version: '2.4.0' })].join('');
    const read = readEvidence(utf8(several), { file: reportName('txt'), timeZone: TOKYO });
    expect(read.evidence).toMatchObject([{ host: 'PC-001', claim: 'unclear' }]);
  });

  it('has its host in the name of its file, also where that was copied', () => {
    for (const name of [
      'PC_A-1_20261124093000_emocheck.txt',
      'PC_A-1_20261124093000_emocheck (1).txt',
      'PC_A-1_20261124093000_emocheck - コピー.txt',
    ]) {
      expect(readFile(utf8(textReport()), name).one?.host).toBe('PC_A-1');
    }
    expect(readFile(utf8(textReport()), '20261124093000_emocheck.txt').codes).toEqual(['evidence.no-host']);
  });

  it('that is cut off is never clean', () => {
    for (const language of LANGUAGES) {
      const whole = textReport({}, language).trimEnd();
      for (let length = 0; length < whole.length - 1; length += 1) {
        expect(text(utf8(whole.slice(0, length))).one?.claim).not.toBe('clean');
      }
    }
  });
});

describe('an export of Microsoft Defender', () => {
  const HEAD = 'id,computerDnsName,osPlatform,healthStatus,onboardingStatus,riskScore,defenderAvStatus,lastSeen';
  const row = (cells: string) =>
    readEvidence(utf8(`${HEAD}\r\n1,pc-001.corp.example,Windows11,${cells}\r\n`), {
      file: 'machines.csv',
      timeZone: TOKYO,
    });

  it.each([
    ['Active,Onboarded,None,Updated', 'clean'],
    ['Active,Onboarded,Informational,Updated', 'clean'],
    ['Active,Onboarded,Low,Updated', 'unclear'],
    ['Active,Onboarded,,Updated', 'unclear'],
    ['Active,Onboarded,Medium,Updated', 'infected'],
    ['Inactive,InsufficientInfo,High,NotUpdated', 'infected'],
    ['Inactive,Onboarded,None,Updated', 'unwatched'],
    ['Active,CanBeOnboarded,None,Updated', 'unwatched'],
    ['Active,Onboarded,None,NotUpdated', 'outdated'],
    ['Active,Onboarded,None,notReporting', 'unwatched'],
    ['Active,Onboarded,None,Disabled', 'unwatched'],
    ['Active,Onboarded,None,Unknown', 'unwatched'],
    ['Active,Onboarded,None,', 'clean'],
  ])('saying %s is %s', (cells, claim) => {
    expect(row(`${cells},2026-11-24T00:30:00.1234567Z`).evidence).toMatchObject([
      { host: 'pc-001.corp.example', tool: 'Microsoft Defender', checkedAt: CHECKED_AT + 123, claim },
    ]);
  });

  it.each([
    ['Risk level', 'High', 'infected'],
    ['Risk level', 'Low', 'unclear'],
    ['Risk level', 'None', 'clean'],
    ['lastSeen', '2026-11-24T00:30:00Z', 'unclear'],
  ])('with another column %s that says %s is %s: of two the worse counts', (heading, cell, claim) => {
    const table = `computerDnsName,healthStatus,riskScore,lastSeen,${heading}\npc-1,Active,None,2026-11-24T00:30:00Z,${cell}\n`;
    expect(readEvidence(utf8(table), { file: 'x.csv', timeZone: TOKYO }).evidence).toMatchObject([{ claim }]);
  });

  it('with a row that has a cell too many clears nobody', () => {
    expect(row('Active,Onboarded,None,Updated,2026-11-24T00:30:00Z,None').evidence[0]?.claim).toBe('unclear');
  });

  it('without a time that can be read clears nobody', () => {
    expect(row('Active,Onboarded,None,Updated,11/24/2026 9:30').evidence[0]?.claim).toBe('unclear');
  });

  it('is known by the headings of the portal too', () => {
    const csv =
      'Name,Domain,Risk level,Exposure level,Sensor health state,Onboarding status,Last device update\nPC-001,corp,None,Low,Active,Onboarded,2026-11-24 09:30\n';
    expect(readEvidence(utf8(csv), { file: 'x.csv', timeZone: TOKYO }).evidence).toMatchObject([
      { host: 'PC-001', claim: 'clean', checkedAt: CHECKED_AT },
    ]);
  });
});

describe('a plain CSV', () => {
  const HEAD = 'hostname,checked_at,tool,version,verdict,evidence';
  const rows = (...lines: readonly string[]) =>
    readEvidence(encodeCp932([HEAD, ...lines, ''].join('\r\n')), { file: 'x.csv', timeZone: TOKYO });

  it.each([
    ['PC-1,2026-11-24 09:30,Scanner,1.0,clean,log 12', 'clean'],
    ['PC-1,2026/11/24 9:30,Scanner,,陰性,', 'clean'],
    ['PC-1,2026-11-24T00:30:00Z,Scanner,,検知なし,', 'clean'],
    ['PC-1,2026-11-24T09:30:00+09:00,EmoCheck,2.4.0,clean,', 'clean'],
    ['PC-1,2026-11-24 09:30,EmoCheck,2.1,clean,', 'outdated'],
    ['PC-1,2026-11-24 09:30,ＥｍｏＣｈｅｃｋ,2.1,clean,', 'outdated'],
    ['PC-1,2026-11-24 09:30,JPCERT Emo-Check_v2.1,2.1,clean,', 'outdated'],
    ['PC-1,2026-11-24 09:30,EmoCheck,,clean,', 'unclear'],
    ['PC-1,2026-11-24 09:30,Scanner,1.0,感染,表.exe', 'infected'],
    ['PC-1,,Scanner,1.0,infected,', 'infected'],
    ['PC-1,2026-11-24 09:30,Scanner,1.0,no,', 'unclear'],
    ['PC-1,2026-11-24 09:30,Scanner,1.0,ok,', 'unclear'],
    ['PC-1,2026-02-30 09:30,Scanner,1.0,clean,', 'unclear'],
    ['PC-1,46350.4,Scanner,1.0,clean,', 'unclear'],
    ['PC-1,2026-11-24 09:30,,,clean,', 'unclear'],
    ['PC-1,2026-11-24 09:30,Scanner,1.0,clean', 'unclear'],
  ])('row %s is %s', (line, claim) => {
    expect(rows(line).evidence).toMatchObject([{ host: 'PC-1', claim }]);
  });

  it.each([
    ['verdict', 'clean,infected', 'infected'],
    ['verdict', 'clean,ok', 'unclear'],
    ['verdict', 'clean,clean', 'unclear'],
    ['checked_at', '2026-11-24 09:30,2020-01-01', 'unclear'],
  ])('with the heading %s twice clears nobody: %s', (heading, cells, claim) => {
    const head = HEAD.replace(heading, `${heading},${heading}`);
    const row = heading === 'verdict' ? `2026-11-24 09:30,Scanner,1.0,${cells}` : `${cells},Scanner,1.0,clean`;
    const table = utf8(`${head}\nPC-1,${row},log\n`);
    expect(readEvidence(table, { file: 'x.csv', timeZone: TOKYO }).evidence).toMatchObject([{ claim }]);
  });

  it('tells each row that says no host or cannot be read with its line, and keeps the others', () => {
    const { evidence, problems } = rows(
      'PC-1,2026-11-24 09:30,Scanner,1,clean,"two\r\nlines"',
      ',2026-11-24 09:30,Scanner,1,clean,',
      'PC-2,2026-11-24 09:30,Scanner,1,maybe,',
      'PC-3,2026-11-24 09:30,Scanner,1,clean,',
    );
    expect(evidence.map(({ host, claim }) => [host, claim])).toEqual([
      ['PC-1', 'clean'],
      ['PC-2', 'unclear'],
      ['PC-3', 'clean'],
    ]);
    expect(problems.map(({ code, place }) => `${place?.line ?? 0} ${code}`)).toEqual([
      '4 evidence.no-host',
      '5 evidence.unreadable',
    ]);
  });

  it.each(['sep=;', '"sep=;"'])('may tell Excel in its first line how cells are parted: %s', (first) => {
    const table = `\uFEFF${first}\r\n${HEAD.replaceAll(',', ';')}\r\nPC-1;2026-11-24 09:30;a,b;1;infected;"x;y"\r\n`;
    expect(readEvidence(utf8(table), { file: 'x.csv', timeZone: TOKYO }).evidence).toMatchObject([
      { host: 'PC-1', tool: 'a,b', claim: 'infected', said: 'x;y' },
    ]);
  });

  it('without its headings is told; any other file is left out', () => {
    const at = { file: 'x.csv', timeZone: TOKYO };
    expect(readEvidence(utf8('hostname,verdict\nPC-1,clean\n'), at).problems).toMatchObject([
      { code: 'evidence.headings-missing', what: expect.stringContaining('checked_at, tool') },
    ]);
    for (const other of ['', 'a,b\n1,2\n', 'MZ\0\0', '氏名,住所\n']) {
      expect(readEvidence(utf8(other), at)).toMatchObject({ evidence: [], problems: [{ code: 'evidence.not-known' }] });
    }
  });
});
