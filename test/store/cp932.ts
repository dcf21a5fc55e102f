// An encoder for CP932, made by asking the decoder for every one and two bytes. Node has none.

export const CP932_CODES: ReadonlyMap<string, Uint8Array> = makeCodes();

function makeCodes(): ReadonlyMap<string, Uint8Array> {
  const decoder = new TextDecoder('shift_jis');
  const codes = new Map<string, Uint8Array>();
  const offer = (bytes: Uint8Array): void => {
    const text = decoder.decode(bytes);
    if (Array.from(text).length === 1 && text !== '\uFFFD' && text !== '\0' && !codes.has(text)) codes.set(text, bytes);
  };
  for (let byte = 1; byte < 0x80; byte += 1) offer(Uint8Array.of(byte));
  for (let byte = 0xa1; byte < 0xe0; byte += 1) offer(Uint8Array.of(byte));
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    if (lead >= 0xa0 && lead < 0xe0) continue;
    for (let trail = 0x40; trail <= 0xfc; trail += 1) if (trail !== 0x7f) offer(Uint8Array.of(lead, trail));
  }
  return codes;
}

/** Throws on a character that CP932 lacks. */
export function encodeCp932(text: string): Uint8Array {
  return Buffer.concat(
    Array.from(text).map((character) => {
      const code = CP932_CODES.get(character);
      if (code === undefined) throw new Error(`CP932 has no ${character}`);
      return code;
    }),
  );
}
