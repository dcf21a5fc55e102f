// A sandbox in this process with everything that it listens with, and the clients that the world uses with it.

import { readFileSync } from 'node:fs';
import { afterEach } from '@jest/globals';
import { createTransport, type Transporter } from 'nodemailer';
import { createSandboxServer, type SandboxServer } from '../../../src/sandbox/kernel/server.ts';
import type { ProfileName } from '../../../src/sandbox/kernel/profile.ts';
import { listeners } from '../../../src/sandbox/listeners.ts';
import { microsoftProvider } from '../../../src/sandbox/microsoft/provider.ts';
import { newFolder } from '../kernel/folder.ts';
import { send, signIn, valuesOf, type Tenant } from '../microsoft/tenant.ts';

export interface Door {
  readonly host: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly user: string;
  readonly password: string;
  readonly caFile: string;
}

const open: SandboxServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

export interface Office {
  readonly server: SandboxServer;
  readonly smtp: Door;
  readonly imap: Door;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  fault(...faults: object[]): Promise<unknown>;
  /** Lets documented milliseconds pass. */
  pass(documentedMs: number): void;
  ledger(kind?: string): readonly string[];
  /** Before the end of the test. */
  close(): Promise<void>;
}

export async function openOffice(options: { profile?: ProfileName; folder?: string; record?: boolean; port?: number } = {}): Promise<Office> {
  let late = 0;
  const server = await createSandboxServer({
    folder: options.folder ?? newFolder(),
    profile: options.profile ?? 'free',
    seed: 5,
    now: () => Date.now() + late,
    listeners,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.record === undefined ? {} : { record: options.record }),
  });
  open.push(server);
  const control = async (method: string, path: string, body?: unknown) => {
    const reply = await fetch(`${server.url}/_sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${reply.status} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
  return {
    server,
    smtp: server.facts.smtp as unknown as Door,
    imap: server.facts.imap as unknown as Door,
    control,
    fault: (...faults) => control('PUT', 'faults', faults),
    pass: (documentedMs) => (late += documentedMs / server.world.profile.timeScale),
    ledger: (kind = 'message.accept') => [...server.world.ledger()].filter((line) => line.kind === kind).map((line) => line.key),
    async close() {
      open.splice(open.indexOf(server), 1);
      await server.close();
    },
  };
}

/** Nodemailer as a program would set it up: the certificate is checked against the sandbox's own authority. */
export function mailClient({ host, port, user, password, caFile }: Door, more: object = {}): Transporter {
  return createTransport({
    ...{ host, port, secure: false, requireTLS: true, auth: { user, pass: password } },
    tls: { ca: readFileSync(caFile, 'utf8'), servername: 'localhost' },
    ...{ greetingTimeout: 5000, socketTimeout: 5000 },
    ...more,
  });
}

export const letter = (to: string, notice = 'n1', more: object = {}) => ({
  from: 'Sato <sato@new.example>',
  to,
  subject: '新しいアドレス 髙',
  text: 'Hello\n.leading dot\n',
  messageId: `<${notice}@new.example>`,
  headers: { 'X-Migrate-Notice': notice },
  ...more,
});

/** A company on Graph: sato@new.example, with a mailbox. */
export const COMPANY = {
  domains: [{ name: 'new.example', isDefault: true }],
  skus: [{ skuPartNumber: 'SPE_E3', total: 5 }],
  users: [{ userPrincipalName: 'sato@new.example', displayName: '佐藤 優希', licences: ['SPE_E3'] }],
};

export interface Back {
  readonly subject: string;
  readonly raw: string;
}

/** Calls Graph as the application, below the mailbox of sato@new.example. */
export async function graphOf(office: Office) {
  const facts = microsoftProvider.facts(office.server.world, office.server.url) as unknown as Tenant['facts'];
  const signed = await signIn(office.server.url, facts);
  const authorization = `Bearer ${String(signed.body['access_token'])}`;
  const root = `${office.server.url}/v1.0/users/sato@new.example`;
  const call = (...[method, path, body, headers = {}]: [string, string, unknown?, Record<string, string>?]) =>
    send(`${root}${path}`, method, { body, headers: { authorization, ...headers } });
  return {
    call,
    /** A message as MIME: the id of its draft. */
    draft: (mime: string) =>
      call('POST', '/messages', Buffer.from(mime).toString('base64'), { 'content-type': 'text/plain' }),
    async inbox(): Promise<readonly Back[]> {
      const list = valuesOf(await call('GET', '/mailFolders/inbox/messages?$top=50&$select=id,subject'));
      return Promise.all(
        list.map(async ({ id, subject }) => ({
          subject: String(subject),
          raw: (await call('GET', `/messages/${encodeURIComponent(String(id))}/$value`)).text,
        })),
      );
    },
  };
}

/** A notice as bytes. */
export const mime = (to: string, notice: string, more: readonly string[] = []) =>
  [
    'From: =?UTF-8?B?5L2Q6Jek?= <sato@new.example>',
    `To: ${to}`,
    'Subject: =?UTF-8?B?5paw44GX44GE?=',
    `Message-ID: <${notice}@new.example>`,
    `X-Migrate-Notice: ${notice}`,
    ...more,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    '新しいアドレス',
    '',
  ].join('\r\n');
