// S/MIME: what we sign is verified by openssl, where that is installed; who gets a signature, and who does not.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { composerFor } from '../../src/notice/compose-message.ts';
import { smimeIdentity, smimeSigner } from '../../src/notice/compose-signed.ts';
import { notInstalled, unless } from '../installed.ts';
import { letterTo, SENDER } from '../provider/letters.ts';

const why = notInstalled('openssl');

const timeZone = 'Asia/Tokyo';
const DATE = 'Tue, 24 Nov 2026 19:43:30 +0900';

(why === undefined ? describe : describe.skip)(`a signed message${unless(why)}`, () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): Buffer => execFileSync('openssl', args, { stdio: 'pipe', cwd: folder });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'smime-'));
    openssl(...'req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=CA'.split(' '));
    openssl(...`req -newkey rsa:2048 -nodes -keyout own.key -out own.csr -subj /CN=Sato`.split(' '));
    writeFileSync(
      at('own.cnf'),
      `subjectAltName=email:${SENDER}\nkeyUsage=digitalSignature\nextendedKeyUsage=emailProtection\n`,
    );
    openssl(
      ...'x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile own.cnf -out own.pem'.split(
        ' ',
      ),
    );
    openssl(
      ...'pkcs12 -export -inkey own.key -in own.pem -certfile ca.pem -passout pass:geheim -out own.p12'.split(' '),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const identity = () => {
    const read = smimeIdentity(readFileSync(at('own.p12')), 'geheim');
    if (read === undefined) throw new Error('the file could not be read');
    return read;
  };

  it('is verified by openssl, holds the same letter, and is the same when it is made twice', async () => {
    const { compose } = composerFor({ timeZone, sign: smimeSigner(identity(), []) });
    const letter = letterTo('suzuki');
    const bytes = await compose(letter, DATE);
    expect(await compose(letter, DATE)).toEqual(bytes);
    writeFileSync(at('signed.eml'), bytes);
    openssl('cms', '-verify', '-in', 'signed.eml', '-CAfile', 'ca.pem', '-out', 'inner.txt');
    const inner = await PostalMime.parse(readFileSync(at('inner.txt')));
    const outer = await PostalMime.parse(bytes);
    for (const text of [inner.text, outer.text]) expect(text?.replaceAll('\r\n', '\n').trim()).toBe(letter.text.trim());
    expect(outer.subject).toBe(letter.subject);
    expect(outer.attachments.map(({ filename }) => filename)).toEqual(['smime.p7s']);
    expect(bytes.toString('latin1').match(/^content-type:/gim)).toHaveLength(5);
  });

  it('that was changed on the way is not verified', async () => {
    const { compose } = composerFor({ timeZone, sign: smimeSigner(identity(), []) });
    const bytes = await compose(letterTo('suzuki', { text: 'one\n' }), DATE);
    writeFileSync(at('changed.eml'), bytes.toString('latin1').replace('\r\none\r\n', '\r\ntwo\r\n'), 'latin1');
    expect(() => openssl('cms', '-verify', '-in', 'changed.eml', '-CAfile', 'ca.pem')).toThrow();
  });

  it('is not made for recipients whose programs cannot show it, nor for a sender that the certificate does not name', async () => {
    const [{ compose }, plain] = [
      composerFor({ timeZone, sign: smimeSigner(identity(), ['outlook.com']) }),
      composerFor({ timeZone }),
    ];
    for (const letter of [
      letterTo('suzuki', { to: { address: 'suzuki@outlook.com' } }),
      letterTo('suzuki', { to: { address: 'suzuki@eu.outlook.com' } }),
      letterTo('suzuki', { from: { address: 'other@new.example' } }),
    ]) {
      expect(await compose(letter, DATE)).toEqual(await plain.compose(letter, DATE));
    }
    const signed = await compose(letterTo('suzuki', { to: { address: 'suzuki@notoutlook.com' } }), DATE);
    expect(signed.toString('latin1')).toContain('multipart/signed');
  });

  it('needs the right password, and names the addresses of the certificate', () => {
    expect(identity().addresses).toEqual([SENDER]);
    expect(smimeIdentity(readFileSync(at('own.p12')), 'wrong')).toBeUndefined();
    expect(smimeIdentity(readFileSync(at('own.pem')), '')).toBeUndefined();
  });
});
