// Text as Japanese Windows writes it (code page 932). The table is that of the platform's own decoder, turned round, so that whatever
// is written is read back as it was.

/** Undefined where a letter has no place in the code page; `letter` is the first of them. */
export function encodeCp932(text: string): { readonly bytes: Uint8Array } | { readonly letter: string } {
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const pair = code < 0x80 ? [code] : (tableOnce().get(letter) ?? tableOnce().get(SAME_LOOK[letter] ?? ''));
    if (pair === undefined) return { letter };
    bytes.push(...pair);
  }
  return { bytes: Uint8Array.from(bytes) };
}

/** Signs that other systems write for what this code page has under another number. */
const SAME_LOOK: Readonly<Record<string, string>> = { '\u301c': '\uff5e', '\u2212': '\uff0d', '\u2016': '\u2225' };

/** NEC's copies of IBM's letters: Windows reads them, and never writes them. */
const COPIES: ReadonlySet<number> = new Set([0xed, 0xee]);

let table: ReadonlyMap<string, readonly number[]> | undefined;

function tableOnce(): ReadonlyMap<string, readonly number[]> {
  return (table ??= makeTable());
}

function makeTable(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder('shift_jis');
  const found = new Map<string, readonly number[]>();
  const add = (bytes: readonly number[]): void => {
    const letter = decoder.decode(Uint8Array.from(bytes));
    // What is no letter comes back as U+FFFD, or as more than one.
    const isOne = letter.length === 1 && letter !== '\ufffd';
    if (isOne && !found.has(letter)) found.set(letter, bytes);
  };
  for (let kana = 0xa1; kana <= 0xdf; kana += 1) add([kana]);
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    // Between them are half-width letters and what companies have made up themselves.
    if ((lead > 0x9f && lead < 0xe0) || (lead >= 0xf0 && lead <= 0xf9) || COPIES.has(lead)) continue;
    for (let trail = 0x40; trail <= 0xfc; trail += 1) if (trail !== 0x7f) add([lead, trail]);
  }
  return found;
}
