// What is said of a text file that cannot be read as it is. Columns count bytes here, since there are no characters yet.

import type { Problem } from '../model/problem.ts';
import type { Encoding, Fault } from './text-faults.ts';

/** How many places are shown one by one. */
const MOST_SHOWN = 20;

const SAVE_AS_UTF8 = 'In Excel: File > Save As > "CSV UTF-8 (Comma delimited)". In an editor: save as UTF-8.';

const NAMES: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
  cp932: 'CP932 (Shift_JIS)',
};

interface Where {
  readonly line: number;
  readonly column: number;
}

/** One problem for each fault, at `file:line:byte`; after the first twenty only how many more there are. */
export function faultProblems(
  file: string,
  bytes: Uint8Array,
  { faults, encoding }: { readonly faults: Iterable<Fault>; readonly encoding: Encoding },
): readonly Problem[] {
  const problems: Problem[] = [];
  let count = 0;
  let where: Where = { line: 1, column: 1 };
  let from = 0;
  for (const fault of faults) {
    count += 1;
    if (count > MOST_SHOWN) continue;
    where = advance(where, bytes, { from, to: fault.offset, encoding });
    from = fault.offset;
    problems.push(faultProblem(file, where, { fault, bytes, encoding }));
  }
  if (count > MOST_SHOWN) problems.push(moreProblem(file, count - MOST_SHOWN));
  return problems;
}

function faultProblem(
  file: string,
  where: Where,
  { fault, bytes, encoding }: { readonly fault: Fault; readonly bytes: Uint8Array; readonly encoding: Encoding },
): Problem {
  const place = { file, ...where };
  const hex = hexOf(bytes.subarray(fault.offset, fault.offset + fault.length));
  const at = `Line ${where.line}, byte ${where.column}`;
  switch (fault.kind) {
    case 'undecodable':
      return {
        code: 'text.undecodable',
        severity: 'error',
        place,
        what: `${at}: the bytes ${hex} are no character in ${NAMES[encoding]}.`,
        why: 'A name with a wrong character would go to the provider and to everybody who gets mail from it.',
        todo: `Correct that place. ${SAVE_AS_UTF8}`,
      };
    case 'lost':
      return {
        code: 'text.lost-character',
        severity: 'error',
        place,
        what: `${at}: there is a replacement character (U+FFFD, bytes ${hex}).`,
        why: 'The program that wrote the file had lost the real character already.',
        todo: 'Type the real character in that place, or export the list again.',
      };
    case 'nul':
      return {
        code: 'text.nul',
        severity: 'error',
        place,
        what: `${at}: there is a NUL character (bytes ${hex}).`,
        why: 'No list has one: the file is damaged, or it is in an encoding that we could not tell.',
        todo: SAVE_AS_UTF8,
      };
  }
}

function moreProblem(file: string, count: number): Problem {
  return {
    code: 'text.more',
    severity: 'error',
    place: { file },
    what: `There are ${count} more places of this kind.`,
    why: `Only the first ${MOST_SHOWN} are shown.`,
    todo: SAVE_AS_UTF8,
  };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

/** Walks on from one place to a later one. A line ends with CR LF, LF or CR. */
function advance(
  { line, column }: Where,
  bytes: Uint8Array,
  { from, to, encoding }: { readonly from: number; readonly to: number; readonly encoding: Encoding },
): Where {
  const width = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
  const low = encoding === 'utf-16be' ? 1 : 0;
  const unitAt = (offset: number): number =>
    width === 1 ? (bytes[offset] ?? 0) : (bytes[offset + low] ?? 0) + 256 * (bytes[offset + 1 - low] ?? 0);
  for (let offset = from; offset < to; offset += width) {
    const unit = unitAt(offset);
    const isLineEnd = unit === 0x0a || (unit === 0x0d && unitAt(offset + width) !== 0x0a);
    if (isLineEnd) {
      line += 1;
      column = 1;
    } else column += width;
  }
  return { line, column };
}

export function doubtProblem(file: string, doubt: 'euc-jp' | 'windows-1252'): Problem {
  const name = doubt === 'euc-jp' ? 'EUC-JP' : 'Windows-1252 (Western European)';
  return {
    code: 'text.encoding-unclear',
    severity: 'error',
    place: { file },
    what: `The file is not UTF-8; it could be CP932 (Shift_JIS), but it looks like ${name}.`,
    why: 'Read in the wrong encoding, the names would turn into other characters without any error.',
    todo: `Save it in an encoding that is certain. ${SAVE_AS_UTF8}`,
  };
}

export function workbookProblem(file: string): Problem {
  return {
    code: 'text.workbook',
    severity: 'error',
    place: { file },
    what: 'This is an Excel workbook, not a text file.',
    why: 'A workbook can hold several sheets, formulas and hidden rows, so nobody could see what is read.',
    todo: SAVE_AS_UTF8,
  };
}

export function tooLarge(
  file: string,
  { size, mostBytes }: { readonly size: number; readonly mostBytes: number },
): Problem {
  return {
    code: 'text.too-large',
    severity: 'error',
    place: { file },
    what: `The file has ${megabytes(size)} MB; the most that is read is ${megabytes(mostBytes)} MB.`,
    why: 'A list of three hundred thousand people fits in that, so this is most likely another file.',
    todo: 'Check that this is the right file; if it is, split it.',
  };
}

function megabytes(bytes: number): string {
  return (bytes / (1024 * 1024)).toFixed(1);
}

/** Excel puts `?` for every character that CP932 lacks (𠮷, é, emoji) and says nothing. */
export function lostByExcel(file: string, text: string): readonly Problem[] {
  const problems: Problem[] = [];
  let line = 1;
  for (const content of text.split(/\r\n|\n|\r/)) {
    if (problems.length < MOST_SHOWN && QUESTION_IN_A_WORD.test(content)) problems.push(lostWarning(file, line));
    line += 1;
  }
  return problems;
}

const QUESTION_IN_A_WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]\?|\?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function lostWarning(file: string, line: number): Problem {
  return {
    code: 'text.question-mark',
    severity: 'warning',
    place: { file, line },
    what: `Line ${line} has a question mark inside a Japanese word.`,
    why: 'When Excel saves a CSV in CP932, it writes `?` for each character that CP932 lacks, such as 𠮷.',
    todo: `Look at that line. ${SAVE_AS_UTF8}`,
  };
}
