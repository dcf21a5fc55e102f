// What a connection that breaks proves, with real sockets that really break.

import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { noAnswer } from '../../../src/provider/microsoft-365/failures.ts';
import { unansweredAs } from '../../../src/provider/microsoft-365/unanswered.ts';

const CREATE = { operation: 'POST /users', isRepeatable: false, secrets: [] };

let server: Server | undefined;

async function listen(onSocket: (socket: Socket) => void): Promise<string> {
  const opened = createServer(onSocket);
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(opened.address() as AddressInfo).port}/`;
}

async function stop(): Promise<void> {
  const open = server;
  server = undefined;
  if (open !== undefined) await new Promise((resolve) => open.close(resolve));
}

async function failed(url: string, signal?: AbortSignal): Promise<unknown> {
  try {
    await fetch(url, { method: 'POST', body: '{}', ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    return error;
  }
  throw new Error('the call was expected to fail');
}

afterEach(stop);

describe('a call without an answer', () => {
  it('was never sent where nobody listens, so even a creation may be repeated', async () => {
    const url = await listen((socket) => socket.destroy());
    await stop();
    const { facts } = noAnswer(CREATE, await failed(url));
    expect(facts).toMatchObject({ kind: 'unavailable', code: 'ECONNREFUSED' });
  });

  it('was never sent where the name is not known', () => {
    const error = new TypeError('fetch failed', {
      cause: Object.assign(new Error('getaddrinfo ENOTFOUND graph.microsoft.com'), {
        code: 'ENOTFOUND',
        syscall: 'getaddrinfo',
      }),
    });
    expect(unansweredAs(error)).toMatchObject({ proof: 'nothing-sent', code: 'ENOTFOUND' });
  });

  it('leaves a creation in doubt where the other end hung up', async () => {
    const url = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const error = await failed(url);
    expect(noAnswer(CREATE, error).facts.kind).toBe('in-doubt');
    expect(noAnswer({ ...CREATE, operation: 'GET /users', isRepeatable: true }, error).facts.kind).toBe('unavailable');
  });

  it('leaves a creation in doubt where the time ran out', () => {
    const error = new DOMException('no answer within 50 ms', 'TimeoutError');
    expect(noAnswer(CREATE, error).facts).toMatchObject({ kind: 'in-doubt', said: 'no answer within 50 ms' });
  });

  it('is refused, with a way out, where the other end cannot prove who it is', () => {
    const error = new TypeError('fetch failed', {
      cause: Object.assign(new Error('self-signed certificate in certificate chain'), {
        code: 'SELF_SIGNED_CERT_IN_CHAIN',
      }),
    });
    const { facts, cause } = noAnswer(CREATE, error);
    expect(facts.kind).toBe('refused');
    expect(facts.todo).toContain('NODE_EXTRA_CA_CERTS');
    expect(cause).toBe(error);
  });
});
