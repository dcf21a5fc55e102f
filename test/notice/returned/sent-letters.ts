// What the tests of returned mail take for sent: four letters to four partners.

import { SentIndex } from '../../../src/notice/returned/sent-index.ts';
import type { SentLetter } from '../../../src/notice/returned/sent-index.ts';

export const SENT_AT = Date.UTC(2026, 10, 25, 0, 29);

/** `notice.send/change/<address>`, with the notice id `<n>a1b2c3d4e5f60718293a4b5`. */
function letterTo(address: string, n: number, others: readonly string[] = []): SentLetter {
  const noticeId = `${n}a1b2c3d4e5f60718293a4b5`;
  return {
    id: `notice.send/change/${address}`,
    noticeId,
    messageIds: [`<${noticeId}@new.example>`, ...others],
    address,
    sentAtMs: SENT_AT,
    subject: 'メールアドレス変更のご案内',
    referenceCode: '7K4Q-93TX',
  };
}

export const SUZUKI = 'suzuki@mirai-shoji.example';
export const TANAKA = 'tanaka@kaikei.example';
export const CARTER = 'carter@globex.example';
export const CARRIER = 'a..b.@docomo.example';

export const SENT = [
  letterTo(SUZUKI, 0),
  letterTo(TANAKA, 1),
  // What the provider has put in place of our Message-ID.
  letterTo(CARTER, 2, ['<TY2PR01MB9999.1234@jpnprd01.prod.outlook.example>']),
  letterTo(CARRIER, 3),
];

export const SENT_INDEX = new SentIndex(SENT);
