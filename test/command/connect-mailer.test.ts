// Each way of sending, opened by migrate.yaml alone against a sandbox in a process of its own; and what is missing said in words.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectMailer } from '../../src/command/wire.ts';
import type { ConnectOptions } from '../../src/command/wire.ts';
import { startSandbox, stopSandbox } from '../../src/sandbox/kernel/control.ts';
import type { SandboxFacts } from '../../src/sandbox/kernel/facts-file.ts';
import { letterTo, SENDER } from '../provider/letters.ts';
import { migrateYaml, settingsOf } from '../settings/migrate-yaml.ts';

const ARCHIVE = 'archive@sandbox.example';
const MICROSOFT = 'provider: microsoft-365';

let folder = '';
let facts: SandboxFacts;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'connect-mailer-'));
  const serving = path.join(import.meta.dirname, '..', 'sandbox', 'serving.mjs');
  const command = [process.execPath, serving];
  facts = await startSandbox({ command, folder: path.join(folder, 'sandbox'), profile: 'free', seed: 3 });
  await control('POST', 'seed', {
    microsoft: {
      domains: [{ name: 'new.example' }],
      skus: [{ skuPartNumber: 'SPE_E3', total: 9 }],
      users: [{ userPrincipalName: SENDER, displayName: 'Sato', licences: ['SPE_E3'] }],
    },
    google: {
      customer: 'C0sandbox',
      administrator: 'admin@gmail-side.example',
      domains: [{ name: 'gmail-side.example', isPrimary: true }],
      users: [{ primaryEmail: 'sato@gmail-side.example' }],
    },
  });
});
afterAll(async () => {
  await stopSandbox(path.join(folder, 'sandbox'));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function control(method: string, route: string, body: unknown): Promise<unknown> {
  const reply = await fetch(`${facts.url}/_sandbox/${route}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error(await reply.text());
  const text = await reply.text();
  return text === '' ? undefined : JSON.parse(text);
}

async function taken(): Promise<readonly string[]> {
  const ledger = (await control('GET', 'ledger', undefined)) as readonly { kind: string; key: string }[];
  return ledger.flatMap(({ kind, key }) => (kind === 'message.accept' ? [key] : []));
}

function options(
  sending: string,
  more: { readonly isReal?: true; readonly environment?: object } = {},
): ConnectOptions {
  const provider = sending.includes('way: gmail') ? 'provider: google-workspace' : MICROSOFT;
  const text = `${migrateYaml([MICROSOFT, provider])}sending:\n${sending.replace(/^(?=.)/gm, '  ')}`;
  const { sandbox: _sandbox, ...settings } = settingsOf(text);
  return {
    folder,
    settings: more.isReal === true ? settings : { ...settings, sandbox: 'sandbox' },
    environment: { ...more.environment },
    onDeviceCode: () => undefined,
  };
}

async function opened(wanted: ConnectOptions) {
  const reading = await connectMailer(wanted);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.mailer;
}

const SMTP = `way: smtp
smtp:
  host: smtp.aozora-trading.example
  signIn: { user: a, variable: SMTP_SECRET }
  archive:
    address: ${ARCHIVE}
    imap: { host: imap.aozora-trading.example, user: a, variable: IMAP_SECRET }
`;

describe('the mailer of migrate.yaml', () => {
  it.each([
    ['graph', 'way: graph\n', {}],
    ['gmail', 'way: gmail\n', { mailbox: 'sato@gmail-side.example', from: { address: 'sato@gmail-side.example' } }],
    ['smtp', SMTP, {}],
  ] as const)('sends by %s', async (way, sending, change) => {
    const mailer = await opened(options(sending));
    const letter = letterTo(`partner-of-${way}`, change);
    const ask = { mailbox: letter.mailbox, from: letter.from.address };
    expect(await mailer.senderFault(ask)).toBeUndefined();
    const prepared = await mailer.prepare(letter);
    await mailer.send(letter, prepared);
    expect(await mailer.find(letter, prepared)).toMatchObject({ standing: 'sent' });
    expect(await taken()).toContain(`${letter.to.address} ${letter.noticeId}`);
    await mailer.close();
  });

  it('names every secret and every key that is missing, and calls nobody', async () => {
    const problems = async (wanted: ConnectOptions) => {
      const reading = await connectMailer(wanted);
      return 'problems' in reading ? reading.problems.map(({ code, what }) => `${code} ${what}`) : [];
    };
    expect(await problems(options(SMTP, { isReal: true }))).toEqual([
      expect.stringMatching(/^connection\.no-secret .*SMTP_SECRET/),
      expect.stringMatching(/^connection\.no-secret .*IMAP_SECRET/),
    ]);
    const dkim = `${SMTP}  dkim: { domain: aozora-trading.example, selector: s, keyFile: dkim.pem }\n`;
    const environment = { SMTP_SECRET: 'a', IMAP_SECRET: 'b' };
    writeFileSync(path.join(folder, 'dkim.pem'), 'no key');
    expect(await problems(options(dkim, { isReal: true, environment }))).toEqual([
      expect.stringMatching(/^sending\.no-dkim-key dkim\.pem/),
    ]);
    const smime = `${SMTP}smime: { certificateFile: own.p12, passwordVariable: P12 }\n`;
    expect(await problems(options(smime, { isReal: true, environment }))).toEqual([
      expect.stringMatching(/^connection\.no-secret .*P12/),
    ]);
    expect(await problems(options(smime, { isReal: true, environment: { ...environment, P12: 'x' } }))).toEqual([
      expect.stringMatching(/^sending\.no-smime-key own\.p12/),
    ]);
  });
});
