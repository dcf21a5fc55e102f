// A sandbox in this process with everything that it listens with, and the clients that the world uses with it.

import { readFileSync } from 'node:fs';
import { afterEach } from '@jest/globals';
import { createTransport, type Transporter } from 'nodemailer';
import { createSandboxServer, type SandboxServer } from '../../../src/sandbox/kernel/server.ts';
import type { ProfileName } from '../../../src/sandbox/kernel/profile.ts';
import { listeners } from '../../../src/sandbox/listeners.ts';
import { newFolder } from '../kernel/folder.ts';

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
}

export async function openOffice(options: { profile?: ProfileName; folder?: string; record?: boolean } = {}): Promise<Office> {
  let late = 0;
  const server = await createSandboxServer({
    folder: options.folder ?? newFolder(),
    profile: options.profile ?? 'free',
    seed: 5,
    now: () => Date.now() + late,
    listeners,
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
