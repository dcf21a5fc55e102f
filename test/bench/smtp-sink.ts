// A mail server that takes everything as fast as it can and keeps nothing, in a process of its own: what a sender waits for is itself.
// Prints its port; on a line at its standard input it prints how many messages it has taken since the last one.

import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

const END = Buffer.from('\r\n.\r\n');
let taken = 0;

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  serve(socket);
  socket.write('220 sink ESMTP\r\n');
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.stdin.on('data', () => {
  process.stdout.write(`${taken}\n`);
  taken = 0;
});
process.stdin.on('end', () => process.exit());

function serve(socket: Socket): void {
  let left = Buffer.alloc(0);
  let isBody = false;
  socket.on('data', (chunk) => {
    left = left.length === 0 ? Buffer.from(chunk) : Buffer.concat([left, Buffer.from(chunk)]);
    const replies: string[] = [];
    for (;;) {
      const mark = isBody ? END : '\r\n';
      const at = left.indexOf(mark);
      if (at < 0) break;
      const line = isBody ? '' : left.subarray(0, at).toString('latin1').toUpperCase();
      left = left.subarray(at + mark.length);
      if (isBody) taken += 1;
      replies.push(isBody ? '250 2.0.0 Ok: queued as SINK' : answerTo(line));
      isBody = !isBody && line === 'DATA';
    }
    if (replies.length > 0) socket.write(`${replies.join('\r\n')}\r\n`);
  });
}

function answerTo(line: string): string {
  if (line.startsWith('EHLO')) return '250-sink\r\n250-PIPELINING\r\n250 8BITMIME';
  if (line === 'DATA') return '354 go on';
  return line === 'QUIT' ? '221 2.0.0 bye' : '250 2.0.0 ok';
}
