// Finds out in which encoding bytes are written, and decodes them without losing or inventing a character.

import { findFaults, type Encoding, type Fault } from './text-faults.ts';

export type Decoded =
  | { readonly encoding: Encoding; readonly text: string }
  | { readonly encoding: Encoding; readonly faults: Iterable<Fault> }
  | { readonly doubt: 'euc-jp' | 'windows-1252' };

/** How much is looked at to see UTF-16 without a byte order mark, and the least that shows it. */
const SAMPLE_BYTES = 4096;
const LEAST_SAMPLE_BYTES = 16;

/**
 * A byte order mark decides; then UTF-16LE that is plain to see, then strict UTF-8, then CP932. What is neither is judged by the
 * encoding that it fits better, with every fault. U+FFFD and NUL are faults too: somebody's program lost something there.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const certain = markedEncoding(bytes) ?? (looksLikeUtf16(bytes) ? 'utf-16le' : undefined);
  if (certain !== undefined) return decodeAs(bytes, certain);
  const utf8 = decodeAs(bytes, 'utf-8');
  if ('text' in utf8 || isDecodable(bytes, 'utf-8')) return utf8;
  if (isDecodable(bytes, 'cp932')) {
    const doubt = doubtAboutCp932(bytes);
    return doubt === undefined ? decodeAs(bytes, 'cp932') : { doubt };
  }
  const cp932 = decodeAs(bytes, 'cp932');
  return faultCount(cp932) < faultCount(utf8) ? cp932 : utf8;
}

/** Decodes bytes whose encoding is known. */
export function decodeAs(bytes: Uint8Array, encoding: Encoding): Exclude<Decoded, { readonly doubt: unknown }> {
  const text = strictText(bytes, encoding);
  if (text !== undefined && !text.includes('\uFFFD') && !text.includes('\0')) return { encoding, text };
  return { encoding, faults: findFaults(bytes, encoding) };
}

function faultCount(decoded: Decoded): number {
  return 'faults' in decoded ? [...decoded.faults].length : 0;
}

function isDecodable(bytes: Uint8Array, encoding: Encoding): boolean {
  return strictText(bytes, encoding) !== undefined;
}

/**
 * CP932 is what the WHATWG calls Shift_JIS, which is Windows-31J: NEC's and IBM's characters are in it, 0x5C and 0x7E are
 * `\` and `~`, and 0x8160 is U+FF5E (a wave that other programs may write as U+301C). Where they differ, we are stricter: the
 * lone byte 0x80, which the WHATWG takes for U+0080, is a fault. Characters of the user's own (0xF040 to 0xF9FC) become
 * U+E000 to U+E757, as on Windows. https://encoding.spec.whatwg.org/#shift_jis
 */
const DECODERS: Readonly<Record<Encoding | 'euc-jp', string>> = {
  'utf-8': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  cp932: 'shift_jis',
  'euc-jp': 'euc-jp',
};

function strictText(bytes: Uint8Array, encoding: Encoding | 'euc-jp'): string | undefined {
  try {
    return new TextDecoder(DECODERS[encoding], { fatal: true }).decode(bytes);
  } catch (error) {
    if (isUndecodable(error)) return undefined;
    throw error;
  }
}

function isUndecodable(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}

function markedEncoding(bytes: Uint8Array): Encoding | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

/** Every list has commas, line ends and addresses; in UTF-16LE each of them has a zero as its second byte. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  if (bytes.length < LEAST_SAMPLE_BYTES || bytes.length % 2 === 1) return false;
  const pairs = Math.floor(Math.min(bytes.length, SAMPLE_BYTES) / 2);
  let first = 0;
  let second = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (bytes[pair * 2] === 0) first += 1;
    if (bytes[pair * 2 + 1] === 0) second += 1;
  }
  return second > pairs / 5 && second > first * 3;
}

/**
 * CP932 takes nearly everything, so two other encodings would turn into nonsense names without any fault:
 * EUC-JP, where every byte above ASCII stands in a pair and reads as half-width kana; and Windows-1252, where the accented
 * letters stand alone among ASCII letters. Real CP932 has bytes that neither has, in any list of more than a few cells.
 */
function doubtAboutCp932(bytes: Uint8Array): 'euc-jp' | 'windows-1252' | undefined {
  let high = 0;
  let isAllLetters = true;
  let isAllAlone = true;
  let isAllPaired = true;
  let run = 0;
  for (const byte of bytes) {
    if (byte < 0x80) {
      if (run % 2 === 1) isAllPaired = false;
      run = 0;
      continue;
    }
    run += 1;
    high += 1;
    if (byte < 0xc0) isAllLetters = false;
    if (byte < 0xa1) isAllPaired = false;
    if (run > 1) isAllAlone = false;
  }
  if (isAllLetters && isAllAlone) return 'windows-1252';
  const isEucJp = isAllPaired && run % 2 === 0 && high >= 8 && strictText(bytes, 'euc-jp') !== undefined;
  return isEucJp ? 'euc-jp' : undefined;
}
