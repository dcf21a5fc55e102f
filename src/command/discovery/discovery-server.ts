// Answers mail programs on this computer alone, for a reverse proxy that has the certificate. It holds no list of people.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerDiscovery } from '../../client/discovery/answer-request.ts';
import type { DiscoveryFacts } from '../../client/discovery/discovery-facts.ts';
import { boundedBody } from '../../provider/discovery/bounded-body.ts';

export interface DiscoveryServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A request of a mail program has less than one KiB. */
const MOST_BODY = 16 * 1024;
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  // Node looks for slow ones every thirty seconds unless it is told.
  connectionsCheckingInterval: 1000,
};
/** A proxy that keeps none open has one for each request; on a Monday morning all of them come at once. */
const MOST_CONNECTIONS = 2000;

/** On 127.0.0.1; port 0 takes a free one. Throws what listening throws. */
export async function openDiscoveryServer(facts: DiscoveryFacts, port: number): Promise<DiscoveryServer> {
  const server = createServer(LIMITS, (request, response) => {
    answer(facts, request, response).catch(() => {
      response.destroy();
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen({ port, host: '127.0.0.1', backlog: MOST_CONNECTIONS });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(facts: DiscoveryFacts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await boundedBody(request, MOST_BODY);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const [path = '', ...query] = withoutOrigin(request.url ?? '').split('?');
  const said = answerDiscovery(facts, {
    method: request.method ?? '',
    path,
    query: new URLSearchParams(query.join('?')),
    body,
  });
  response.writeHead(said.status, {
    'content-type': said.type,
    ...(said.allow !== undefined && { allow: said.allow }),
    'content-length': Buffer.byteLength(said.body),
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(said.body);
}

/** Some proxies ask with the whole address (RFC 9112, 3.2.2); which host that names makes no difference here. */
function withoutOrigin(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '');
}
