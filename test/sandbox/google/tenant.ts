// A tenant under a clock that the test owns: the desk and the routes as the server has them, without a socket.

import { afterEach, expect } from '@jest/globals';
import { googleWorkspace } from '../../../src/sandbox/google/google-workspace.ts';
import { findUser, tenantOf } from '../../../src/sandbox/google/tenant.ts';
import { answerText, makeCall, type Answer } from '../../../src/sandbox/kernel/call.ts';
import { Desk } from '../../../src/sandbox/kernel/desk.ts';
import { profileOf, type ProfileName } from '../../../src/sandbox/kernel/profile.ts';
import { openWorld, type World } from '../../../src/sandbox/kernel/world.ts';
import { Post } from '../../../src/sandbox/mail/post.ts';
import { newFolder } from '../kernel/folder.ts';
import { holdAgainstContract } from './contract.ts';

/** Documented seconds are this many times as long as those of the test's clock. */
const SCALE = 1000;

const open: World[] = [];
afterEach(() => {
  for (const world of open.splice(0)) world.close();
});

export const DOMAINS = [
  { name: 'old.example', isPrimary: true },
  { name: 'new.example', isVerified: true },
];

export interface Said {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

export function openTenant(seed: object = {}, profileName: ProfileName = 'fast') {
  const time = { now: Date.UTC(2026, 10, 24) };
  const world = openWorld({ folder: newFolder(), profile: profileOf(profileName, SCALE), seed: 7, now: () => time.now });
  open.push(world);
  googleWorkspace.seed(world, { administrator: 'admin@old.example', domains: DOMAINS, ...seed });
  const providers = [googleWorkspace];
  const desk = new Desk(world, { providers, post: new Post(world, providers) });
  const tenant = tenantOf(world);
  let calls = 0;

  /** A token that acts as a user, with all scopes, as delegation gives it. */
  const tokenOf = (address: string, scopes: readonly string[] = ['*'], isDelegated = true) => {
    const userId = findUser(tenant, address)?.id ?? '';
    const token = `${address} ${scopes.join(' ')} ${String(isDelegated)}`.replaceAll(' ', '+');
    tenant.tokens.put(token, { scopes, userId, isDelegated, expiresAt: time.now + 1e12 });
    return token;
  };
  const send = async (request: string, body?: unknown, token = tokenOf('admin@old.example')): Promise<Said> => {
    const [method = '', url = ''] = request.split(' ');
    calls += 1;
    const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' };
    const text = body === undefined ? '' : JSON.stringify(body);
    const call = makeCall({ id: `call-${calls}`, method, url, headers, bytes: Buffer.from(text) });
    const outcome = await desk.take(call);
    const answer: Answer = outcome?.answer ?? { status: 0 };
    const said = answerText(answer).text;
    holdAgainstContract({
      request: { method, url, headers, body: text },
      response: { status: answer.status, headers: answer.headers ?? {}, body: said },
    });
    return { status: answer.status, text: said, body: parsed(said) };
  };
  return {
    world,
    tenant,
    time,
    tokenOf,
    send,
    /** A call below the Directory API. */
    directory: (request: string, body?: unknown) => send(request.replace(' ', ' /admin/directory/v1'), body),
    /** A call below one user's mailbox, made as that user. */
    gmail: (address: string, request: string, body?: unknown) =>
      send(request.replace(' ', ' /gmail/v1/users/me'), body, tokenOf(address)),
    /** Lets documented seconds pass. */
    pass: (seconds: number) => (time.now += (seconds * 1000) / SCALE),
    keys: (kind: string) => [...world.ledger()].filter((line) => line.kind === kind).map((line) => line.key),
    lines: (kind: string) => [...world.ledger()].filter((line) => line.kind === kind),
  };
}

export function newUser(primaryEmail: string, more: object = {}) {
  return {
    primaryEmail,
    name: { givenName: 'Yuki', familyName: 'Sato' },
    password: 'a-long-password',
    ...more,
  };
}

/** A message as base64url, as the Gmail API takes it. */
export function rawMessage(headers: Record<string, string>, text = 'Our new address.'): string {
  const lines = Object.entries({ 'Content-Type': 'text/plain; charset=utf-8', ...headers });
  const block = lines.map(([name, value]) => `${name}: ${value}`).join('\r\n');
  return Buffer.from(`${block}\r\n\r\n${text}\r\n`).toString('base64url');
}

/** The reason and the text of a refusal. */
export function refusal(said: Said): readonly unknown[] {
  const error = said.body['error'] as { errors: { reason: string }[]; message: string } | undefined;
  expect(error).toBeDefined();
  return [said.status, error?.errors[0]?.reason, error?.message];
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
