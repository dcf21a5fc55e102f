// One request with its answer, as it passed the wire; and the files that keep them: calls.ndjson, exchanges.ndjson.

import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { answerText, type Answer, type Call } from './call.ts';

export interface Exchange {
  readonly provider: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** Absent where the connection was cut. */
  readonly response?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** The fault that was set from outside and hit this call. */
  readonly fault?: string;
}

export interface ExchangeFiles {
  write(exchange: Exchange, call: { readonly id: string; readonly startedAt: number; readonly ms: number }): void;
  close(): void;
}

/** Every exchange gets a line in calls.ndjson; the bodies are kept only where they are asked for. */
export function exchangeFiles(folder: string, keepsBodies: boolean): ExchangeFiles {
  const calls = openSync(join(folder, 'calls.ndjson'), 'a');
  const bodies = keepsBodies ? openSync(join(folder, 'exchanges.ndjson'), 'a') : undefined;
  return {
    write(exchange, { id, startedAt, ms }) {
      const { method, url } = exchange.request;
      const line = {
        at: new Date(startedAt).toISOString(),
        provider: exchange.provider,
        method,
        path: url,
        // 0: no answer went out.
        status: exchange.response?.status ?? 0,
        ms: Math.round(ms * 10) / 10,
        id,
        ...(exchange.fault === undefined ? {} : { fault: exchange.fault }),
      };
      writeSync(calls, `${JSON.stringify(line)}\n`);
      if (bodies !== undefined) writeSync(bodies, `${JSON.stringify(exchange)}\n`);
    },
    close() {
      closeSync(calls);
      if (bodies !== undefined) closeSync(bodies);
    },
  };
}

/** The exchange that a call and its answer make. */
export function exchangeOf(parts: {
  readonly provider: string;
  readonly call: Call;
  readonly answer: Answer | undefined;
  readonly fault: string | undefined;
}): Exchange {
  const { call, answer } = parts;
  const sent = answer === undefined ? undefined : answerText(answer);
  return {
    provider: parts.provider,
    request: { method: call.method, url: call.url, headers: call.headers, body: call.text },
    ...(answer === undefined || sent === undefined
      ? {}
      : { response: { status: answer.status, headers: answerHeaders(answer, sent.type), body: sent.text } }),
    ...(parts.fault === undefined ? {} : { fault: parts.fault }),
  };
}

/** All headers of an answer: its own win over the content type that its body has. */
export function answerHeaders(answer: Answer, type: string | undefined): Record<string, string> {
  return { ...(type === undefined ? {} : { 'content-type': type }), ...answer.headers };
}
