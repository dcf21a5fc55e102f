// The four forms of a report: the same facts, safe in the program that opens them.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Papa from 'papaparse';
import { reportCsv } from '../../src/report/report-csv.ts';
import { reportHtml } from '../../src/report/report-html.ts';
import { reportJson } from '../../src/report/report-json.ts';
import { reportText } from '../../src/report/report-text.ts';
import { summarise } from '../../src/report/summarise.ts';
import type { Summary } from '../../src/report/summary.ts';
import { durationText, roughDurationText } from '../../src/report/time-text.ts';
import { countOf, domainSteps, make, openScene, REFUSED, save, say, stepsOf, THROTTLED, type Scene } from './scene.ts';

const NASTY = '=HYPERLINK("//evil.example")<img src=x onerror=alert(1)>&\'';

let scene: Scene;
let summary: Summary;

beforeEach(async () => {
  scene = openScene();
  const { log } = scene;
  const tanaka = stepsOf('tanaka', 'sales', '髙橋 太郎');
  const nasty = stepsOf('nasty', 'sales', NASTY);
  const [add, publish, verify] = domainSteps();
  save(log, [add, publish, verify, ...tanaka, ...nasty], { batches: [countOf('sales', 3, { settled: 1 })] });
  await log.note('run.started', {});
  await make(log, add.id, ...tanaka.map(({ id }) => id));
  await log.record({ id: nasty[0].id, to: 'started', attempt: 1 });
  await log.record({ id: nasty[0].id, to: 'waiting', attempt: 1, failure: THROTTLED });
  await log.record({ id: nasty[0].id, to: 'started', attempt: 2 });
  await log.record({
    id: nasty[0].id,
    to: 'failed',
    attempt: 2,
    failure: { ...REFUSED, said: '<script>said</script>' },
  });
  await log.note('run.finished', { isStopped: false });
  summary = summarise(log, { clock: scene.clock, timeZone: 'Asia/Tokyo', say });
});

afterEach(() => scene.remove());

describe('the CSV', () => {
  it('opens in Excel as it is: BOM, CRLF, one row a person, the name as it is written', () => {
    const csv = reportCsv(summary);
    expect(csv.startsWith('\uFEFF"name","old address"')).toBe(true);
    expect(csv.split('\r\n')).toHaveLength(summary.persons.length + 2);
    const rows = Papa.parse<Record<string, string>>(csv.slice(1), { header: true, skipEmptyLines: true }).data;
    expect(rows.find((row) => row['old address'] === 'tanaka@old.example')).toMatchObject({
      name: '髙橋 太郎',
      state: 'finished',
      'steps done': '3',
    });
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1+1', '＋１', '　=1', '\r=1'])(
    'runs nothing: %j is text',
    (formula) => {
      const [person] = summary.persons;
      if (person === undefined) throw new Error('the scene has people');
      const csv = reportCsv({ ...summary, persons: [{ ...person, displayName: formula }] });
      const [, row] = Papa.parse<string[]>(csv.slice(1), { skipEmptyLines: true }).data;
      expect(row?.[0]).toBe(`'${formula}`);
    },
  );
});

describe('the JSON', () => {
  it('is the summary, with the number of its format', () => {
    expect(JSON.parse(reportJson(summary))).toEqual(JSON.parse(JSON.stringify({ format: 1, ...summary })));
  });
});

describe('the text', () => {
  it('says what was done, what is left and who is affected', () => {
    const text = reportText(summary);
    expect(text).toMatch(/^2 of 3 people have moved\. 1 needs attention\.\n/);
    expect(text).toContain('sales: 3 people: 1 finished, 1 failed, 1 right already');
    expect(text).toContain('<nasty@old.example -> nasty@new.example> (sales), 0 of 3 steps done');
    expect(text).toContain('to do: let the tenant accept generated passwords');
    expect(text).toContain(
      'Publish the TXT record of new.example (1 person waiting)\n      new.example TXT v=proof-42',
    );
    expect(text).toContain('The provider asked us to wait once');
  });

  it('counts those whom it does not list', () => {
    const [person] = summary.persons;
    if (person === undefined) throw new Error('the scene has people');
    const many = Array.from({ length: 250 }, (_, number) => ({ ...person, key: `p${number}@old.example` }));
    const text = reportText({ ...summary, persons: many });
    expect(text).toContain('and 50 more: migrate report --format csv');
  });
});

describe('the page', () => {
  it('shows names as they are written, and what is left to do', () => {
    const page = reportHtml(summary, { company: '株式会社みどり商事', from: ['old.example'], to: 'new.example' });
    expect(page).toContain('<h1>2 of 3 people have moved. 1 needs attention.</h1>');
    expect(page).toContain('髙橋 太郎');
    expect(page).toContain('株式会社みどり商事: move from old.example to new.example');
    expect(page).toContain('Publish the TXT record of new.example');
  });

  it('runs nothing and fetches nothing, whatever is in the lists or said by the provider', () => {
    const page = reportHtml(summary, { company: '</title><script>1</script>', from: ['"old'], to: "new'" });
    expect(page).not.toMatch(/<(script|img|link|iframe|object|embed|base|form)\b/i);
    expect(page).not.toMatch(/<[^>]*\s(src|href|on\w+)\s*=/i);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('&lt;script&gt;said&lt;/script&gt;');
  });

  it('is whole: every element that is opened is closed, in order', () => {
    const open: string[] = [];
    const page = reportHtml(summary).replace(/<style>[^]*?<\/style>|<!doctype html>/g, '');
    for (const [, end, name = ''] of page.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
      if (['meta', 'br'].includes(name)) continue;
      if (end === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('has headings, captions of columns and labels for those who do not see it', () => {
    const page = reportHtml(summary);
    expect(page.match(/<h1/g)).toHaveLength(1);
    for (const [, id = ''] of page.matchAll(/aria-labelledby="([^"]+)"/g)) expect(page).toContain(`id="${id}"`);
    expect(page).toContain('<html lang="en">');
    expect(page).not.toMatch(/<th(?![^>]*scope=)[\s>]/);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0.0 s'],
    [430, '0.4 s'],
    [45_000, '45 s'],
    [12 * 60_000, '12 min'],
    [2 * 3_600_000 - 1, '120 min'],
    [3 * 3_600_000 - 1, '3 h'],
    [12_000_000, '3 h 20 min'],
    [52 * 3_600_000, '2 days 4 h'],
  ])('of %d ms reads %s', (durationMs, words) => {
    expect(durationText(durationMs)).toBe(words);
  });

  it.each([
    [400, 'a second'],
    [4400, '4 s'],
    [4 * 3_600_000 - 1000, '4 h'],
  ])('expects %d ms as %s', (durationMs, words) => {
    expect(roughDurationText(durationMs)).toBe(words);
  });
});
