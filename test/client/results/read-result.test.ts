// Results of PCs: one status of one person at one device, both on the list and of this migration; everything else is left out with its reason.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOST_RESULT_BYTES, readResult } from '../../../src/client/results/read-result.ts';
import type { ResultReading, ResultSaid } from '../../../src/client/results/read-result.ts';
import { hostKey } from '../../../src/model/device.ts';
import type { Device } from '../../../src/model/device.ts';

const TARO = 'taro@old.example';
const PC: Device = { key: 'pc-001', host: 'PC-001', uses: [{ line: 2, person: TARO }] };

const RESULT = {
  schema: 'migrate.client-result/1',
  jobId: '0123456789ab',
  hostname: 'PC-001',
  user: 'taro@new.example',
  sam: 'CORP\\taro',
  mode: 'Apply',
  status: 'applied',
  detail: 'default profile Outlook -> newcorp-20261124',
  time: '2026-11-24T10:00:00.0000000+09:00',
  profile: 'newcorp-20261124',
};

function read(content: unknown, more: Uint8Array = new Uint8Array(), device = PC): ResultReading {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const people = new Map([
    [TARO, TARO],
    ['taro@new.example', TARO],
    ['hana@new.example', 'hana@old.example'],
  ]);
  return readResult(Buffer.concat([more, Buffer.from(text)]), {
    file: 'results/PC-001_taro.json',
    jobId: RESULT.jobId,
    deviceOf: (key) => (key === device.key ? device : undefined),
    personOf: (address) => people.get(address),
    timeZone: 'Asia/Tokyo',
  });
}

const resultOf = (reading: ResultReading): ResultSaid | undefined => ('result' in reading ? reading.result : undefined);
const codeOf = (reading: ResultReading): string => ('problem' in reading ? reading.problem.code : 'read');

describe('a result of a PC', () => {
  it('is read with or without a byte order mark, by new or old address, whatever the case and domain of the name', () => {
    const expected = {
      what: 'reported',
      person: TARO,
      device: 'pc-001',
      status: 'applied',
      detail: RESULT.detail,
      time: Date.parse('2026-11-24T01:00:00Z'),
      file: 'results/PC-001_taro.json',
    };
    const plain = read(RESULT);
    expect(resultOf(plain)).toEqual({ ...expected, key: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(read(RESULT, Uint8Array.of(0xef, 0xbb, 0xbf))).toEqual(plain);
    expect(read({ ...RESULT, hostname: 'pc-001.corp.example', user: TARO.toUpperCase() })).toEqual(plain);
  });

  it('is another one when it says something else, and the same when its file is called otherwise', () => {
    const key = resultOf(read(RESULT))?.key;
    expect(resultOf(read({ ...RESULT, profile: 'x', sam: '' }))?.key).toBe(key);
    expect(resultOf(read({ ...RESULT, status: 'error' }))?.key).not.toBe(key);
    expect(resultOf(read({ ...RESULT, time: '2026-11-24T10:00:01+09:00' }))?.key).not.toBe(key);
  });

  it.each([
    ['result.torn', JSON.stringify(RESULT).slice(0, 60)],
    ['result.torn', ''],
    ['result.torn', '[]'],
    ['result.torn', 'null'],
    ['result.not-known', {}],
    ['result.not-known', { ...RESULT, schema: 'migrate.client-result/2' }],
    ['result.wrong-type', { ...RESULT, status: ['applied'] }],
    ['result.wrong-type', { ...RESULT, time: 1764000000 }],
    ['result.wrong-type', { ...RESULT, hostname: null }],
    ['result.wrong-type', { ...RESULT, user: {} }],
    ['result.other-job', { ...RESULT, jobId: 'ffffffffffff' }],
    ['result.only-looked', { ...RESULT, mode: 'Detect', status: 'to-do' }],
    ['result.only-looked', { ...RESULT, mode: 'Status', status: 'error' }],
    ['result.user-unlisted', { ...RESULT, user: 'CORP\\taro' }],
    ['result.status-unknown', { ...RESULT, status: 'done' }],
    ['result.status-unknown', { ...RESULT, status: 'toString' }],
    ['result.time-unknown', { ...RESULT, time: 'yesterday' }],
    ['result.host-unlisted', { ...RESULT, hostname: 'PC-002' }],
    ['result.user-unlisted', { ...RESULT, user: 'hana@new.example' }],
    ['result.user-unlisted', { ...RESULT, user: 'nobody@new.example' }],
    ['result.too-large', { ...RESULT, detail: 'x'.repeat(MOST_RESULT_BYTES) }],
  ])('is left out: %s', (code, content) => {
    expect(codeOf(read(content))).toBe(code);
  });

  it('of a look is taken in where all is as wanted', () => {
    expect(resultOf(read({ ...RESULT, mode: 'Detect' }))?.status).toBe('applied');
  });

  it('of a PC that did not come as far as to find its row is told of its one person, or of the sign-in of the list', () => {
    const early = { ...RESULT, user: 'CORP\\Taro', status: 'gate-table' };
    expect(resultOf(read(early))?.person).toBe(TARO);
    const uses = [
      { line: 2, person: 'hana@old.example' },
      { line: 3, person: TARO, logon: 'taro' },
    ];
    expect(resultOf(read(early, undefined, { ...PC, uses }))?.person).toBe(TARO);
    expect(codeOf(read({ ...early, user: 'CORP\\jiro' }, undefined, { ...PC, uses }))).toBe('result.user-unlisted');
  });

  it('shows nothing of what it says unseen: controls, line breaks and marks of direction go', () => {
    const detail = 'a\u001b[31m\r\n\u202eb\u0000';
    expect(resultOf(read({ ...RESULT, detail }))?.detail).toBe('a [31m b');
  });

  it('is read without a crash whatever becomes of its bytes, and never for another person or device', () => {
    const whole = Buffer.from(JSON.stringify(RESULT));
    const broken = fc
      .tuple(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), fc.boolean())
      .map(([place, byte, end, isCut]) => {
        const bytes = Uint8Array.from(whole);
        bytes[place] = byte;
        return isCut ? bytes.subarray(0, end) : bytes;
      });
    fc.assert(
      fc.property(broken, (bytes) => {
        const reading = read(Buffer.from(bytes).toString('latin1'));
        const result = resultOf(reading);
        expect([TARO, undefined]).toContain(result?.person);
        expect(result === undefined ? PC.key : hostKey(result.device)).toBe(PC.key);
      }),
      { numRuns: 300 },
    );
  });
});
