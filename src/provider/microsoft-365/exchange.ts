// One exchange over HTTP on a connection that is kept. Straight on node's http: fetch costs as much time again as all the rest of a call.

import http from 'node:http';
import https from 'node:https';

export interface Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Received {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly bytes: Uint8Array;
}

export interface ExchangeLimits {
  /** For the whole exchange, with its body. */
  readonly timeoutMs: number;
  /** So much of a body is loaded; absent: all of it. */
  readonly mostBytes?: number;
}

/** A server that closes an idle connection must not do it just as a call goes out: ours close it first. */
const IDLE_MS = 4000;

// What node itself does with NODE_USE_ENV_PROXY for its own agents.
const options = {
  keepAlive: true,
  timeout: IDLE_MS,
  ...(process.env['NODE_USE_ENV_PROXY'] === '1' ? { proxyEnv: process.env } : {}),
};
const PLAIN = new http.Agent(options);
const SECURE = new https.Agent(options);

/** Follows no redirection. Rejects with node's own error, or a TimeoutError. */
export function exchange(
  url: string,
  wanted: Request,
  { timeoutMs, mostBytes = Infinity }: ExchangeLimits,
): Promise<Received> {
  const { method, headers, body } = wanted;
  const isSecure = url.startsWith('https:');
  return new Promise((resolve, reject) => {
    const request = (isSecure ? https : http).request(url, {
      method,
      headers: body === undefined ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) },
      agent: isSecure ? SECURE : PLAIN,
    });
    const timer = setTimeout(
      () => request.destroy(new DOMException(`no answer within ${timeoutMs} ms`, 'TimeoutError')),
      timeoutMs,
    );
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    request.on('error', fail);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      let length = 0;
      const finish = (): void => {
        clearTimeout(timer);
        const { statusCode = 0 } = response;
        resolve({ status: statusCode, header: headerOf(response.headers), bytes: Buffer.concat(parts) });
      };
      response.on('data', (part: Buffer) => {
        parts.push(part.subarray(0, mostBytes - length));
        length += part.length;
        if (length < mostBytes) return;
        finish();
        response.destroy();
      });
      response.on('end', finish);
      // The connection broke in the middle of the answer.
      response.on('error', fail);
    });
    request.end(body);
  });
}

function headerOf(headers: http.IncomingHttpHeaders): (name: string) => string | null {
  return (name) => {
    const value = headers[name.toLowerCase()];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
}
