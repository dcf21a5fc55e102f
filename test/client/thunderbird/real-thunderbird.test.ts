// The real Thunderbird, where it is installed: what the kit and the patch write is what it understands, the old mail stays, and the
// published document is found. Its mail servers are the sandbox's, over TLS, with a certificate that it trusts by policy.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { discoveryFacts } from '../../../src/client/discovery/discovery-facts.ts';
import { newAccountOf } from '../../../src/client/thunderbird/new-account.ts';
import { thunderbirdKit } from '../../../src/client/thunderbird/thunderbird-kit.ts';
import { openDiscoveryServer } from '../../../src/command/discovery/discovery-server.ts';
import type { DiscoveryServer } from '../../../src/command/discovery/discovery-server.ts';
import { patchProfile } from '../../../src/store/thunderbird/patch-profile.ts';
import { unless } from '../../installed.ts';
import { letter, mailClient, openOffice } from '../../sandbox/mail/office.ts';
import type { Office } from '../../sandbox/mail/office.ts';
import {
  autodiscovered,
  discovered,
  knownToSignIn,
  makeOldProfile,
  readInbox,
  seenAccounts,
  sendLetter,
} from './real-profile.ts';
import type { SeenAccount } from './real-profile.ts';
import { installBeside, startThunderbird, thunderbirdFolder } from './real-thunderbird.ts';
import type { Running } from './real-thunderbird.ts';
import { company, JOB, MAIL_HOST, person, user } from './scene.ts';

// It takes some ten seconds to start, three times.
jest.setTimeout(180_000);

const SOURCE = thunderbirdFolder();
const why = SOURCE === undefined ? 'Thunderbird is not installed' : undefined;
const withThunderbird = why === undefined ? describe : describe.skip;

/** Old mailbox and new one: the sandbox lets every address in. */
const [OLD_MAILBOX, NEW_ADDRESS] = ['archive@sandbox.example', 'notices@sandbox.example'];
const OLD_ADDRESS = 'taro@oldcorp.test';
/** As people's folders are called. */
const USED = '髙橋 𠮷郎 のプロファイル (1)';
const OFFLINE = { 'offline.startup_state': 3 };

withThunderbird(`a profile with POP messages and an IMAP account${unless(why)}`, () => {
  let folder: string;
  let office: Office;
  let running: Running | undefined;
  let discovery: DiscoveryServer | undefined;
  const place = (...names: readonly string[]): string => path.join(folder, ...names);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'migrate-thunderbird-'));
  });
  afterAll(async () => {
    await running?.quit();
    await discovery?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const start = async (program: string, profile: string, more: object = {}): Promise<Running> => {
    running = await startThunderbird({ program, profile: place(profile), prefs: OFFLINE, ...more });
    return running;
  };

  /** With our authority beside what the kit has. */
  const install = (name: string, files: Readonly<Record<string, Uint8Array>>): Promise<string> => {
    const made = files['distribution/policies.json'] ?? new TextEncoder().encode('{"policies":{}}');
    const { policies } = JSON.parse(new TextDecoder().decode(made)) as { policies: { Certificates?: object } };
    const Certificates = { ...policies.Certificates, Install: [office.imap.caFile] };
    const policy = JSON.stringify({ policies: { ...policies, Certificates } });
    return installBeside(SOURCE ?? '', {
      folder: place(name),
      files: { ...files, 'distribution/policies.json': policy },
    });
  };

  it('keeps every message when it is patched, and when the kit adds the account; the kit’s account reads and sends', async () => {
    office = await openOffice();
    const client = mailClient(office.smtp);
    for (const notice of ['n1', 'n2', 'n3']) await client.sendMail(letter(OLD_MAILBOX, notice));
    for (const notice of ['n4', 'n5']) await client.sendMail(letter(NEW_ADDRESS, notice));
    client.close();
    const mailHost = {
      ...MAIL_HOST,
      imap: { host: 'localhost', port: office.imap.tlsPort, security: 'tls' as const },
      smtp: { host: 'localhost', port: office.smtp.tlsPort, security: 'tls' as const },
    };
    const taro = person('taro', { newAddress: NEW_ADDRESS, displayName: '髙橋 𠮷郎 </displayName>' });
    const signature = { html: '<p>髙橋 𠮷郎<br>&quot;新会社&quot;</p>', text: '' };

    // As it was used for years.
    await makeOldProfile({
      profile: place(USED),
      imap: { host: '127.0.0.1', port: office.imap.tlsPort, user: OLD_MAILBOX },
    });
    const plain = await install('plain', {});
    let thunderbird = await start(plain, USED);
    await readInbox(thunderbird, OLD_ADDRESS, office.imap.password);
    const before = await seenAccounts(thunderbird);
    await thunderbird.quit();
    expect(before.map(({ type, messages, offline }) => [type, messages.length, offline])).toEqual([
      ['pop3', 7, 7],
      ['imap', 3, 3],
    ]);
    await cp(place(USED), place('fleet'), { recursive: true, filter: (file) => !file.endsWith('lock') });
    const old = before.map((account) => ({ ...account, name: `(旧) ${OLD_ADDRESS}` }));
    const added: SeenAccount = {
      ...{
        type: 'imap',
        name: NEW_ADDRESS,
        address: NEW_ADDRESS,
        replyTo: '',
        signature: signature.html,
        messages: [],
        offline: 0,
      },
    };

    // The patch of one profile.
    const account = newAccountOf(taro, signature.html, { provider: 'imap-host', mailHost });
    const patch = { profile: place(USED), account, jobId: JOB, isClosed: false };
    expect(await patchProfile(patch)).toMatchObject({ outcome: 'added' });
    thunderbird = await start(plain, USED);
    expect(await patchProfile(patch)).toMatchObject({ problems: [{ code: 'profile.in-use' }] });
    expect(await seenAccounts(thunderbird)).toEqual([added, ...old]);
    await thunderbird.quit();

    // The kit of the fleet, on the same profile.
    const files = await thunderbirdKit.forFleet?.([user(taro, { signature })], company({ mailHost }));
    const kit = Object.fromEntries(
      (files ?? []).map(({ path: name, bytes }) => [name.replace('thunderbird/', ''), bytes]),
    );
    const environment = { MIGRATE_THUNDERBIRD_COPIED: JOB, COMPUTERNAME: 'PC-001', USERNAME: 'somebody' };
    const hosts = ['autoconfig.newcorp.test', 'autodiscover.newcorp.test', 'newcorp.test'];
    thunderbird = await start(await install('kit', kit), 'fleet', { environment, hosts });
    expect(await seenAccounts(thunderbird)).toEqual([added, ...old]);
    await readInbox(thunderbird, NEW_ADDRESS, office.imap.password);
    await sendLetter(thunderbird, { from: NEW_ADDRESS, to: OLD_MAILBOX, subject: '新しいアドレスから' });
    const [read, ...rest] = await seenAccounts(thunderbird);
    expect(rest).toEqual(old);
    expect(read).toMatchObject({ offline: 2, messages: ['新しいアドレス 髙', '新しいアドレス 髙'] });
    expect(office.ledger()).toHaveLength(6);

    // The published document, where it looks for it.
    const facts = discoveryFacts(
      { name: { ja: '新会社 </displayName>', en: '' }, newDomain: 'newcorp.test' },
      MAIL_HOST,
    );
    discovery = await openDiscoveryServer(facts, 80).catch(() => openDiscoveryServer(facts, 0));
    const servers = {
      incoming: ['imap', 'imap.newcorp.test', 10_993, 'taro@newcorp.test'],
      outgoing: ['smtp', 'smtp.newcorp.test', 10_465, 'taro@newcorp.test'],
    };
    const { port } = discovery;
    expect(await discovered(thunderbird, 'taro@newcorp.test', port)).toEqual({ name: facts.name, ...servers });
    if (port === 80) expect(await autodiscovered(thunderbird, 'taro@newcorp.test')).toEqual(servers);

    const tenants = (['microsoft-365', 'google-workspace'] as const).flatMap((provider) => {
      const { incoming, outgoing } = newAccountOf(taro, undefined, { provider });
      return [[incoming.host, 'imap'] as const, [outgoing.host, 'smtp'] as const];
    });
    expect(await knownToSignIn(thunderbird, [...tenants, ['imap.newcorp.test', 'imap']])).toEqual(
      tenants.map(([host]) => host),
    );
  });
});
