// What a page is put together from: rectangles that know their height and can be drawn anywhere.

import type { Weight } from '../pdf/fonts.ts';
import type { Ink, PdfPage } from '../pdf/pdf-page.ts';
import type { Fonts } from '../pdf/fonts.ts';
import type { TrueType } from '../pdf/true-type.ts';
import { breakLines } from './break-lines.ts';

export interface Block {
  readonly height: number;
  draw(page: PdfPage, x: number, y: number): void;
}

export interface Letters {
  readonly size: number;
  readonly weight: Weight;
  readonly ink: Ink;
}

/** From one line to the next, as a share of the size. */
const LEADING = 1.5;
/** From the top of a line to its baseline, as a share of the size. */
const ASCENT = 1.13;

export function paragraph(fonts: Fonts, text: string, { width, ...letters }: Letters & { width: number }): Block {
  const lines = linesOf(fonts, text, { width, ...letters });
  const step = letters.size * LEADING;
  return {
    height: lines.length * step,
    draw(page, x, y) {
      lines.forEach((line, index) =>
        page.text(line, { x, baseline: y + index * step + letters.size * ASCENT, ...letters }),
      );
    },
  };
}

/** Most texts stand on many pages, so how they break is kept. Names come and go: then it begins anew. */
const MOST_KEPT = 2000;
const kept = new WeakMap<Fonts, Map<string, BrokenText[]>>();

interface BrokenText {
  readonly size: number;
  readonly weight: Weight;
  readonly width: number;
  readonly lines: readonly string[];
}

function linesOf(fonts: Fonts, text: string, { width, size, weight }: Letters & { width: number }): readonly string[] {
  const texts = kept.get(fonts) ?? new Map<string, BrokenText[]>();
  kept.set(fonts, texts);
  const known = texts.get(text) ?? [];
  const before = known.find((one) => one.width === width && one.size === size && one.weight === weight);
  if (before !== undefined) return before.lines;
  const lines = breakLines(text, width, (character) => widthIn(fonts[weight], character) * size);
  if (texts.size >= MOST_KEPT) texts.clear();
  texts.set(text, [...known, { size, weight, width, lines }]);
  return lines;
}

/** Width of a text in one line, in points. */
export function lineWidth(fonts: Fonts, text: string, { size, weight }: Letters): number {
  let width = 0;
  for (const character of text) width += widthIn(fonts[weight], character) * size;
  return width;
}

function widthIn(font: TrueType, character: string): number {
  return font.widthOf(font.glyphOf(character.codePointAt(0) ?? 0)) / font.unitsPerEm;
}

export function space(height: number): Block {
  return { height, draw: () => undefined };
}

/** One below the other. */
export function stack(blocks: readonly Block[], gap = 0): Block {
  const height = blocks.reduce((sum, block) => sum + block.height, 0) + gap * Math.max(0, blocks.length - 1);
  return {
    height,
    draw(page, x, y) {
      let top = y;
      for (const block of blocks) {
        block.draw(page, x, top);
        top += block.height + gap;
      }
    },
  };
}

/** Side by side, each at its distance from the left edge. */
export function beside(blocks: readonly { readonly left: number; readonly block: Block }[]): Block {
  return {
    height: Math.max(0, ...blocks.map(({ block }) => block.height)),
    draw: (page, x, y) => blocks.forEach(({ left, block }) => block.draw(page, x + left, y)),
  };
}

export function boxed(
  block: Block,
  { padding, width, ink, edge }: { padding: number; width: number; ink: Ink; edge?: Ink },
): Block {
  const height = block.height + 2 * padding;
  return {
    height,
    draw(page, x, y) {
      page.fill({ x, y, width, height, ink });
      if (edge !== undefined) page.frame({ x, y, width, height, ink: edge });
      block.draw(page, x + padding, y + padding);
    },
  };
}
