// Whatever somebody sends to our mailboxes: it ends soon, it stays bounded, and it is never taken for more than it is.

import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { MOST_MAIL_BYTES } from '../../../src/model/mail-reader.ts';
import { readReturned } from '../../../src/notice/returned/read-returned.ts';
import { SENT_AT, SENT_INDEX, SUZUKI } from './sent-letters.ts';

const CONTEXT = { index: SENT_INDEX, ownDomains: ['new.example'], at: SENT_AT };
const read = (text: string) => readReturned(Buffer.from(text, 'latin1'), CONTEXT);

const DAEMON = 'From: MAILER-DAEMON@mx.example\nMessage-ID: <1@mx.example>\n';
const REPORT = `${DAEMON}Content-Type: multipart/report; boundary="b"\n\n`;
const MEGABYTE = MOST_MAIL_BYTES;

/** Multiparts within each other. */
function nested(depth: number): string {
  let text = DAEMON;
  for (let level = 0; level < depth; level += 1) {
    text += `Content-Type: multipart/mixed; boundary="b${level}"\n\n--b${level}\n`;
  }
  return `${text}Content-Type: text/plain\n\n<${SUZUKI}>: 550 5.1.1 user unknown\n`;
}

/** Messages within each other. */
function wrapped(depth: number): string {
  return `${DAEMON}${'Content-Type: message/rfc822\n\n'.repeat(depth)}Subject: x\n\n<${SUZUKI}>: 550 user unknown\n`;
}

const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['nothing', ''],
  ['a line break', '\n'],
  ['ten megabytes of one header', `${DAEMON}X-Long: ${'a'.repeat(10 * MEGABYTE)}\n\ntext`],
  ['ten megabytes of folded header', `${DAEMON}X-Long: a\n${' b\n'.repeat(3 * MEGABYTE)}\ntext`],
  ['a hundred thousand headers', `${DAEMON}${'X-A: b\n'.repeat(100_000)}\ntext`],
  ['parts a thousand deep', nested(1000)],
  ['messages a thousand deep', wrapped(1000)],
  ['a quarter of a million parts', `${REPORT}${'--b\n'.repeat(250_000)}`],
  ['one line of dashes', `${DAEMON}\n${'-'.repeat(MEGABYTE)} original message`],
  ['one line of brackets', `${DAEMON}\n${'<'.repeat(MEGABYTE)}`],
  ['one line of an address without an end', `${DAEMON}\n${'a.'.repeat(MEGABYTE / 2)}@`],
  ['one line of codes', `${DAEMON}\n${'5.1.1.'.repeat(MEGABYTE / 6)}`],
  ['a subject of spaces', `Subject: Re${' '.repeat(MEGABYTE)}x\nFrom: a@b.example\n\ntext`],
  ['a subject of Re:', `Subject: ${'Re: '.repeat(MEGABYTE / 4)}\nFrom: a@b.example\n\ntext`],
  ['encoded words without an end', `${DAEMON}Subject: ${'=?utf-8?B?'.repeat(MEGABYTE / 10)}\n\ntext`],
  [
    'a report of a million recipients',
    `${REPORT}--b\nContent-Type: message/delivery-status\n\n${'Action: failed\n\n'.repeat(60_000)}`,
  ],
  ['a boundary that is empty', `${DAEMON}Content-Type: multipart/report; boundary=""\n\n----\n\n--\n`],
  ['a charset that nobody knows', `${DAEMON}Content-Type: text/plain; charset=x-unknown\n\n<${SUZUKI}>: unknown`],
  ['ISO-2022-JP that is cut off', `${DAEMON}Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B$3`],
  ['null bytes', `${DAEMON}\n${'\0'.repeat(MEGABYTE)}`],
];

describe('hostile mail', () => {
  it.each(HOSTILE)('%s comes to an end', async (_what, text) => {
    const back = await read(text);
    if (back.kind === 'other') return;
    expect(back.said.length).toBeLessThanOrEqual(301);
    expect(back.said).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('is read to its bound and no further', async () => {
    const late = `${DAEMON}\n${'line\n'.repeat(MEGABYTE)}<${SUZUKI}>: 550 5.1.1 user unknown\n`;
    expect(await read(late)).toEqual({ kind: 'other' });
  });

  it('puts no line of its own into what was said', async () => {
    const back = await read(`${DAEMON}\n<${SUZUKI}>:\r\n550 5.1.1 user\u009b unknown\x1b[31m\r\n=cmd()\n`);
    expect(back).toMatchObject({ kind: 'bounced', said: expect.not.stringMatching(/[\p{Cc}]/u) });
  });

  it('never names a letter that was not sent, whatever the bytes are', async () => {
    const known = new Set(['notice.send/change/suzuki@mirai-shoji.example']);
    const pieces = fc.constantFrom(
      ...['\n', '\n\n', '--b', '--b--', ': ', 'Content-Type: ', 'multipart/report; boundary=b', 'message/rfc822'],
      ...['message/delivery-status', 'Action: failed', 'Status: 5.1.1', 'Final-Recipient: rfc822; ', SUZUKI, '\x1b$B'],
      ...['From: mailer-daemon@x.example', '<', '>', '@', '550 5.1.1 ', 'X-Migrate-Notice: ', 'f'.repeat(24), '日本'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 40 }), async (parts) => {
        const back = await readReturned(Buffer.from(parts.join('')), CONTEXT);
        if (back.kind === 'other' || back.stepId === undefined) return;
        expect(known.has(back.stepId)).toBe(true);
        // Nothing here is an id of ours.
        expect(['address', 'sender']).toContain(back.matchedBy);
      }),
      { numRuns: 500 },
    );
  });
});
