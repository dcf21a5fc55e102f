// SpamAssassin, without its look-ups, has nothing to say against any notice that we ship by mail.

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { composerFor } from '../../src/notice/compose-message.ts';
import { readTemplates } from '../../src/notice/read-templates.ts';
import { installed, unless } from '../installed.ts';
import { letterTo } from '../provider/letters.ts';
import { check, shippedFiles } from './stage.ts';

const spamAssassin = installed('spamassassin');
const why = spamAssassin === undefined ? 'spamassassin is not installed' : undefined;
const TIMEOUT_MS = 120_000;

const { compose, stamp } = composerFor({ timeZone: 'Asia/Tokyo' });

interface Mail {
  readonly name: string;
  readonly message: Buffer;
}

/** One message of each notice and language, as its first reader gets it. */
async function shippedMails(): Promise<readonly Mail[]> {
  const { sources } = readTemplates(shippedFiles());
  const mails = sources.filter(({ front }) => front.route === 'mail');
  return Promise.all(
    mails.map(async (source) => {
      const name = `${source.name}.${source.language}`;
      const notice = check(source).rendered[0]?.notice;
      if (notice === undefined) throw new Error(`${name} was not rendered`);
      const { subject, text, html } = notice;
      const letter = letterTo(name, { subject, text, html, language: source.language });
      return { name, message: await compose(letter, stamp(Date.now())) };
    }),
  );
}

/** What it says of each message: the score and the rules that it found. */
function verdicts(program: string, messages: readonly Buffer[]): readonly string[] {
  // Of an address that is kept for documentation it would say that it cannot be.
  const arrival = Buffer.from(
    'From sato@new.example Tue Nov 24 10:00:00 2026\n' +
      'Received: from mail.new.example (mail.new.example [9.9.9.9])\n' +
      `\tby mx.partner.example (Postfix) with ESMTPS id 4XyZ1A2b3C; ${stamp(Date.now())}\n`,
  );
  const mbox = Buffer.concat(messages.flatMap((message) => [arrival, unixLines(message), Buffer.from('\n\n')]));
  const { stdout, stderr, status } = spawnSync(program, ['-L', '--mbox'], { input: mbox, encoding: 'latin1' });
  if (status !== 0) throw new Error(`spamassassin ended with ${String(status)}: ${stderr}`);
  const unfolded = stdout.replace(/\r?\n[ \t]+/g, ' ');
  return [...unfolded.matchAll(/^X-Spam-Status: (.*)$/gm)].map(([, said = '']) => said);
}

function unixLines(message: Buffer): Buffer {
  return Buffer.from(message.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

describe('the notices that we ship', () => {
  const test = spamAssassin === undefined ? it.skip : it;

  test(
    `score 0.0 at SpamAssassin${unless(why)}`,
    async () => {
      const mails = await shippedMails();
      expect(mails.length).toBeGreaterThan(0);
      const said = verdicts(
        spamAssassin ?? '',
        mails.map(({ message }) => message),
      );
      expect(said).toHaveLength(mails.length);
      const scored = mails.map(({ name }, at) => `${name} ${said[at] ?? ''}`);
      expect(scored.filter((line) => !line.includes(' score=0.0 '))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    `are judged by a program that can tell${unless(why)}`,
    async () => {
      const { subject, html } = letterTo('a');
      const text = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n';
      const message = await compose(letterTo('b', { subject, html, text }), stamp(Date.now()));
      expect(verdicts(spamAssassin ?? '', [message])).toEqual([expect.stringMatching(/^Yes, score=\d{3}/)]);
    },
    TIMEOUT_MS,
  );
});
