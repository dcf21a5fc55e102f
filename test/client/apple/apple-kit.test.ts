// Profiles for Apple devices: what is in them, that they stay the same, that nobody can guess where they lie, that openssl and plistutil agree.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'plist';
import { appleKit } from '../../../src/client/apple/apple-kit.ts';
import { profileAddress } from '../../../src/client/apple/published-profile.ts';
import { isKitPath } from '../../../src/client/kit-folder.ts';
import type { KitCompany, KitPerson } from '../../../src/client/kit.ts';
import { attachedSigner, smimeIdentity } from '../../../src/notice/compose-signed.ts';
import { installed, notInstalled, unless } from '../../installed.ts';
import { companyOf, IPHONE, MAC, OUTLOOK, personOf } from '../hand-out/stage.ts';

const HOST = companyOf({ provider: 'imap-host' });

async function profileOf(person: KitPerson, company: KitCompany): Promise<Buffer> {
  const files = (await appleKit.forPerson?.(person, company)) ?? [];
  expect(files.map(({ path: name }) => name)).toEqual(['apple/mail.mobileconfig']);
  return Buffer.from(files[0]?.bytes ?? []);
}

interface Profile {
  readonly PayloadIdentifier: string;
  readonly PayloadUUID: string;
  readonly PayloadVersion: number;
  readonly PayloadContent: readonly Readonly<Record<string, unknown>>[];
}

async function read(person: KitPerson, company: KitCompany): Promise<Profile> {
  return parse((await profileOf(person, company)).toString()) as unknown as Profile;
}

describe('a profile for a plain mail host', () => {
  it('holds the account with its servers, and no password', async () => {
    const { PayloadContent, PayloadVersion } = await read(personOf({}, [MAC]), HOST);
    expect(PayloadVersion).toBe(1);
    expect(PayloadContent).toEqual([
      expect.objectContaining({
        PayloadType: 'com.apple.mail.managed',
        PayloadVersion: 1,
        EmailAccountType: 'EmailTypeIMAP',
        EmailAccountName: '山﨑 髙志',
        EmailAddress: 'takashi.yamazaki@aozora-trading.example',
        IncomingMailServerAuthentication: 'EmailAuthPassword',
        IncomingMailServerHostName: 'imap.aozora-trading.example',
        IncomingMailServerPortNumber: 993,
        IncomingMailServerUseSSL: true,
        IncomingMailServerUsername: 'takashi.yamazaki@aozora-trading.example',
        OutgoingMailServerHostName: 'smtp.aozora-trading.example',
        OutgoingMailServerPortNumber: 587,
      }),
    ]);
    expect(Object.keys(PayloadContent[0] ?? {}).filter((key) => /password$/i.test(key))).toEqual([
      'OutgoingPasswordSameAsIncomingPassword',
    ]);
  });

  it('has identifiers by which the same person always replaces the same profile', async () => {
    const first = await read(personOf({}, [MAC]), HOST);
    const renamed = await read(personOf({ displayName: '山﨑 高志' }, [MAC, IPHONE]), HOST);
    const other = await read(personOf({ newAddress: 'hanako@aozora-trading.example' }, [MAC]), HOST);
    const names = ({ PayloadIdentifier, PayloadUUID, PayloadContent }: Profile) => [
      PayloadIdentifier,
      PayloadUUID,
      PayloadContent[0]?.['PayloadIdentifier'],
      PayloadContent[0]?.['PayloadUUID'],
    ];
    expect(names(renamed)).toEqual(names(first));
    expect(first.PayloadIdentifier).toBe('example.aozora-trading.mail.takashi.yamazaki');
    expect(first.PayloadUUID).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
    expect(new Set([...names(first), ...names(other)]).size).toBe(8);
  });

  it('keeps hostile names as text', async () => {
    const name = `]]><key>x</key> "&' \u{20BB7}`;
    const { PayloadContent } = await read(personOf({ displayName: name }, [MAC]), HOST);
    expect(PayloadContent[0]?.['EmailAccountName']).toBe(name);
  });
});

describe('a profile at the big providers', () => {
  it('is an account with OAuth for iPhones at Microsoft 365, and none for a Mac', async () => {
    const { PayloadContent } = await read(personOf({}, [IPHONE]), companyOf());
    expect(PayloadContent[0]).toMatchObject({ PayloadType: 'com.apple.eas.account', OAuth: true, SSL: true });
    expect(await profileOf(personOf({}, [{ host: 'MB-1', system: 'ios' }]), companyOf())).toHaveProperty('length');
    expect(await appleKit.forPerson?.(personOf({}, [MAC, OUTLOOK]), companyOf())).toEqual([]);
  });

  it('does not exist at Google Workspace, and the administrator is told why', async () => {
    const google = companyOf({ provider: 'google-workspace' });
    expect(await appleKit.forPerson?.(personOf({}, [IPHONE]), google)).toEqual([]);
    const files = (await appleKit.forFleet?.([personOf({}, [IPHONE])], google)) ?? [];
    expect(files.map(({ path: name }) => name)).toEqual(['apple/READ-ME.txt']);
    expect(Buffer.from(files[0]?.bytes ?? []).toString()).toContain('There are no profiles for Google Workspace');
  });
});

describe('what is published', () => {
  it('lies where nobody can guess, and stays there', async () => {
    const people = ['a', 'b'].map((name) => personOf({ newAddress: `${name}@aozora-trading.example` }, [IPHONE]));
    const files = (await appleKit.forFleet?.(people, HOST)) ?? [];
    const published = files.filter(({ path: name }) => name.endsWith('.mobileconfig'));
    expect(published).toHaveLength(2);
    for (const file of published) {
      expect(file.isPublic).toBe(true);
      expect(isKitPath(file.path)).toBe(true);
      expect(file.path).toMatch(/^publish\/p\/(?:[a-z2-9]{5}-){3}[a-z2-9]{5}\.mobileconfig$/);
    }
    expect(people.map((person) => profileAddress(person, HOST))).toEqual(
      published.map(({ path: name }) => `https://move.aozora-trading.example/${name.replace('publish/', '')}`),
    );
    const again = (await appleKit.forFleet?.(people, { ...HOST, jobId: 'ffffffffffff' })) ?? [];
    expect(again.map(({ path: name }) => name)).toEqual(files.map(({ path: name }) => name));
    const elsewhere = (await appleKit.forFleet?.(people, { ...HOST, publishSecret: Buffer.alloc(32, 8) })) ?? [];
    const names = elsewhere.map(({ path: name }) => name);
    expect(published.filter(({ path: name }) => names.includes(name))).toEqual([]);
  });

  it('is nothing without a secret', async () => {
    const { publishSecret, ...company } = HOST;
    expect(publishSecret).toBeDefined();
    const files = (await appleKit.forFleet?.([personOf({}, [IPHONE])], company)) ?? [];
    expect(files.map(({ path: name }) => name)).toEqual(['apple/READ-ME.txt']);
  });
});

const plistutil = installed('plistutil');
const openssl = installed('openssl');

(plistutil === undefined ? describe.skip : describe)(`plistutil${unless(notInstalled('plistutil'))}`, () => {
  it('reads the profile as we wrote it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'profile-'));
    try {
      const [file, binary, back] = ['a.mobileconfig', 'b.bin', 'c.plist'].map((name) => path.join(folder, name));
      const profile = await profileOf(personOf({}, [MAC]), HOST);
      writeFileSync(String(file), profile);
      for (const [from, to, format] of [
        [file, binary, 'bin'],
        [binary, back, 'xml'],
      ]) {
        const { stderr, status } = spawnSync(String(plistutil), [
          '-i',
          String(from),
          '-o',
          String(to),
          '-f',
          String(format),
        ]);
        // It ends with 0 also where it could read nothing.
        expect({ status, said: stderr.toString() }).toEqual({ status: 0, said: '' });
      }
      expect(parse(readFileSync(String(back), 'utf8'))).toEqual(parse(profile.toString()));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

(openssl === undefined ? describe.skip : describe)(`a signed profile${unless(notInstalled('openssl'))}`, () => {
  let folder = '';
  const run = (...args: readonly string[]): Buffer =>
    execFileSync(String(openssl), args, { stdio: 'pipe', cwd: folder });

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'profile-'));
    run(...'req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out ca.pem -days 2 -subj /CN=Profiles'.split(' '));
    run(...'pkcs12 -export -inkey key.pem -in ca.pem -passout pass:geheim -out own.p12'.split(' '));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is verified by openssl, holds the same profile, and is the same when it is made twice', async () => {
    const identity = smimeIdentity(readFileSync(path.join(folder, 'own.p12')), 'geheim');
    if (identity === undefined) throw new Error('the file could not be read');
    const signProfile = attachedSigner(identity, new Date('2026-12-01T00:00:00Z'));
    const [first, second] = [
      await profileOf(personOf({}, [MAC]), { ...HOST, signProfile }),
      await profileOf(personOf({}, [MAC]), { ...HOST, signProfile }),
    ];
    expect(first.equals(second)).toBe(true);
    writeFileSync(path.join(folder, 'signed.mobileconfig'), first);
    run(
      ...'smime -verify -inform DER -in signed.mobileconfig -CAfile ca.pem -purpose any -out inside.plist'.split(' '),
    );
    const inside = readFileSync(path.join(folder, 'inside.plist'), 'utf8').replaceAll('\r\n', '\n');
    expect(inside).toBe((await profileOf(personOf({}, [MAC]), HOST)).toString());
  });
});
