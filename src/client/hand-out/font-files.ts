// The font of printed pages, Noto Sans JP: it comes with the program, so that a page looks the same on every system. It is read once.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Fonts } from './pdf/fonts.ts';
import { readTrueType } from './pdf/true-type.ts';

const FILES = ['400Regular/NotoSansJP_400Regular.ttf', '700Bold/NotoSansJP_700Bold.ttf'];
const PACKAGE = '@expo-google-fonts/noto-sans-jp/package.json';

let read: Promise<Fonts> | undefined;

export function printFonts(): Promise<Fonts> {
  read ??= readFonts();
  return read;
}

async function readFonts(): Promise<Fonts> {
  const [regular, bold] = await Promise.all(FILES.map((file) => readFile(placeOf(file))));
  if (regular === undefined || bold === undefined) throw new Error('the fonts of printed pages were not read');
  return { regular: readTrueType(regular), bold: readTrueType(bold) };
}

/** Beside the bundled program; in a checkout, in the package that the build takes it from. */
function placeOf(file: string): string {
  const shipped = join(import.meta.dirname, '..', 'font', basename(file));
  return existsSync(shipped) ? shipped : join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), file);
}
