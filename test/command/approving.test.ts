// What somebody sees of a set of letters before approving it, and of an edit after that.

import { describe, expect, it } from '@jest/globals';
import { LetterSample } from '../../src/command/letter-sample.ts';
import type { Letter } from '../../src/model/letter.ts';
import type { NoticeSend } from '../../src/model/step.ts';
import { diffLines } from '../../src/notice/text-diff.ts';

function aNotice(partner: string): NoticeSend {
  const address = `${partner}@partner.example`;
  return {
    id: `notice.send/change/${address}`,
    kind: 'notice.send',
    batch: 'notices',
    partner: address,
    needs: [],
    notice: 'change',
    language: 'ja',
    from: { address: 'sato@new.example' },
    mailbox: 'sato@new.example',
    to: { address },
    subject: partner,
    letter: 'aa',
    version: 'v',
    noticeId: 'n',
    referenceCode: 'r',
  };
}

describe('the letters that are shown before they are approved', () => {
  const letter = (more: Partial<Letter>): Letter => ({
    from: { address: 'sato@new.example' },
    to: { address: 'a@partner.example' },
    subject: 'ご案内',
    text: '本文\n',
    html: '',
    language: 'ja',
    ...more,
  });

  it('are the extremes, each once, and some at random', () => {
    const sample = new LetterSample(2, 'new.example');
    for (let number = 0; number < 200; number += 1) sample.add(aNotice(`p${number}`), letter({}));
    sample.add(aNotice('long'), letter({ text: '長い文です。'.repeat(50) }));
    sample.add(aNotice('many'), letter({ text: 'a@new.example b@new.example c@new.example' }));
    sample.add(aNotice('odd'), letter({ to: { name: '𠮷野 ﾊﾅ', address: 'a@partner.example' } }));
    const shown = sample.list();
    expect(shown.slice(0, 3).map(({ step, because }) => [step.subject, because])).toEqual([
      ['long', 'the longest'],
      ['many', 'the one with most of our people'],
      ['odd', 'the one with most unusual characters'],
    ]);
    expect(shown.length).toBeLessThanOrEqual(5);
    expect(new Set(shown.map(({ step }) => step.id)).size).toBe(shown.length);
  });
});

describe('the difference between two letters', () => {
  const text = (before: string, after: string) =>
    diffLines(before.split(' '), after.split(' ')).map(({ sign, line }) => `${sign}${line}`);

  it('is told line by line, with a line around it, and nothing of what is far away', () => {
    expect(text('a b c d e f', 'a b c d e f')).toEqual([]);
    expect(text('a b c d e f', 'a b x d e f')).toEqual([' b', '-c', '+x', ' d']);
    expect(text('a b c', 'a b c d')).toEqual([' c', '+d']);
    expect(text('a b c d e f g', 'b c d e f g')).toEqual(['-a', ' b']);
    expect(text('a b c d e f g h', 'x b c d e f g y')).toEqual(['-a', '+x', ' b', ' g', '-h', '+y']);
  });
});
