// A mail server on loopback that does at each stage what a test says: refuses, hangs up, falls silent, or takes the message and hangs up.
// It speaks plain SMTP (RFC 5321) and keeps what it took.

import { afterEach } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export type Point = 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'end';

/**
 * - a reply: `550 5.1.1 unknown`
 * - `reset`: the connection is torn down without a word; `end` with `taken-then-reset`: after the message was taken
 * - `silence`: no answer ever comes
 */
export type Act = string;

export interface Script {
  /** What happens at a point, instead of what usually does: a function gets the line, and undefined means as usual. */
  readonly acts?: Partial<Record<Point, Act | ((line: string) => Act | undefined)>>;
  readonly pipelining?: boolean;
  readonly auth?: string;
}

export interface TakenMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly bytes: string;
}

export interface ScriptedSmtp {
  readonly port: number;
  readonly taken: readonly TakenMessage[];
  /** Every line of every client, without the bodies. */
  readonly lines: readonly string[];
  /** Connections that were ever made. */
  readonly connections: () => number;
  /** Changes the script for what comes from now on. */
  readonly script: (next: Script) => void;
  /** Ends all connections that stand, as a server does after some idle time. */
  readonly hangUp: () => void;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

export async function scriptedSmtp(first: Script = {}): Promise<ScriptedSmtp> {
  const state = { script: first, connections: 0 };
  const taken: TakenMessage[] = [];
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    state.connections += 1;
    // Replies of their own packet: waiting for company, they would wait for an acknowledgement.
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    serve(socket, { script: () => state.script, taken, lines });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    lines,
    connections: () => state.connections,
    script: (next) => (state.script = next),
    hangUp: () => {
      for (const socket of sockets) socket.end();
    },
  };
}

interface Serving {
  readonly script: () => Script;
  readonly taken: TakenMessage[];
  readonly lines: string[];
}

function serve(socket: Socket, { script, taken, lines }: Serving): void {
  let from = '';
  let to: string[] = [];
  let isBody = false;
  let left = '';

  /** True where the script had something else in mind. */
  function acted(point: Point, line: string): boolean {
    const wanted = script().acts?.[point];
    const act = typeof wanted === 'function' ? wanted(line) : wanted;
    if (act === undefined) return false;
    if (act === 'reset') socket.resetAndDestroy();
    else if (act === 'taken-then-reset') {
      taken.push({ from, to, bytes: left });
      socket.resetAndDestroy();
    } else if (act !== 'silence') {
      socket.write(`${act}\r\n`);
      if (act.startsWith('421')) socket.end();
    }
    return true;
  }

  function answer(line: string): void {
    const word = line.slice(0, 4).toUpperCase();
    switch (word) {
      case 'EHLO': {
        const more = [script().pipelining === true ? 'PIPELINING' : '', script().auth ?? ''].filter(
          (one) => one !== '',
        );
        if (!acted('EHLO', line))
          socket.write(['250-stage', ...more.map((one) => `250-${one}`), '250 8BITMIME', ''].join('\r\n'));
        return;
      }
      case 'AUTH':
        if (!acted('AUTH', line)) socket.write('235 2.7.0 welcome\r\n');
        return;
      case 'MAIL':
        from = /<(.*)>/.exec(line)?.[1] ?? '';
        to = [];
        if (!acted('MAIL', line)) socket.write('250 2.1.0 ok\r\n');
        return;
      case 'RCPT':
        if (acted('RCPT', line)) return;
        to = [...to, /<(.*)>/.exec(line)?.[1] ?? ''];
        socket.write('250 2.1.5 ok\r\n');
        return;
      case 'DATA':
        if (acted('DATA', line)) return;
        if (to.length === 0) socket.write('554 5.5.1 no valid recipients\r\n');
        else {
          isBody = true;
          socket.write('354 go on\r\n');
        }
        return;
      case 'QUIT':
        socket.end('221 2.0.0 bye\r\n');
        return;
      default:
        socket.write('250 2.0.0 ok\r\n');
    }
  }

  socket.on('data', (chunk: Buffer) => {
    left += chunk.toString('latin1');
    for (;;) {
      if (isBody) {
        if (script().acts?.body !== undefined && left !== '' && acted('body', '')) return;
        const end = left.indexOf('\r\n.\r\n');
        if (end < 0) return;
        const bytes = left.slice(0, end + 2).replace(/^\.\./gm, '.');
        const rest = left.slice(end + 5);
        left = bytes;
        isBody = false;
        if (acted('end', '')) return;
        taken.push({ from, to, bytes });
        left = rest;
        socket.write('250 2.0.0 Ok: queued as 4F2A9\r\n');
        continue;
      }
      const at = left.indexOf('\r\n');
      if (at < 0) return;
      const line = left.slice(0, at);
      left = left.slice(at + 2);
      lines.push(line);
      answer(line);
    }
  });
  if (!acted('greeting', '')) socket.write('220 stage ESMTP\r\n');
}
