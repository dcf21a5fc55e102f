// A mail server has to prove who it is; only the sandbox's own authority is trusted, and only where it is given.

import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composerFor } from '../../../src/notice/compose-message.ts';
import { smtpPatience } from '../../../src/provider/smtp/limits.ts';
import { connectSmtpMailer } from '../../../src/provider/smtp/mailer.ts';
import { createSandboxServer } from '../../../src/sandbox/kernel/server.ts';
import { smtpListener } from '../../../src/sandbox/mail/smtp/listener.ts';
import { letterTo } from '../letters.ts';
import { failureOf } from '../microsoft-365/tenant.ts';
import { scriptedSmtp } from './scripted-smtp.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function stage(security: 'tls' | 'starttls') {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const server = await createSandboxServer({ folder, profile: 'free', seed: 5, listeners: [smtpListener] });
  closing.push(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const facts = server.facts.smtp ?? {};
  const text = (name: string): string => String(facts[name]);
  const open = (authority: string | undefined, port = Number(facts[security === 'tls' ? 'tlsPort' : 'port'])) => {
    const mailer = connectSmtpMailer({
      settings: {
        ...{ host: text('host'), port, security, connections: 1, limits: {} },
        sign: { user: text('user'), with: 'password', variable: '' },
      },
      secrets: { smtp: text('password') },
      composer: composerFor({ timeZone: 'Asia/Tokyo' }),
      limits: [],
      patience: { ...smtpPatience(1000), greetingMs: 1000, answerMs: 1000 },
      ...(authority === undefined ? {} : { authority }),
    });
    closing.unshift(() => mailer.close());
    return mailer;
  };
  return { open, facts, authority: readFileSync(text('caFile'), 'utf8') };
}

describe.each(['tls', 'starttls'] as const)('over %s', (security) => {
  it('a message goes to a server that we trust', async () => {
    const { open, authority } = await stage(security);
    const mailer = open(authority);
    const letter = letterTo('suzuki');
    expect(await mailer.send(letter, await mailer.prepare(letter))).toMatchObject({ queueId: expect.any(String) });
  });

  it('nothing goes to a server that cannot prove who it is, and the campaign stops', async () => {
    const { open } = await stage(security);
    const { facts } = await failureOf(open(undefined).send(letterTo('suzuki'), { date: 'x' }));
    expect(facts).toMatchObject({ kind: 'refused', stops: 'campaign' });
  });
});

it('a server that does not offer STARTTLS gets nothing', async () => {
  const { open, authority } = await stage('starttls');
  const plain = await scriptedSmtp();
  const { facts } = await failureOf(open(authority, plain.port).send(letterTo('suzuki'), { date: 'x' }));
  expect(facts.kind).not.toBe('in-doubt');
  expect(plain.taken).toEqual([]);
  expect(plain.lines.some((line) => line.startsWith('MAIL'))).toBe(false);
});
