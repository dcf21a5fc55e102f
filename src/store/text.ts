// Reads a text file that a person or Excel wrote: the right characters, or problems that say where the wrong ones are.

import { readFile, stat } from 'node:fs/promises';
import type { Problem } from '../model/problem.ts';
import { decodeText } from './decode-text.ts';
import { fingerprint } from './fingerprint.ts';
import { doubtProblem, faultProblems, lostByExcel, tooLarge, workbookProblem } from './text-problems.ts';
import type { Encoding } from './text-faults.ts';
import { fileTrouble, StoreTrouble } from './trouble.ts';

/** Some 300,000 rows of a staff list. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface ReadTextOptions {
  /** How the user calls the file, where that is not its path. */
  readonly name?: string;
  readonly mostBytes?: number;
}

export type TextReading =
  | {
      readonly text: string;
      readonly encoding: Encoding;
      /** Hex sha256 of the bytes as they are in the file. */
      readonly sha256: string;
      /** What Excel seems to have lost when it saved the file. Warnings only. */
      readonly warnings: readonly Problem[];
    }
  | { readonly problems: readonly Problem[] };

/** A byte order mark is taken off; line ends stay as they are. A file that cannot be read is a problem as well. */
export async function readText(file: string, options: ReadTextOptions = {}): Promise<TextReading> {
  const { name = file, mostBytes = MOST_BYTES } = options;
  let bytes: Uint8Array;
  try {
    const found = await stat(file);
    if (found.isFile() && found.size > mostBytes) {
      return { problems: [tooLarge(name, { size: found.size, mostBytes })] };
    }
    bytes = await readFile(file);
  } catch (error) {
    const told = fileTrouble(error, { file: name, role: 'file', goal: 'read it' });
    if (told instanceof StoreTrouble) return { problems: [told.problem] };
    throw told;
  }
  return textOf(bytes, name);
}

/** What the bytes of a file say. */
export function textOf(bytes: Uint8Array, name: string): TextReading {
  if (isWorkbook(bytes)) return { problems: [workbookProblem(name)] };
  const decoded = decodeText(bytes);
  if ('doubt' in decoded) return { problems: [doubtProblem(name, decoded.doubt)] };
  if ('faults' in decoded) return { problems: faultProblems(name, bytes, decoded) };
  const { text, encoding } = decoded;
  const warnings = encoding === 'cp932' ? lostByExcel(name, text) : [];
  return { text, encoding, sha256: fingerprint(bytes), warnings };
}

/** The first bytes of .xlsx (a ZIP) and of .xls. */
const WORKBOOK_MARKS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
] as const;

function isWorkbook(bytes: Uint8Array): boolean {
  return WORKBOOK_MARKS.some((mark) => mark.every((byte, place) => bytes[place] === byte));
}
