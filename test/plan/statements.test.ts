// What we have said in public against what the notices show.

import { describe, expect, it } from '@jest/globals';
import { statementProblems } from '../../src/plan/statements.ts';

const SHOWN = { fromDomains: ['new.example'], website: 'https://www.old.example/' };

function codes(text: string, { isCorrected = false, shown = SHOWN } = {}): readonly string[] {
  const statement = { text, where: 'web site', on: '2026-11-02', isCorrected };
  return statementProblems([statement], { shown, file: 'migrate.yaml' }).map(({ code }) => code);
}

describe('a statement that was published', () => {
  it.each([
    ['@old.example 以外からのメールは削除してください', ['plan.statement-contradicted']],
    ['弊社のメールは＠ｏｌｄ．ｅｘａｍｐｌｅ のみです', ['plan.statement-contradicted']],
    ['We write from @old.example and from @new.example only.', []],
    ['We write from news@mail.new.example only.', ['plan.statement-contradicted']],
    ['Trust www.other.example alone.', ['plan.statement-contradicted']],
    ['Trust https://www.old.example/news alone.', []],
    ['Trust nobody who says that our address has changed.', ['plan.statement-unjudged']],
  ])('%s', (text, found) => {
    expect(codes(text)).toEqual(found);
  });

  it('is no longer held against the notices once it is corrected, or while there are none', () => {
    const text = '@old.example 以外からのメールは削除してください';
    expect(codes(text, { isCorrected: true })).toEqual([]);
    expect(codes(text, { shown: { ...SHOWN, fromDomains: [] } })).toEqual([]);
  });

  it('is a warning with the words themselves, where they were said, and what to do', () => {
    const statement = { text: 'only @old.example', where: 'web site', on: '2026-11-02', isCorrected: false };
    const [problem] = statementProblems([statement], { shown: SHOWN, file: 'migrate.yaml' });
    expect(problem).toMatchObject({ severity: 'warning', place: { file: 'migrate.yaml' } });
    expect(problem?.what).toContain(
      '"only @old.example" (web site, 2026-11-02), but the notices come from new.example',
    );
    expect(problem?.todo).toContain('corrected: true');
  });
});
