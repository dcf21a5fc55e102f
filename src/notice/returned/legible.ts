// Japanese texts whose charset is missing or wrong. What cannot be read stays as it came: ids and addresses are ASCII.

const ISO_2022_JP = /\u001b\$[@B]/;
const NOT_ASCII = /[^\p{ASCII}]/gu;
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** So few letters may be signs. */
const FEW = 4;
const MOST_BYTES = 64 * 1024;

/** Text with the escape sequences of ISO-2022-JP in it is decoded. */
export function withoutEscapes(text: string): string {
  if (!ISO_2022_JP.test(text)) return text;
  return new TextDecoder('iso-2022-jp').decode(Buffer.from(text, 'latin1'));
}

/** The text; where it came out spoilt, the body of the whole message in the charset that makes it Japanese. */
export function legible(text: string, raw: Uint8Array): string {
  const plain = withoutEscapes(text);
  if (JAPANESE.test(plain) || (plain.match(NOT_ASCII) ?? []).length < FEW) return plain;
  const other = decoded(raw.subarray(0, MOST_BYTES)) ?? '';
  return JAPANESE.test(other) ? other.replace(/^.*?\r?\n\r?\n/s, '') : plain;
}

function decoded(bytes: Uint8Array): string | undefined {
  for (const charset of ['utf-8', 'shift_jis', 'euc-jp']) {
    try {
      // A letter that is cut in two at the end is no fault of the charset.
      return new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: true });
    } catch {
      // Not this one.
    }
  }
  return undefined;
}
