// The page of one person on A4: one page where it fits, and smaller letters before a second page.

import { paragraph } from './layout/block.ts';
import { A4 } from './pdf/pdf-page.ts';
import type { PdfPage } from './pdf/pdf-page.ts';
import { pdfDocument } from './pdf/pdf-document.ts';
import type { PdfDocument } from './pdf/pdf-document.ts';
import type { Fonts } from './pdf/fonts.ts';
import { printable } from './printable.ts';
import { sharedWords } from './shared-words.ts';
import type { Sheet } from './sheet.ts';
import { GREY, sheetBlocks } from './sheet-blocks.ts';
import type { PageBlock } from './sheet-blocks.ts';
import { WORDS } from './company-words.ts';

const MARGIN = { side: 42, top: 34, foot: 44 };
const ROOM = A4.height - MARGIN.top - MARGIN.foot;
/** Letters of 9.5 points become 7.9 at the least, which everybody can read on paper. */
const SCALES = [1.06, 1, 0.94, 0.88, 0.83];
/** Of what needs more room than one page, from the best to look at. */
const SCALES_OF_MANY = [0.94, 0.88, 0.83];
const MOST_PAGES = 2;

export function sheetPdf(sheet: Sheet, fonts: Fonts): Buffer {
  const document = pdfDocument(fonts, { title: sheet.title, language: sheet.language, shared: sharedWords(sheet) });
  addSheet(document, sheet, fonts);
  return document.finish();
}

/** Gives the number of its pages. */
export function addSheet(document: PdfDocument, whole: Sheet, fonts: Fonts): number {
  const { sheet, missing } = printable(whole, fonts);
  const pages = arrange(sheet, fonts);
  const words = WORDS[sheet.language];
  pages.forEach((blocks, index) => {
    const page = document.addPage();
    let y = MARGIN.top;
    for (const { block } of blocks.list) {
      block.draw(page, MARGIN.side, y);
      y += block.height + blocks.gap;
    }
    const of = pages.length === 1 ? '' : `${sheet.addressee}　${words.page(index + 1, pages.length)}`;
    foot([missing.length === 0 ? '' : words.missing(missing), of], { page, fonts });
  });
  return pages.length;
}

interface Arranged {
  readonly list: readonly PageBlock[];
  readonly gap: number;
}

function arrange(sheet: Sheet, fonts: Fonts): readonly Arranged[] {
  const width = A4.width - 2 * MARGIN.side;
  for (const scale of SCALES) {
    const list = sheetBlocks(sheet, { fonts, width, scale });
    const gap = gapOf(scale);
    if (heightOf(list, gap) <= ROOM) return [{ list, gap }];
  }
  const tries = SCALES_OF_MANY.map((scale) => {
    const gap = gapOf(scale);
    return broken(sheetBlocks(sheet, { fonts, width, scale }), gap).map((list) => ({ list, gap }));
  });
  return tries.find((pages) => pages.length <= MOST_PAGES) ?? tries.at(-1) ?? [];
}

function gapOf(scale: number): number {
  return 8 * scale;
}

function heightOf(blocks: readonly PageBlock[], gap: number): number {
  return blocks.reduce((sum, { block }) => sum + block.height + gap, -gap);
}

function broken(blocks: readonly PageBlock[], gap: number): readonly (readonly PageBlock[])[] {
  const pages: PageBlock[][] = [[]];
  blocks.forEach((one, index) => {
    const next = one.keepsNext === true ? blocks[index + 1] : undefined;
    const page = pages.at(-1) ?? [];
    const wanted = [...page, one, ...(next === undefined ? [] : [next])];
    if (page.length > 0 && heightOf(wanted, gap) > ROOM) pages.push([one]);
    else page.push(one);
  });
  return pages;
}

function foot(texts: readonly string[], { page, fonts }: { page: PdfPage; fonts: Fonts }): void {
  const width = A4.width - 2 * MARGIN.side;
  const line = texts.filter((text) => text !== '').join('　　');
  if (line === '') return;
  const block = paragraph(fonts, line, { size: 7.6, weight: 'regular', ink: GREY, width });
  block.draw(page, MARGIN.side, A4.height - MARGIN.foot + 10);
}
