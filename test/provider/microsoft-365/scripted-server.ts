// An HTTP server on loopback that answers as one test says, and gives tokens. For what the sandbox does not do on purpose.

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectMicrosoft365 } from '../../../src/provider/microsoft-365/connect.ts';
import type { MicrosoftOptions } from '../../../src/provider/microsoft-365/connect.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export type Script = (call: Seen, response: ServerResponse, request: IncomingMessage) => void;

export interface Stage {
  readonly url: string;
  /** Calls to Graph, then to the token endpoint. */
  readonly calls: readonly Seen[];
  readonly signIns: readonly Seen[];
  close(): Promise<void>;
}

export const SECRET = 'cl1ent~secret';

/** The n-th sign-in gives `token-n`. `signIn` takes the place of that. */
export async function serve(script: Script, signIn?: Script): Promise<Stage> {
  const calls: Seen[] = [];
  const signIns: Seen[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        authorization: request.headers.authorization,
        body: Buffer.concat(parts).toString('utf8'),
      };
      if (!seen.url.includes('/oauth2/')) {
        calls.push(seen);
        script(seen, response, request);
        return;
      }
      signIns.push(seen);
      if (signIn !== undefined) signIn(seen, response, request);
      else json(response, 200, { token_type: 'Bearer', expires_in: 3599, access_token: `token-${signIns.length}` });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: addressOf(server), calls, signIns, close: () => close(server) };
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** A tenant whose Graph and sign-in stand at this address. */
export function connectTo(url: string, more: Partial<MicrosoftOptions> = {}) {
  return connectMicrosoft365({
    connection: {
      provider: 'microsoft-365',
      tenant: 'contoso.example',
      client: '11111111-1111-4111-8111-111111111111',
      sign: { with: 'secret', variable: 'M365_SECRET' },
    },
    secrets: { clientSecret: SECRET },
    endpoints: { graph: url, login: url },
    timeoutMs: 5000,
    ...more,
  });
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
