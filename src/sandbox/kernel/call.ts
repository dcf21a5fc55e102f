// One HTTP request as the routes see it, and one answer as they give it; neither knows of sockets.

import type { IncomingMessage } from 'node:http';

export interface Call {
  /** Drawn for each request; stands in calls.ndjson and in the providers' request-id headers. */
  readonly id: string;
  readonly method: string;
  /** As sent, without the query, still percent-encoded. */
  readonly path: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; undefined where there is no body or it is no JSON (then `text` is not empty). */
  readonly body: unknown;
  readonly text: string;
  readonly bytes: Uint8Array;
  /** Only for `application/x-www-form-urlencoded`. */
  readonly form?: URLSearchParams;
  /** Takes a call that came inside this one to the same provider, as if it had come by itself. */
  readonly ask?: (inner: Call) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string and bytes are sent as they are, undefined as nothing, anything else as JSON. */
  readonly body?: unknown;
}

const MOST_BODY_BYTES = 64 * 1024 * 1024;

/** Reads a request to its end. Rejects where the connection breaks first. */
export async function readCall(request: IncomingMessage, id: string): Promise<Call> {
  const bytes = await readBytes(request);
  return makeCall({ id, method: request.method ?? 'GET', url: request.url ?? '/', headers: flat(request), bytes });
}

/** Makes a call of its parts: for requests that arrive inside another one (batches) and for tests. */
export function makeCall(parts: {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}): Call {
  const [path = '/', search = ''] = cutAt(parts.url, '?');
  const text = Buffer.from(parts.bytes).toString('utf8');
  const type = parts.headers['content-type'] ?? '';
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  return {
    ...parts,
    path,
    query: new URLSearchParams(search),
    text,
    body: isForm ? undefined : jsonOrNothing(text),
    ...(isForm ? { form: new URLSearchParams(text) } : {}),
  };
}

/** What goes out, the content type that belongs to it, and its bytes where they are no text. */
export function answerText(answer: Answer): { readonly text: string; readonly type?: string; readonly bytes?: Uint8Array } {
  if (answer.body instanceof Uint8Array) {
    return { text: Buffer.from(answer.body).toString('utf8'), type: 'application/octet-stream', bytes: answer.body };
  }
  if (answer.body === undefined) return { text: '' };
  if (typeof answer.body === 'string') return { text: answer.body, type: 'text/plain; charset=utf-8' };
  return { text: JSON.stringify(answer.body), type: 'application/json; charset=utf-8' };
}

async function readBytes(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BODY_BYTES) throw new Error(`a request body of more than ${MOST_BODY_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function flat(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function cutAt(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function jsonOrNothing(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
