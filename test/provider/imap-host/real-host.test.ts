// The contract with a real mail host: Dovecot and Postfix of Debian, where they are installed. The plan shows changes, apply makes them,
// the next plan shows none; and the host itself says what it has.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { unless } from '../../installed.ts';
import { migrateCommand, STORY_TIMEOUT_MS } from '../../story/on-stage.ts';
import { NEW_DOMAIN, OLD_DOMAIN, Stage, withOldMailboxesAtTheHost } from '../../story/stage.ts';
import { openRealHost, whyNoHost } from './real-host.ts';
import type { RealHost } from './real-host.ts';

const why = whyNoHost();
const PEOPLE = 3;
const OLD = Array.from({ length: PEOPLE }, (_, index) => `p${index + 1}@${OLD_DOMAIN}`);
const NEW = OLD.map((address) => address.replace(OLD_DOMAIN, NEW_DOMAIN));

const MESSAGE = `From: Partner <partner@partner.example>
To: p1@${OLD_DOMAIN}
Subject: An order
Message-ID: <order-1@partner.example>
Date: Tue, 24 Nov 2026 10:00:00 +0900

100 pieces, please.
`;

describe('a real mail host', () => {
  (why === undefined ? it : it.skip)(
    `gets each mailbox once, answers from the old ones, and is put back${unless(why)}`,
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'migrate-host-'));
      const host = await openRealHost(folder, OLD);
      const stage = await Stage.open({
        provider: 'imap-host',
        people: PEOPLE,
        migrate: await migrateCommand(),
        edit: (settings) => settingsFor(host, settings),
      });
      const run = (...args: string[]) =>
        stage.start(args, { NODE_EXTRA_CA_CERTS: host.authority, MIGRATE_SIEVE_PASSWORD: host.masterPassword }).ended;
      try {
        const connected = await run('connect');
        expect(connected).toMatchObject({ code: 0 });
        expect(connected.said.match(/granted/gu)).toHaveLength(3);
        expect(await run('plan', '--detailed-exitcode')).toMatchObject({ code: 2 });
        const applied = await run('apply', '--yes');
        expect(applied).toMatchObject({ code: 0, said: expect.stringContaining('Finished: 12 of 12 steps are done.') });
        expect(host.users().toSorted()).toEqual([...OLD, ...NEW].toSorted());
        expect(host.calls().toSorted()).toEqual(NEW.toSorted());
        expect(await run('plan', '--detailed-exitcode')).toMatchObject({ code: 0 });

        const sent = await host.deliver(OLD[0] ?? '', MESSAGE);
        expect(sent).toHaveLength(2);
        const [answer, forwarded] = sent.toSorted((one) => (one.includes('Auto-Submitted: auto-replied') ? -1 : 1));
        expect(answer).toContain('To: Partner <partner@partner.example>');
        expect(answer).toContain(`変更後: ${NEW[0] ?? ''}`);
        expect(forwarded).toContain('100 pieces, please.');

        const undone = await run('undo', '--yes');
        expect(undone).toMatchObject({ code: 4 });
        expect(undone.said).toContain(`for a person: Shut ${NEW[0] ?? ''} at the host by hand`);
        expect(await host.deliver(OLD[1] ?? '', MESSAGE)).toHaveLength(2);
      } finally {
        await stage.close();
        await host.close();
        await rm(folder, { recursive: true, force: true });
      }
    },
    STORY_TIMEOUT_MS,
  );
});

function settingsFor({ imapsPort, submissionPort, sievePort, provision }: RealHost, settings: string): string {
  const [command, ...args] = provision.map((word) => JSON.stringify(word));
  return withOldMailboxesAtTheHost(settings)
    .replace(/^sandbox: .*$/mu, '')
    .replace(/^ {2}imap: .*$/mu, `  imap: { host: localhost, port: ${imapsPort}, security: tls }`)
    .replace(/^ {2}smtp: .*$/mu, `  smtp: { host: localhost, port: ${submissionPort}, security: starttls }`)
    .replace(/manageSieve: \{ host: [^,]*,/u, `manageSieve: { host: localhost, port: ${sievePort},`)
    .replace(/command: bin\/make-mailbox/u, `command: ${command ?? ''}`)
    .replace(/arguments: \['\{address\}', '\{displayName\}'\]/u, `arguments: [${args.join(', ')}]`);
}
