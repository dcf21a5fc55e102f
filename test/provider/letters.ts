// Letters as partners get them, for the tests of what sends them.

import { hash } from 'node:crypto';
import type { OutgoingLetter } from '../../src/model/letter.ts';

export const SENDER = 'sato@new.example';

/** A letter in Japanese. `who` makes it another one: another partner, another notice. */
export function letterTo(who: string, change: Partial<OutgoingLetter> = {}): OutgoingLetter {
  return {
    from: { name: '佐藤 花子', address: SENDER },
    to: { name: '髙橋 𠮷男', address: `${who}@partner.example` },
    subject: '【株式会社青空商事】メールアドレス変更のお知らせ',
    text: `${who} 様\n\n平素は格別のご高配を賜り、厚く御礼申し上げます。\n㈱ 髙橋 𠮷男 😀\n照合番号: AB12-CD34\n`,
    html: `<!doctype html><html lang="ja"><body><p>${who} 様</p><p>照合番号: AB12-CD34</p></body></html>\n`,
    language: 'ja',
    noticeId: hash('sha256', `job/notice.send/change/${who}`).slice(0, 24),
    referenceCode: 'AB12-CD34',
    mailbox: SENDER,
    ...change,
  };
}
