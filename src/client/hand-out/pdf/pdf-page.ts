// What is drawn on one page. Points (1/72 inch) from the upper left corner; the file counts from the lower left one.

import { darkRuns } from '../../qr-code.ts';
import type { Weight } from './fonts.ts';

export interface Ink {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

export interface PdfPage {
  text(text: string, at: { x: number; baseline: number; size: number; weight: Weight; ink: Ink }): void;
  fill(box: { x: number; y: number; width: number; height: number; ink: Ink }): void;
  /** The line around a box. */
  frame(box: { x: number; y: number; width: number; height: number; ink: Ink }): void;
  /** Modules that are dark, as one shape: no hairlines between them. */
  squares(at: { x: number; y: number; side: number }, dark: readonly (readonly boolean[])[]): void;
  /** Operators of the page's stream; good until the content of another page is asked for. */
  content(): Buffer;
}

export const A4 = { width: 595.28, height: 841.89 };

/** Width of the line around a box. */
const LINE = 0.8;

const number = (value: number): string => String(Math.round(value * 100) / 100);
const number4 = (value: number): string => String(Math.round(value * 10_000) / 10_000);

/** Where the glyphs of a text are: pieces of it, each in hexadecimal, with the name of its font on the page. */
export type Typeset = (text: string, weight: Weight) => readonly { readonly font: string; readonly hex: string }[];

/** One for all pages: one for each would lie about until V8 looks. */
let room = Buffer.alloc(0);

export function pdfPage(typeset: Typeset): PdfPage {
  const operators: string[] = [];
  const colour = ({ red, green, blue }: Ink): string => `${number(red)} ${number(green)} ${number(blue)}`;
  const box = (x: number, y: number, [width, height]: readonly [number, number]): string =>
    `${number(x)} ${number(A4.height - y - height)} ${number(width)} ${number(height)} re`;
  return {
    text(text, { x, baseline, size, weight, ink }) {
      if (text === '') return;
      const place = `${number(x)} ${number(A4.height - baseline)} Td`;
      const shown = typeset(text, weight).map(({ font, hex }) => `/${font} ${number(size)} Tf <${hex}> Tj`);
      operators.push(`${colour(ink)} rg BT ${place} ${shown.join(' ')} ET`);
    },
    fill({ x, y, width, height, ink }) {
      operators.push(`${colour(ink)} rg ${box(x, y, [width, height])} f`);
    },
    frame({ x, y, width, height, ink }) {
      operators.push(`${colour(ink)} RG ${LINE} w ${box(x, y, [width, height])} S`);
    },
    squares({ x, y, side }, dark) {
      // A module is a unit, and rows go down: whole numbers are short.
      const unit = number4(side / dark.length);
      const runs = dark.flatMap((row, line) => darkRuns(row).map(([from, to]) => `${from} ${line} ${to - from} 1 re`));
      const place = `${unit} 0 0 -${unit} ${number(x)} ${number(A4.height - y)} cm`;
      operators.push(`q ${place} 0 0 0 rg ${runs.join(' ')} f Q`);
    },
    content() {
      const text = operators.join('\n');
      if (room.length < text.length) room = Buffer.allocUnsafeSlow(2 * text.length);
      return room.subarray(0, room.write(text, 'latin1'));
    },
  };
}
