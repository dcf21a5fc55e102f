// As a Japanese mobile carrier writes it: text in ISO-2022-JP, no report, nothing of the original but the address.

import { dateText } from '../mime/write.ts';
import type { Failed } from './failed.ts';

/** Node writes no ISO-2022-JP: 次のあて先へのメッセージはエラーのため送信できませんでした。 */
const NOT_SENT = '\u001b$B<!$N$"$F@h$X$N%a%C%;!<%8$O%(%i!<$N$?$aAw?.$G$-$^$;$s$G$7$?!#\u001b(B';

export function carrierForm({ sender, recipient, said, at, token }: Failed): string {
  const boundary = `==_${token}/KEITAI`;
  return [
    `To: <${sender}>`,
    'From: Postmaster@keitai.example',
    `Message-ID: <${token}@nm01.keitai.example>`,
    `Date: ${dateText(at)}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    'Reply-To: Mail Administrator <Postmaster@keitai.example>',
    'Subject: Mail System Error - Returned Mail',
    '',
    'This message is in MIME format.',
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset="ISO-2022-JP"',
    'Content-Transfer-Encoding: 7bit',
    '',
    NOT_SENT,
    '',
    'Each of the following recipients was rejected by a remote',
    'mail server.',
    '',
    `    Recipient: <${recipient}>`,
    `    >>> RCPT TO:<${recipient}>`,
    `    <<< ${said}`,
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
