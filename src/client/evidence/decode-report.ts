// The bytes of a report as text. EmoCheck writes CP932 and then doubles every 0x5C byte, also the second byte of 表, ソ, 能, 予, 十.

/** Readings of the bytes, the likeliest first; empty where none is possible. A byte order mark leaves one. */
export function readingsOf(bytes: Uint8Array, { mayBeDoubled }: { readonly mayBeDoubled: boolean }): readonly string[] {
  const marked = markedEncoding(bytes);
  if (marked !== undefined) return decoded(bytes, marked);
  // Plain CP932 comes last: what was doubled often parses in it too, and then says something else without a word.
  return [
    ...decoded(bytes, 'utf-8'),
    ...(mayBeDoubled ? decoded(undoDoubled5C(bytes), 'shift_jis') : []),
    ...decoded(bytes, 'shift_jis'),
  ];
}

/** Takes back the doubling of 0x5C where it is the second byte of a character. A doubled `\` of its own is an escape and stays. */
export function undoDoubled5C(bytes: Uint8Array): Uint8Array {
  const undone = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    undone[length] = byte;
    length += 1;
    if (!isLead(byte) || index + 1 >= bytes.length) continue;
    index += 1;
    undone[length] = bytes[index] ?? 0;
    length += 1;
    if (bytes[index] === BACKSLASH && bytes[index + 1] === BACKSLASH) index += 1;
  }
  return undone.subarray(0, length);
}

/** Each byte as one character, without NUL: what is ASCII can be found in it whatever the encoding. */
export function asciiOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').replaceAll('\0', '');
}

const BACKSLASH = 0x5c;

/** First bytes of two in CP932. https://encoding.spec.whatwg.org/#shift_jis-decoder */
function isLead(byte: number): boolean {
  return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
}

type EncodingLabel = 'utf-8' | 'utf-16le' | 'utf-16be' | 'shift_jis';

function markedEncoding([first, second, third]: Uint8Array): EncodingLabel | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function decoded(bytes: Uint8Array, label: EncodingLabel): readonly string[] {
  try {
    return [new TextDecoder(label, { fatal: true }).decode(bytes)];
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return [];
    throw error;
  }
}
