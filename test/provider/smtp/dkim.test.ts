// DKIM: what we sign is verified by another library than the one that signs, over the bytes that the server was given.

import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { composerFor } from '../../../src/notice/compose-message.ts';
import { smtpPatience } from '../../../src/provider/smtp/limits.ts';
import { connectSmtpMailer } from '../../../src/provider/smtp/mailer.ts';
import { letterTo } from '../letters.ts';
import { scriptedSmtp } from './scripted-smtp.ts';

describe('a message that we sign by DKIM', () => {
  it('is verified as it was sent, and no more once it was changed', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const published = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const server = await scriptedSmtp();
    const mailer = connectSmtpMailer({
      settings: { host: '127.0.0.1', port: server.port, security: 'none', connections: 1, limits: {} },
      secrets: {},
      composer: composerFor({ timeZone: 'Asia/Tokyo' }),
      limits: [],
      patience: smtpPatience(1),
      dkim: {
        domain: 'new.example',
        selector: 'mail2026',
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    });
    const letter = letterTo('suzuki');
    await mailer.send(letter, await mailer.prepare(letter));
    await mailer.close();

    const asked: string[] = [];
    const resolver = (name: string): Promise<string[][]> => {
      asked.push(name);
      return Promise.resolve([[`v=DKIM1; k=rsa; p=${published}`]]);
    };
    const verdict = async (bytes: string): Promise<string | undefined> => {
      const { results } = await dkimVerify(Buffer.from(bytes, 'latin1'), { resolver });
      return results[0]?.status.result;
    };
    const bytes = server.taken[0]?.bytes ?? '';
    expect(await verdict(bytes)).toBe('pass');
    expect(asked).toContain('mail2026._domainkey.new.example');
    expect(await verdict(bytes.replace('Content-Language: ja', 'Content-Language: ja\r\nX-New: 1'))).toBe('pass');
    expect(await verdict(bytes.replace(/^Subject: .*$/m, 'Subject: another'))).not.toBe('pass');
  });
});
