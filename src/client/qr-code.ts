// A text as a QR code: its modules, dark or light, without the quiet zone around them.

import { encodeQR } from 'qr';

/** Width of the white frame that readers need, in modules. Source: ISO/IEC 18004, 5.3.8. */
export const QUIET_ZONE = 4;

/** A code stands on a page and on a screen, and that of the help page on every page. */
const MOST_KEPT = 100;
const kept = new Map<string, readonly (readonly boolean[])[]>();

/** Level L: it is read from paper or a screen, at arm's length. Throws where the text does not fit into any code. */
export function qrModules(text: string): readonly (readonly boolean[])[] {
  const before = kept.get(text);
  if (before !== undefined) return before;
  const framed = encodeQR(text, 'raw', { ecc: 'low', border: 1 });
  const modules = framed.slice(1, -1).map((row) => row.slice(1, -1));
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(text, modules);
  return modules;
}

/** Where dark modules touch in a row: from and to, the latter light again. */
export function darkRuns(row: readonly boolean[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  row.forEach((isDark, index) => {
    const last = runs.at(-1);
    if (!isDark) return;
    if (last?.[1] === index) last[1] = index + 1;
    else runs.push([index, index + 1]);
  });
  return runs;
}
