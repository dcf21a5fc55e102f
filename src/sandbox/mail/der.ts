// As much of DER (ITU-T X.690) as a certificate needs: each function makes one value, tag and length before its content.

export const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
};

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...parts);
export const octets = (content: Uint8Array): Buffer => der(0x04, content);
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
export const yes: Buffer = der(0x01, Buffer.from([0xff]));
/** A string of whole bytes: no bit of the last one is unused. */
export const bits = (content: Uint8Array): Buffer => der(0x03, Buffer.from([0]), content);
/** `[0] EXPLICIT` and the like. */
export const tagged = (tag: number, content: Uint8Array): Buffer => der(0xa0 + tag, content);
/** `[2] IMPLICIT` of a primitive value. */
export const marked = (tag: number, content: Uint8Array): Buffer => der(0x80 + tag, content);

/** A whole number that is not negative, from its bytes; written with as few as it takes, as DER demands. */
export function integer(bytes: Uint8Array): Buffer {
  const start = Math.max(
    0,
    bytes.findIndex((byte) => byte !== 0),
  );
  const shortest = bytes.subarray(start);
  const isHigh = ((shortest[0] ?? 0) & 0x80) !== 0;
  return der(0x02, isHigh ? Buffer.concat([Buffer.from([0]), shortest]) : shortest);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Years from 2050 on take the longer form. */
export function time(at: Date): Buffer {
  const text = at.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return at.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 + bytes.length]), bytes]);
}

function base128(value: number): readonly number[] {
  const groups = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
