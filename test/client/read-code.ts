// Reads a QR code back with a decoder that shares no code with what made it.

import jsQR from 'jsqr';

const SCALE = 4;
const QUIET_ZONE = 4;

/** Undefined where nothing can be read. */
export function readModules(modules: readonly (readonly boolean[])[]): string | undefined {
  const side = (modules.length + 2 * QUIET_ZONE) * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  modules.forEach((row, y) =>
    row.forEach((isDark, x) => {
      if (isDark) paint(pixels, side, [(x + QUIET_ZONE) * SCALE, (y + QUIET_ZONE) * SCALE]);
    }),
  );
  const found = decode(pixels, side);
  return found === null ? undefined : Buffer.from(found.binaryData).toString('utf8');
}

/** The bars of a picture of ours: `M3 4h2v1h-2z`. */
export function readSvg(svg: string): string | undefined {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const modules = Array.from({ length: side }, () => Array.from({ length: side }, () => false));
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    modules[Number(y)]?.fill(true, Number(x), Number(x) + Number(length));
  }
  return readModules(modules);
}

function paint(pixels: Uint8ClampedArray, side: number, [left, top]: readonly [number, number]): void {
  for (let y = top; y < top + SCALE; y += 1) pixels.fill(0, (y * side + left) * 4, (y * side + left + SCALE) * 4);
  // Opaque again: only the colour is black.
  for (let y = top; y < top + SCALE; y += 1) {
    for (let x = left; x < left + SCALE; x += 1) pixels[(y * side + x) * 4 + 3] = 255;
  }
}

type Decode = (pixels: Uint8ClampedArray, width: number, height: number) => { binaryData: number[] } | null;

/** The package is CommonJS, and its types say otherwise. */
function decode(pixels: Uint8ClampedArray, side: number): { binaryData: number[] } | null {
  const found = jsQR as unknown as Decode | { default: Decode };
  return (typeof found === 'function' ? found : found.default)(pixels, side, side);
}
