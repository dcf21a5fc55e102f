// A letter as a test: to somebody of ours in the partner's place, and marked so that nobody can take it for the real one.

import type { Letter } from '../model/letter.ts';

/** In both languages, whatever the letter's own is: whoever gets it by mistake shall understand it. */
const SUBJECT_MARK = '【テスト】[TEST]';
const TEXT_MARK = [
  '【テスト送信】これは送信の試験です。お取引先には送られていません。',
  '[TEST] This message is a test. The partner has not received it.',
] as const;

export function testLetter(letter: Letter, to: string): Letter {
  return {
    ...letter,
    to: { address: to },
    subject: `${SUBJECT_MARK} ${letter.subject}`,
    text: `${TEXT_MARK.join('\n')}\n${'-'.repeat(64)}\n\n${letter.text}`,
    html: markedHtml(letter.html),
  };
}

function markedHtml(html: string): string {
  const mark = `<p style="margin:0 0 16px;padding:8px;border:2px solid #b00020;font-weight:bold">${TEXT_MARK.join('<br>')}</p>`;
  const body = /<body[^>]*>/i.exec(html);
  if (body === null) return `${mark}${html}`;
  const at = body.index + body[0].length;
  return `${html.slice(0, at)}${mark}${html.slice(at)}`;
}
