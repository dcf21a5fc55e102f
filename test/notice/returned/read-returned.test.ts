// Every form in which mail comes back, as its documentation and its recipients show it, on reserved domains: what it is, why it bounced,
// which letter it is about and how certain that is.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { MailBack } from '../../../src/model/mail-back.ts';
import { readReturned } from '../../../src/notice/returned/read-returned.ts';
import { root } from '../../build/build-record.ts';
import { SentIndex } from '../../../src/notice/returned/sent-index.ts';
import { CARRIER, CARTER, SENT, SENT_AT, SENT_INDEX, SUZUKI, TANAKA } from './sent-letters.ts';

const CORPUS = path.join(root, 'test', 'notice', 'returned', 'corpus');
const HOUR_MS = 60 * 60 * 1000;

/** A kind with the class; the recipient of the letter; how it was matched; words of the diagnostic. */
type Row = readonly [file: string, is: string, about?: string, by?: MailBack['matchedBy'], said?: RegExp];

const TABLE: readonly Row[] = [
  ['exchange-unknown-en', 'bounced gone', SUZUKI, 'notice id', /^550 5\.1\.10 RESOLVER/],
  ['exchange-unknown-ja', 'bounced gone', SUZUKI, 'notice id', /RecipientNotFound/],
  ['exchange-hop-ja-full', 'bounced full', TANAKA, 'notice id', /^554 5\.2\.2 mailbox full/],
  ['exchange-tenant-limit', 'bounced policy', SUZUKI, 'notice id', /tenant external recipient/],
  ['exchange-blocked-sender', 'bounced policy', SUZUKI, 'notice id', /bad outbound sender/],
  ['exchange-edge-blocking', 'bounced gone', CARTER, 'notice id', /Access denied/],
  ['exchange-group-restricted', 'bounced unknown', CARTER, 'notice id', /SenderNotAuthenticatedForGroup/],
  ['exchange-expired', 'bounced temporary', SUZUKI, 'notice id', /Connection refused/],
  ['exchange-delayed', 'delayed', SUZUKI, 'notice id', /Message delayed/],
  ['exchange-provider-id-only', 'bounced unknown', CARTER, 'message id', /Requested action not taken/],
  ['gmail-not-found-en', 'bounced gone', SUZUKI, 'notice id', /User unknown/],
  ['gmail-not-found-ja', 'bounced gone', TANAKA, 'notice id', /does not exist/],
  ['gmail-blocked', 'bounced policy', SUZUKI, 'notice id', /unsolicited/],
  ['gmail-dmarc', 'bounced policy', SUZUKI, 'notice id', /DMARC/],
  ['gmail-inbox-full', 'bounced full', SUZUKI, 'notice id', /out of storage/],
  ['gmail-delayed', 'delayed', SUZUKI, 'notice id', /did not accept our requests/],
  ['gmail-too-quickly', 'bounced temporary', SUZUKI, 'notice id', /too quickly/],
  ['postfix-unknown', 'bounced gone', SUZUKI, 'notice id', /User unknown in local recipient table/],
  ['postfix-host-not-found', 'bounced gone', SUZUKI, 'notice id', /Host not found/],
  ['postfix-spamhaus', 'bounced policy', SUZUKI, 'notice id', /blocked using/],
  ['postfix-code-says-unknown-text-says-spam', 'bounced policy', SUZUKI, 'notice id', /SPAM/],
  ['postfix-delayed', 'delayed', SUZUKI, 'notice id', /timed out/],
  ['postfix-expired', 'bounced temporary', SUZUKI, 'notice id', /timed out/],
  ['postfix-delivered', 'other'],
  ['postfix-smtputf8', 'bounced gone', SUZUKI, 'notice id', /no such user/],
  ['sendmail-unknown', 'bounced gone', TANAKA, 'notice id', /User unknown/],
  ['sendmail-warning', 'delayed', TANAKA, 'notice id', /Deferred/],
  ['sendmail-text-warning', 'delayed', TANAKA, 'address', /Deferred/],
  ['sendmail-old-text', 'bounced gone', TANAKA, 'notice id', /User unknown/],
  ['qmail-unknown', 'bounced gone', CARTER, 'notice id', /^Sorry, no mailbox here by that name\. \(#5\.1\.1\)$/],
  ['qmail-host', 'bounced gone', CARTER, 'notice id', /any host named/],
  ['qmail-remote-said', 'bounced full', CARTER, 'notice id', /exceeded storage allocation/],
  ['qmail-address-only', 'bounced unknown', CARTER, 'address'],
  ['exim-unrouteable', 'bounced gone', CARTER, 'notice id', /Unrouteable address/],
  ['exim-remote', 'bounced unknown', CARTER, 'notice id', /550 mailbox unavailable/],
  ['exim-retry-timeout', 'bounced temporary', CARTER, 'address', /retry timeout exceeded/],
  ['exim-delayed', 'delayed', CARTER, 'address'],
  // Carriers say so also where the subscriber takes no mail from us.
  ['docomo-unknown', 'bounced unknown', CARRIER, 'message id', /Unknown user a\.\.b\./],
  ['docomo-spam-settings', 'bounced unknown', CARRIER, 'address', /550 Unknown user/],
  ['au-disabled', 'bounced unknown', CARTER, 'notice id', /disabled/],
  ['au-over-quota', 'bounced full', CARTER, 'notice id', /over quota/],
  ['au-not-within', 'bounced temporary', CARTER, 'notice id', /not delivered within 0 days/],
  ['kddi-full', 'bounced full', CARTER, 'notice id', /mailbox is full/],
  ['softbank-invalid', 'bounced unknown', CARRIER, 'notice id', /Invalid recipient/],
  ['japanese-provider-shift-jis', 'bounced gone', TANAKA, 'address', /見つかりません/],
  ['no-status-no-diagnostic', 'bounced unknown', TANAKA, 'notice id'],
  ['empty-returned-message', 'bounced unknown', TANAKA, 'address', /loops back/],
  ['out-of-office-en', 'automatic', TANAKA, 'message id', /^Automatic reply/],
  ['out-of-office-ja', 'automatic', TANAKA, 'sender', /^自動返信/],
  ['receipt-of-inquiry-ja', 'automatic', TANAKA, 'reference code', /自動送信/],
  ['vacation-rfc3834', 'automatic', CARTER, 'message id'],
  ['read-receipt', 'automatic', CARTER, 'message id'],
  ['reply-threaded', 'answered', SUZUKI, 'message id', /^Re: メールアドレス変更/],
  ['reply-provider-id', 'answered', CARTER, 'message id'],
  ['reply-by-colleague-with-code', 'answered', TANAKA, 'reference code'],
  ['mail-of-a-partner', 'answered', CARTER, 'sender', /Lunch/],
  ['mail-of-our-own', 'other'],
  ['our-own-letter', 'other'],
  ['forwarded-bounce', 'other'],
  ['newsletter', 'other'],
  // Somebody knows an address that we wrote to, and no id of ours.
  ['forged-address-only', 'bounced gone', SUZUKI, 'address'],
  // Of no letter of ours: they are not kept.
  ['spam-like-a-bounce', 'bounced full'],
  ['bounce-of-another-mail', 'bounced gone'],
];

const contextAt = (at: number) => ({ index: SENT_INDEX, ownDomains: ['new.example', 'old.example'], at });

function rawOf(file: string): Buffer {
  return readFileSync(path.join(CORPUS, `${file}.eml`));
}

async function reading(raw: Uint8Array, at = SENT_AT + HOUR_MS) {
  const back = await readReturned(raw, contextAt(at));
  if (back.kind === 'other') return { is: 'other' };
  const { kind, bounce, stepId, matchedBy: by, said } = back;
  return { is: [kind, bounce].filter((word) => word !== undefined).join(' '), about: stepId?.split('/')[2], by, said };
}

describe('mail that comes back', () => {
  it.each(TABLE.map((row) => [row[0], row] as const))('%s', async (_name, [file, is, about, by, said = /./]) => {
    for (const raw of [rawOf(file), Buffer.from(rawOf(file).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')]) {
      expect(await reading(raw)).toEqual(
        is === 'other' ? { is } : { is, about, by, said: expect.stringMatching(said) },
      );
    }
  });

  it('is all in the table', () => {
    const files = readdirSync(CORPUS).map((file) => file.replace(/\.eml$/, ''));
    expect(files.sort()).toEqual([...TABLE.map(([file]) => file), 'mail-before-the-notice'].sort());
  });

  it('is no answer to a notice that had not been sent', async () => {
    expect(await reading(rawOf('mail-before-the-notice'), SENT_AT - 2 * HOUR_MS)).toEqual({ is: 'other' });
  });

  it('has the same key on every reading, also without a Message-ID', async () => {
    const keyOf = async (file: string) => {
      const back = await readReturned(rawOf(file), contextAt(SENT_AT));
      return 'key' in back ? back.key : undefined;
    };
    expect(await keyOf('qmail-unknown')).toBe('<qmail-unknown@mx.example>');
    const hashed = await keyOf('qmail-address-only');
    expect(hashed).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await keyOf('qmail-address-only')).toBe(hashed);
  });

  it('is matched also where the letter has been sent again since', async () => {
    const [letter] = SENT;
    if (letter === undefined) throw new Error('nothing was sent');
    const again = { ...letter, noticeId: 'b'.repeat(24), messageIds: [], earlierIds: [letter.noticeId] };
    const context = { ...contextAt(SENT_AT), index: new SentIndex([again]) };
    const back = await readReturned(rawOf('postfix-unknown'), context);
    expect(back).toMatchObject({ kind: 'bounced', matchedBy: 'notice id', stepId: letter.id });
  });
});
