// A server on loopback that answers as a test tells it, also in ways that no sandbox does: cut bodies, pages, silence.

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Directory } from '../../../src/model/directory.ts';
import { connectGoogleWorkspace } from '../../../src/provider/google-workspace/connect.ts';
import type { GoogleWorkspaceOptions } from '../../../src/provider/google-workspace/connect.ts';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly token: string;
  readonly body: string;
}

/** Answers one request; leaves it open where it does nothing. */
export type Script = (response: ServerResponse, asked: Asked) => void;

export interface ScriptedGoogle {
  readonly url: string;
  /** Requests to the APIs, in order. */
  readonly calls: Asked[];
  /** Scopes of the tokens that were asked for, in order, with who they were for. */
  readonly grants: { readonly scope: string; readonly subject: string }[];
  /** Answers to the next calls, in order; after them everything is `{}`. */
  readonly next: Script[];
  /** Answers to the next requests for a token; after them every one is given. */
  readonly nextGrant: Script[];
  connect(options?: Partial<GoogleWorkspaceOptions>): Directory;
  close(): Promise<void>;
}

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

export const KEY = { client_email: 'migrate@project.test', client_id: '1234', private_key: privateKey };
export const ADMINISTRATOR = 'admin@old.example';

export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Script =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
    response.end(JSON.stringify(body));
  };

export const text =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Script =>
  (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

export const fault = (status: number, reason: string, message: string): Script =>
  json(status, { error: { code: status, message, errors: [{ message, domain: 'global', reason }] } });

export const reset: Script = (response) => {
  response.socket?.destroy();
};

export const silence: Script = () => undefined;

/** Promises more than it sends, then hangs up. */
export const cut: Script = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id":"1","primary');
  setImmediate(() => response.socket?.destroy());
};

export async function openScriptedGoogle(): Promise<ScriptedGoogle> {
  const [calls, grants, next, nextGrant]: [Asked[], ScriptedGoogle['grants'], Script[], Script[]] = [[], [], [], []];
  let tokens = 0;
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const asked = {
        method: request.method ?? '',
        url: request.url ?? '',
        token: (request.headers.authorization ?? '').replace('Bearer ', ''),
        body,
      };
      if (asked.url !== '/token') {
        calls.push(asked);
        (next.shift() ?? json(200, {}))(response, asked);
        return;
      }
      grants.push(claimsOf(body));
      tokens += 1;
      const grant = json(200, { access_token: `token-${tokens}`, expires_in: 3599, token_type: 'Bearer' });
      (nextGrant.shift() ?? grant)(response, asked);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    calls,
    grants,
    next,
    nextGrant,
    connect: (options) =>
      connectGoogleWorkspace({
        connection: {
          provider: 'google-workspace',
          keyFile: 'key.json',
          administrator: ADMINISTRATOR,
          customer: 'C0test',
        },
        key: KEY,
        endpoints: { root: `${url}/`, token: `${url}/token` },
        licences: [],
        ...options,
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function claimsOf(form: string): { readonly scope: string; readonly subject: string } {
  const [, claims = ''] = (new URLSearchParams(form).get('assertion') ?? '').split('.');
  const { scope, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as {
    readonly scope: string;
    readonly sub: string;
  };
  return { scope, subject: sub };
}
