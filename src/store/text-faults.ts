// Finds every place where bytes do not say what they mean in their encoding. The decoder only says that there is one.

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'cp932';

/**
 * - `undecodable`  the bytes are nothing in this encoding
 * - `lost`         a genuine U+FFFD: the program that wrote the file had lost the character already
 * - `nul`          a NUL, which no list has: a damaged file, or another encoding
 */
export interface Fault {
  readonly kind: 'undecodable' | 'lost' | 'nul';
  readonly offset: number;
  readonly length: number;
}

/** In the order of the file, one by one: a file of another kind may have millions. */
export function findFaults(bytes: Uint8Array, encoding: Encoding): Iterable<Fault> {
  switch (encoding) {
    case 'utf-8':
      return { [Symbol.iterator]: () => utf8Faults(bytes) };
    case 'cp932':
      return { [Symbol.iterator]: () => cp932Faults(bytes) };
    case 'utf-16le':
    case 'utf-16be':
      return { [Symbol.iterator]: () => utf16Faults(bytes, encoding) };
  }
}

function* utf8Faults(bytes: Uint8Array): Generator<Fault, void, undefined> {
  let offset = 0;
  while (offset < bytes.length) {
    const { length, isWhole } = utf8Sequence(bytes, offset);
    if (!isWhole) yield { kind: 'undecodable', offset, length };
    else if (bytes[offset] === 0) yield { kind: 'nul', offset, length };
    else if (bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd) {
      yield { kind: 'lost', offset, length };
    }
    offset += length;
  }
}

/** The longest well-formed beginning at the offset, at least one byte (Unicode 16, table 3-7). */
function utf8Sequence(bytes: Uint8Array, offset: number): { readonly length: number; readonly isWhole: boolean } {
  const lead = bytes[offset] ?? 0;
  if (lead < 0x80) return { length: 1, isWhole: true };
  const wanted =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (wanted === 0) return { length: 1, isWhole: false };
  const [low, high] = SECOND_BYTES.get(lead) ?? [0x80, 0xbf];
  for (let length = 1; length < wanted; length += 1) {
    const byte = bytes[offset + length] ?? 0;
    const isFitting = length === 1 ? byte >= low && byte <= high : byte >= 0x80 && byte <= 0xbf;
    if (!isFitting) return { length, isWhole: false };
  }
  return { length: wanted, isWhole: true };
}

/** Second bytes that are narrower than 80 to BF: no overlong forms, no surrogates, nothing above U+10FFFF. */
const SECOND_BYTES: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

function* cp932Faults(bytes: Uint8Array): Generator<Fault, void, undefined> {
  const pairs = cp932Pairs();
  let offset = 0;
  while (offset < bytes.length) {
    const lead = bytes[offset] ?? 0;
    if (!isCp932Lead(lead)) {
      if (lead === 0) yield { kind: 'nul', offset, length: 1 };
      else if (lead === 0x80 || lead === 0xa0 || lead > 0xfc) yield { kind: 'undecodable', offset, length: 1 };
      offset += 1;
      continue;
    }
    const trail = bytes[offset + 1];
    const isPair = trail !== undefined && pairs[lead * 256 + trail] === 1;
    // An ASCII byte after a bad lead is a character of its own: a comma or a line end must not vanish in the fault.
    const length = isPair || (trail !== undefined && trail >= 0x80) ? 2 : 1;
    if (!isPair) yield { kind: 'undecodable', offset, length };
    offset += length;
  }
}

function isCp932Lead(byte: number): boolean {
  return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
}

let knownPairs: Uint8Array | undefined;

/** For each two bytes, 1 where they are one character; asked of the decoder itself, so that the two cannot disagree. */
function cp932Pairs(): Uint8Array {
  if (knownPairs !== undefined) return knownPairs;
  const decoder = new TextDecoder('shift_jis');
  knownPairs = new Uint8Array(0x10000);
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    if (!isCp932Lead(lead)) continue;
    for (let trail = 0x40; trail <= 0xfc; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== '\uFFFD') knownPairs[lead * 256 + trail] = 1;
    }
  }
  return knownPairs;
}

function* utf16Faults(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Generator<Fault, void, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = encoding === 'utf-16le';
  const unitAt = (offset: number): number => (offset + 1 < bytes.length ? view.getUint16(offset, isLittle) : 0);
  let offset = 0;
  while (offset + 1 < bytes.length) {
    const unit = unitAt(offset);
    const isHigh = unit >= 0xd800 && unit <= 0xdbff;
    const next = isHigh ? unitAt(offset + 2) : 0;
    const isPair = next >= 0xdc00 && next <= 0xdfff;
    if (unit === 0) yield { kind: 'nul', offset, length: 2 };
    else if (unit === 0xfffd) yield { kind: 'lost', offset, length: 2 };
    else if ((isHigh && !isPair) || (unit >= 0xdc00 && unit <= 0xdfff)) {
      yield { kind: 'undecodable', offset, length: 2 };
    }
    offset += isPair ? 4 : 2;
  }
  if (offset < bytes.length) yield { kind: 'undecodable', offset, length: 1 };
}
