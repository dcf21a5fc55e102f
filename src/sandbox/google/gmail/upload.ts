// Where a message comes from: base64url in the JSON, or its bytes through /upload/, alone or beside the JSON.

import type { Call } from '../../kernel/call.ts';
import { invalidArgument, notThere } from '../answers.ts';
import { readObject, textOf, type Ask, type Body } from '../route.ts';
import { headerValue, readHeaders, splitMessage } from '../../mail/mime/headers.ts';
import { decodeTransfer, parameter, splitParts } from '../../mail/mime/parts.ts';

export interface Upload {
  readonly body: Body;
  /** RFC 5322, one character a byte; absent where the body names none. */
  readonly raw?: string;
}

/** `at`: where the message stands in the JSON: itself, or below `message`. */
export function readUpload(ask: Ask, at: 'message' | 'draft'): Upload {
  const { call } = ask;
  if (call.path.startsWith('/upload/')) return readBytes(call);
  const body = readObject(call.body ?? {});
  const message = at === 'message' ? body : readObject(body['message'] ?? {});
  const raw = textOf(message, 'raw');
  return raw === undefined ? { body } : { body, raw: decodeRaw(raw) };
}

/** Google takes both alphabets of base64. */
function decodeRaw(raw: string): string {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(raw)) {
    throw invalidArgument(`Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed for "${raw.slice(0, 40)}"`);
  }
  return Buffer.from(raw, 'base64url').toString('latin1');
}

function readBytes(call: Call): Upload {
  if (call.query.get('uploadType') === 'resumable') {
    throw notThere('resumable upload: send with uploadType=media or multipart');
  }
  const type = call.headers['content-type'] ?? '';
  const content = Buffer.from(call.bytes).toString('latin1');
  if (!type.startsWith('multipart/related')) return { body: {}, raw: content };
  const parts = splitParts(content, parameter(type, 'boundary') ?? '').map(splitMessage);
  const [json, message] = parts.map(({ lines, body }) =>
    decodeTransfer(body, headerValue(readHeaders(lines), 'Content-Transfer-Encoding') ?? 'binary'),
  );
  if (json === undefined || message === undefined) throw invalidArgument('Missing end boundary in multipart body.');
  return { body: parseJson(json.toString('utf8')), raw: message.toString('latin1') };
}

function parseJson(text: string): Body {
  try {
    return readObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidArgument('Parse Error');
    throw error;
  }
}
