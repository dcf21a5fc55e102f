// Reports that are damaged in every way: bytes changed, cut off, doubled, lost, put in, encodings mixed, JSON of other types. What is infected
// is never read as clean, and nothing ends in an exception. More runs: EVIDENCE_RUNS=100000 node test/run-jest.mjs damaged-reports

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readEvidence } from '../../../src/client/evidence/read-evidence.ts';
import type { EvidenceClaim } from '../../../src/model/device-evidence.ts';
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
import type { Encode } from './emocheck-reports.ts';

const RUNS = Number(process.env['EVIDENCE_RUNS'] ?? 700);

function claims(bytes: Uint8Array, file: string): readonly EvidenceClaim[] {
  return readEvidence(bytes, { file, timeZone: 'Asia/Tokyo' }).evidence.map(({ claim }) => claim);
}

type Damage = (bytes: Uint8Array) => Uint8Array;

/** What one accident does, somewhere in the bytes. */
const accident: fc.Arbitrary<Damage> = fc
  .record({
    kind: fc.constantFrom('change', 'cut', 'double', 'lose', 'put in', 'reverse'),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 12 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
  })
  .map(({ kind, place, length, bytes: others }) => (bytes) => {
    const at = Math.min(Math.floor(place * bytes.length), Math.max(0, bytes.length - 1));
    const [head, rest] = [bytes.subarray(0, at), bytes.subarray(at)];
    switch (kind) {
      case 'change':
        return Buffer.concat([head, others, rest.subarray(others.length)]);
      case 'cut':
        return head;
      case 'double':
        return Buffer.concat([head, rest.subarray(0, length), rest]);
      case 'lose':
        return Buffer.concat([head, rest.subarray(length)]);
      case 'put in':
        return Buffer.concat([head, others, rest]);
      case 'reverse':
        return Buffer.concat([head, Buffer.from(rest.subarray(0, length)).reverse(), rest.subarray(length)]);
    }
  });

const damage = fc.array(accident, { minLength: 1, maxLength: 4 }).map(
  (accidents): Damage =>
    (bytes) =>
      accidents.reduce((left, one) => one(left), bytes),
);

const encode = fc.constantFrom(utf8, encodeCp932, doubledCp932, utf16);
/** The head in one encoding, the rest in another. */
const mixed: fc.Arbitrary<Encode> = fc
  .tuple(encode, encode, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([first, second, share]) => (text) => {
    const letters = Array.from(text);
    const end = Math.floor(letters.length * share);
    return Buffer.concat([first(letters.slice(0, end).join('')), second(letters.slice(end).join(''))]);
  });

const found = fc.array(
  fc.constantFrom(
    'C:\\表\\new.exe',
    'C:\\ソフト\\十.exe',
    'C:\\x.exe',
    '\\\\server\\能\\"quoted".exe',
    'C:\\no',
    '検知しませんでした。',
  ),
  { minLength: 1, maxLength: 3 },
);

describe('an infected report that is damaged', () => {
  it('is never clean: JSON of EmoCheck', () => {
    fc.assert(
      fc.property(fc.record({ found, write: mixed, broken: damage, isEscaped: fc.boolean() }), (sample) => {
        const whole = (sample.isEscaped ? escapedReport : jsonReport)({ found: sample.found });
        expect(claims(sample.broken(sample.write(whole)), reportName('json'))).not.toContain('clean');
      }),
      { numRuns: RUNS },
    );
  });

  it('is never clean: text of EmoCheck, in every language', () => {
    const written = fc.oneof(
      fc.record({ language: fc.constantFrom(...LANGUAGES), write: fc.constantFrom(utf8, utf16) }),
      fc.record({ language: fc.constantFrom('ja' as const, 'en' as const), write: encode }),
    );
    fc.assert(
      fc.property(fc.record({ found, written, broken: damage }), (sample) => {
        const { language, write } = sample.written;
        const whole = write(textReport({ found: sample.found }, language));
        expect(claims(sample.broken(whole), reportName('txt'))).not.toContain('clean');
      }),
      { numRuns: RUNS },
    );
  });

  it('is infected beside clean ones in one file, in whatever order', () => {
    const clean = fc.array(fc.constant(textReport()), { maxLength: 2 });
    fc.assert(
      fc.property(fc.record({ found, before: clean, after: clean, write: encode }), (sample) => {
        const texts = [...sample.before, textReport({ found: sample.found }), ...sample.after];
        expect(claims(sample.write(texts.join('\n')), reportName('txt'))).toEqual(['infected']);
      }),
      { numRuns: Math.ceil(RUNS / 10) },
    );
  });

  it('is never clean: a row of a plain CSV, a row of Defender', () => {
    const plain =
      'hostname,checked_at,tool,version,verdict,evidence\r\nPC-1,2026-11-24 09:30,Scanner,1.0,infected,表.exe\r\n';
    const defender =
      'computerDnsName,healthStatus,onboardingStatus,riskScore,lastSeen\r\npc-1,Active,Onboarded,High,2026-11-24T00:30:00Z\r\n';
    const written = fc.record({ text: fc.constantFrom(plain, defender), write: fc.constantFrom(utf8, encodeCp932) });
    fc.assert(
      fc.property(written, damage, ({ text, write }, broken) => {
        expect(claims(broken(write(text)), 'machines.csv')).not.toContain('clean');
      }),
      { numRuns: RUNS },
    );
  });
});

describe('JSON of other types', () => {
  it('is clean for "no" alone; a "yes" anywhere wins, however it is written', () => {
    const yes = fc.constantFrom('"yes"', ' "yes"', '\n"YES"', '"\\u0079es"', '" yes "', 'true', '1', '"true"');
    const key = fc.constantFrom('"is_infected"', '"is_infected" ', '"is_infecte\\u0064"', '"IS_INFECTED"');
    const beside = fc.json({ maxDepth: 2 });
    fc.assert(
      fc.property(
        fc.record({ word: yes, name: key, other: beside, isNested: fc.boolean(), place: fc.nat(2) }),
        (sample) => {
          const { word, name, other, isNested, place } = sample;
          const said = isNested ? `"more":{${name}:${word}}` : `${name}:${word}`;
          const facts = ['"is_infected":"no"', `"other":${other}`];
          facts.splice(place, 0, said);
          const bytes = utf8(
            `{"hostname":"PC-1","emocheck_version":"2.4","scan_time":"2026-11-24 09:30:00",${facts.join(',')}}`,
          );
          expect(claims(bytes, reportName('json'))).toEqual(['infected']);
        },
      ),
      { numRuns: RUNS },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(value !== 'no');
        const report = {
          scan_time: '2026-11-24 09:30:00',
          hostname: 'PC-1',
          emocheck_version: '2.4',
          is_infected: value,
        };
        expect(claims(utf8(JSON.stringify(report)), reportName('json'))).not.toContain('clean');
      }),
      { numRuns: RUNS },
    );
  });

  it('in the other fields never ends in an exception, and clears nobody without a version and a time', () => {
    const fields = fc.record({
      scan_time: fc.jsonValue(),
      hostname: fc.jsonValue(),
      emocheck_version: fc.jsonValue(),
      emotet_processes: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fields, (report) => {
        const said = claims(utf8(JSON.stringify({ ...report, is_infected: 'no' })), reportName('json'));
        const isVersion = typeof report.emocheck_version === 'string' && report.emocheck_version.trim() !== '';
        if (!isVersion) expect(said).not.toContain('clean');
      }),
      { numRuns: RUNS },
    );
  });
});

describe('whatever the bytes', () => {
  it('there is no exception; what is shown is one line without unseen characters; the same file has the same key', () => {
    const names = fc.constantFrom(reportName('json'), reportName('txt'), 'machines.csv', 'x');
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'binary' }).map(utf8),
      fc
        .tuple(fc.string({ unit: 'binary' }), fc.constantFrom('clean', 'infected', ''))
        .map(([cell, verdict]) =>
          utf8(`hostname,checked_at,tool,version,verdict,evidence\n${cell},2026-11-24,${cell},,${verdict},${cell}\n`),
        ),
    );
    fc.assert(
      fc.property(content, names, (bytes, file) => {
        const wish = { file, timeZone: 'Asia/Tokyo' };
        const { evidence } = readEvidence(bytes, wish);
        expect(readEvidence(bytes, wish).evidence.map(({ key }) => key)).toEqual(evidence.map(({ key }) => key));
        for (const { said, host, tool } of evidence) expect(`${said}${host}${tool}`).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: RUNS },
    );
  });
});
