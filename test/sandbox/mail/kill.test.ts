// kill -9 of the sandbox in a stream of messages over SMTP and Graph: what was acknowledged is there, once, and what was to come back comes.

import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startSandbox, stopSandbox } from '../../../src/sandbox/kernel/control.ts';
import type { SandboxFacts } from '../../../src/sandbox/kernel/facts-file.ts';
import { newFolder } from '../kernel/folder.ts';
import { send, signIn, type Tenant } from '../microsoft/tenant.ts';
import { COMPANY, letter, mailClient, type Door } from './office.ts';

const command = [process.execPath, fileURLToPath(new URL('../serving.mjs', import.meta.url))];
const KILLS = 3;
const AT_ONCE = 4;
/** How often we look for late messages: some seconds in all. */
const MOST_TRIES = 100;
const TRY_EVERY_MS = 100;

const folder = newFolder();
afterEach(async () => {
  await stopSandbox(folder);
});

const control = async (facts: SandboxFacts, path: string) =>
  (await send(`${facts.url}/_sandbox/${path}`, 'GET', { body: undefined, headers: {} })).body as unknown;

/** `address notice count` of all that has arrived in the world beyond. */
async function deliveredIn(facts: SandboxFacts): Promise<string[]> {
  const counts = (await control(facts, 'mail/counts')) as Record<string, Record<string, number>>;
  return Object.entries(counts).flatMap(([to, notices]) =>
    Object.entries(notices).map(([notice, count]) => `${to} ${notice} ${count}`),
  );
}

let next = 0;

/** Every third message comes back as a bounce. */
const nextOne = () => {
  const number = next++;
  return { notice: `n${number}`, to: `${number % 3 === 0 ? 'gone-' : ''}p${number}@own-a.example` };
};

async function sendUntilDeath(facts: SandboxFacts, token: string, acknowledged: Set<string>): Promise<void> {
  const smtp = mailClient(facts.smtp as Door, { pool: true, maxConnections: AT_ONCE });
  const overSmtp = async () => {
    for (;;) {
      const { notice, to } = nextOne();
      await smtp.sendMail(letter(to, notice));
      acknowledged.add(`${to} ${notice}`);
    }
  };
  const overGraph = async () => {
    for (;;) {
      const { notice, to } = nextOne();
      const message = {
        subject: 'x',
        toRecipients: [{ emailAddress: { address: to } }],
        internetMessageHeaders: [{ name: 'x-migrate-notice', value: notice }],
      };
      const url = `${facts.url}/v1.0/users/sato@new.example/sendMail`;
      const reply = await send(url, 'POST', { body: { message }, headers: { authorization: `Bearer ${token}` } });
      if (reply.status === 202) acknowledged.add(`${to} ${notice}`);
    }
  };
  await Promise.allSettled([...Array.from({ length: AT_ONCE }, overSmtp), overGraph(), overGraph()]);
  smtp.close();
}

describe('kill -9 in a stream of messages', () => {
  it('loses nothing that was acknowledged, delivers nothing twice, and answers for all of it', async () => {
    const start = () => startSandbox({ folder, profile: 'free', command });
    const acknowledged = new Set<string>();
    let facts = await start();
    await send(`${facts.url}/_sandbox/seed`, 'POST', { body: { microsoft: COMPANY }, headers: {} });
    const token = String((await signIn(facts.url, facts.microsoft as unknown as Tenant['facts'])).body['access_token']);
    for (let kills = 1; kills <= KILLS; kills += 1) {
      const streams = sendUntilDeath(facts, token, acknowledged);
      while (acknowledged.size < 25 * kills) await new Promise((resolve) => setTimeout(resolve, 1));
      process.kill(facts.pid, 'SIGKILL');
      await streams;
      const ports = [facts.smtp, facts.imap, facts.dns].map((door) => door?.port);
      facts = await start();
      expect([facts.smtp, facts.imap, facts.dns].map((door) => door?.port)).toEqual(ports);
    }
    const ledger = (await control(facts, 'ledger')) as { kind: string; key: string }[];
    const accepted = ledger.filter(({ kind }) => kind === 'message.accept').map(({ key }) => key);
    expect(new Set(accepted).size).toBe(accepted.length);
    expect([...acknowledged].filter((key) => !accepted.includes(key))).toEqual([]);

    const wanted = accepted.filter((key) => !key.startsWith('gone-')).map((key) => `${key} 1`);
    // What a mailbox sends beyond its pace leaves later, also after a restart.
    let delivered = await deliveredIn(facts);
    for (let tries = 0; delivered.length < wanted.length && tries < MOST_TRIES; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
      delivered = await deliveredIn(facts);
    }
    expect(delivered.sort()).toEqual(wanted.sort());

    const world = (await control(facts, 'world')) as Record<string, { content?: { subject: string; mime: string } }[]>;
    const [inbox = []] = Object.entries(world).flatMap(([name, all]) => (name.startsWith('microsoft.messages.') ? [all] : []));
    const bounced = inbox.flatMap(({ content }) => /Final-Recipient: rfc822; ?(\S+)/.exec(content?.mime ?? '')?.[1] ?? []);
    const gone = accepted.filter((key) => key.startsWith('gone-')).map((key) => key.split(' ')[0]);
    expect(bounced.sort()).toEqual(gone.sort());
  });
});
