// A mail host on the sandbox's servers: whose a mailbox is, whether it works, and the scripts of old mailboxes.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { AutomaticReply } from '../../../src/model/account.ts';
import type { Directory } from '../../../src/model/directory.ts';
import type { Provision } from '../../../src/model/mail-host.ts';
import { connectImapHost } from '../../../src/provider/imap-host/connect.ts';
import type { KnownPassword } from '../../../src/provider/imap-host/known-passwords.ts';
import { withSieve } from '../../../src/provider/imap-host/manage-sieve.ts';
import type { SieveSignIn } from '../../../src/provider/imap-host/manage-sieve.ts';
import { hostedMailbox, mailboxesOf } from '../../../src/sandbox/hosting/mailboxes.ts';
import { openOffice } from '../../sandbox/mail/office.ts';
import type { Door, Office } from '../../sandbox/mail/office.ts';

const OURS = 'sato@new.example';
const OLD = 'sato@old.example';
const PASSWORD = 'first-password-1';
const NEWEST: KnownPassword = { password: 'of-a-later-run-2', segment: 'second' };
const FIRST: KnownPassword = { password: PASSWORD, segment: 'first' };
const REPLY: AutomaticReply = {
  isOn: true,
  subject: 'メールアドレス変更のお知らせ',
  internalHtml: '<p>変更しました</p>',
  externalHtml: '<p>変更しました</p>',
  audience: 'all',
};

interface Host {
  readonly office: Office;
  readonly directory: Directory;
  /** How a script of the owner's own gets there. */
  readonly owner: SieveSignIn;
}

interface HostWish {
  readonly passwords?: readonly KnownPassword[];
  readonly whyMore?: string;
  /** Exit code of the command that looks. */
  readonly look?: number;
  readonly authority?: string;
}

async function openHost({ passwords = [NEWEST, FIRST], whyMore, look, authority }: HostWish = {}): Promise<Host> {
  const office = await openOffice();
  await office.control('POST', 'seed', {
    hosting: {
      domains: ['new.example'],
      mailboxes: [
        { address: OURS, displayName: 'Sato', password: PASSWORD },
        { address: OLD, displayName: 'Sato', password: 'known-to-sato-alone' },
      ],
    },
  });
  const sieve = office.server.facts['sieve'] as unknown as Door;
  const ca = authority ?? readFileSync(sieve.caFile, 'utf8');
  const command = { program: process.execPath, arguments: ['-e', '0'] };
  const provision: Provision = {
    by: 'command',
    command,
    timeoutMs: 60_000,
    atOnce: 1,
    ...(look !== undefined && { look: { ...command, arguments: ['-e', `process.exit(${look})`] } }),
  };
  const manageSieve = { host: 'localhost', port: sieve.port, master: { user: sieve.user, variable: '' } };
  const directory = connectImapHost({
    connection: { provider: 'imap-host', provision, manageSieve },
    host: {
      imap: { host: 'localhost', port: office.imap.tlsPort, security: 'tls' },
      smtp: { host: 'localhost', port: office.smtp.port, security: 'starttls' },
      login: 'address',
    },
    newDomain: 'new.example',
    listed: [{ address: OLD }],
    passwords: {
      async *of(address) {
        await Promise.resolve();
        if (address !== OLD) yield* passwords;
      },
      whyMore: () => Promise.resolve(whyMore),
    },
    sievePassword: sieve.password,
    folder: path.dirname(sieve.caFile),
    environment: process.env,
    authority: ca,
  });
  const owner = {
    host: 'localhost',
    port: sieve.port,
    user: sieve.user,
    password: sieve.password,
    owner: OLD,
    authority: ca,
  };
  return { office, directory, owner };
}

const standingOf = async (wish: HostWish, address = OURS): Promise<unknown> => {
  const { directory } = await openHost(wish);
  return directory.accounts.ownership?.(address).catch((error: unknown) => error);
};

describe('a mailbox without a stamp', () => {
  it('is ours when one of our passwords opens it, and which one that is is known', async () => {
    expect(await standingOf({})).toMatchObject({ standing: 'ours', segment: 'first', account: { id: OURS } });
  });

  it('proves nothing by a refused sign-in alone; a command that looks tells more', async () => {
    const stranger = { passwords: [NEWEST] };
    expect(await standingOf(stranger)).toMatchObject({ standing: 'cannot-tell' });
    expect(await standingOf({ ...stranger, look: 0 })).toMatchObject({ standing: 'others' });
    expect(await standingOf({ ...stranger, look: 1 })).toEqual({ standing: 'absent' });
    expect(await standingOf({ ...stranger, look: 2 })).toMatchObject({ facts: { kind: 'unavailable' } });
    expect(await standingOf({ ...stranger, look: 0, whyMore: 'set MIGRATE_IDENTITY' })).toMatchObject({
      standing: 'cannot-tell',
      said: expect.stringContaining('set MIGRATE_IDENTITY'),
    });
  });

  it('is not asked about at a server that cannot prove who it is', async () => {
    const other = readFileSync((await openOffice()).imap.caFile, 'utf8');
    expect(await standingOf({ authority: other })).toMatchObject({ facts: { kind: 'refused', operation: 'IMAP' } });
  });
});

describe('a new mailbox', () => {
  it('works when IMAP and SMTP let its owner in, and not before', async () => {
    const { directory } = await openHost();
    const ref = (address: string) => ({ id: address, address });
    expect(await directory.mailboxes.isReady(ref(OURS))).toBe(true);
    expect(await directory.mailboxes.isReady(ref('nobody@new.example'))).toBe(false);
    await expect(directory.mailboxes.isReady(ref(OLD))).rejects.toMatchObject({ facts: { kind: 'refused' } });
  });

  it('is told in words where SMTP has temporary trouble', async () => {
    const { office, directory } = await openHost();
    await office.fault({
      match: { provider: 'smtp', method: 'AUTH' },
      kind: 'reply',
      reply: '454 4.7.0 Temporary authentication failure',
    });
    await expect(directory.mailboxes.isReady({ id: OURS, address: OURS })).rejects.toMatchObject({
      facts: { kind: 'unavailable', operation: 'SMTP' },
    });
  });
});

describe('an old mailbox on the same host', () => {
  const old = { id: OLD, address: OLD };

  it('answers and forwards by one script of ours, set at the same time, and has none afterwards', async () => {
    const { office, directory } = await openHost();
    const { mailboxes } = directory;
    const forwarding = { isOn: true, to: OURS, keepsCopy: true };
    expect(await mailboxes.reply(old)).toMatchObject({ isOn: false });
    await Promise.all([mailboxes.setReply(old, REPLY), mailboxes.forwarding?.set(old, forwarding)]);
    expect(await mailboxes.reply(old)).toEqual(REPLY);
    expect(await mailboxes.forwarding?.read(old)).toEqual(forwarding);
    expect(hostedMailbox(office.server.world, OLD)).toMatchObject({ activeScript: 'migrate' });
    await mailboxes.setReply(old, { ...REPLY, isOn: false });
    expect(await mailboxes.forwarding?.read(old)).toEqual(forwarding);
    await mailboxes.forwarding?.set(old, { isOn: false, keepsCopy: true });
    const left = hostedMailbox(office.server.world, OLD);
    expect(left).toMatchObject({ scripts: {} });
    expect(left).not.toHaveProperty('activeScript');
  });

  it('keeps the script that its owner has, whatever its name is', async () => {
    const { office, directory, owner } = await openHost();
    const before = (): unknown => mailboxesOf(office.server.world).get(OLD);
    for (const name of ['holiday', 'migrate']) {
      await withSieve(owner, async (scripts) => {
        await scripts.put(name, 'require ["vacation"];\r\nvacation "On holiday \\"until Monday\\"";\r\n');
        await scripts.activate(name);
      });
      const kept = before();
      await expect(directory.mailboxes.setReply(old, REPLY)).rejects.toMatchObject({
        facts: { kind: 'refused', code: 'foreign-script', said: expect.stringContaining(name) },
      });
      await directory.mailboxes.setReply(old, { ...REPLY, isOn: false });
      expect(before()).toEqual(kept);
    }
  });

  it('is set by a master user only', async () => {
    const { owner } = await openHost();
    const asStranger = withSieve({ ...owner, password: 'a-guess' }, (scripts) => scripts.list());
    await expect(asStranger).rejects.toMatchObject({ command: 'AUTHENTICATE' });
  });
});

describe('what can be asked beforehand', () => {
  it('is whether every server answers and proves who it is', async () => {
    const { directory } = await openHost();
    const standings = (await directory.permissions()).map(({ standing }) => standing);
    expect(standings).toEqual(['granted', 'granted', 'granted']);
    const other = readFileSync((await openOffice()).imap.caFile, 'utf8');
    const strangers = await (await openHost({ authority: other })).directory.permissions();
    expect(strangers.map(({ standing }) => standing)).toEqual(['missing', 'missing', 'missing']);
  });
});
