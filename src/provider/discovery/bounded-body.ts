// The body of a message over HTTP from somebody whom nobody knows, no further than it may go.

import type { IncomingMessage } from 'node:http';

/** Undefined where it is larger than `most` bytes. */
export async function boundedBody(message: IncomingMessage, most: number): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
