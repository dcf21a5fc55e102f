// The fonts of printed pages go beside the bundled program, with their licence.

import { copyFile, mkdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const PACKAGE = '@expo-google-fonts/noto-sans-jp/package.json';
const FILES = {
  '400Regular/NotoSansJP_400Regular.ttf': 'NotoSansJP_400Regular.ttf',
  '700Bold/NotoSansJP_700Bold.ttf': 'NotoSansJP_700Bold.ttf',
  // SIL Open Font License 1.1: it goes with every copy.
  LICENSE_FONT: 'LICENSE-NotoSansJP.txt',
};

/** Gives their size in bytes. */
export async function copyPrintFonts(dist: string): Promise<number> {
  const from = path.dirname(createRequire(import.meta.url).resolve(PACKAGE));
  const folder = path.join(dist, 'font');
  await mkdir(folder, { recursive: true });
  const sizes = await Promise.all(
    Object.entries(FILES).map(async ([source, target]) => {
      await copyFile(path.join(from, source), path.join(folder, target));
      return (await stat(path.join(folder, target))).size;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
