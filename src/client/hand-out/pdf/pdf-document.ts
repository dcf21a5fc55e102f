// A document of pages in one font of two weights. Characters that other documents show too come from a shared font, the others from one
// of the document's own.

import { FONT_NAMES } from './fonts.ts';
import type { Fonts, Weight } from './fonts.ts';
import { pdfFont, writeFont } from './pdf-font.ts';
import { LEVEL, packed, pdfObjects, pdfText } from './pdf-objects.ts';
import type { PdfObjects, PdfStream } from './pdf-objects.ts';
import { A4, pdfPage } from './pdf-page.ts';
import type { PdfPage } from './pdf-page.ts';
import { sharedFont } from './shared-font.ts';

export interface PdfDocument {
  /** The page before it is finished: nothing more may be drawn on it. */
  addPage(): PdfPage;
  /** The whole file; so many of the pages that were added last come first. Nothing may be drawn afterwards. */
  finish(lastFirst?: number): Buffer;
}

export interface DocumentFacts {
  readonly title: string;
  readonly language: string;
  /** Characters that many documents show. */
  readonly shared: Readonly<Record<Weight, string>>;
  /** Asks the printer not to use the back of a page (ISO 32000-1, 12.2); not every program passes it on. */
  readonly isOneSided?: true;
}

export function pdfDocument(fonts: Fonts, facts: DocumentFacts): PdfDocument {
  const { title, language, shared, isOneSided = false } = facts;
  const faces = { regular: face(fonts, 'regular', shared.regular), bold: face(fonts, 'bold', shared.bold) };
  const contents: PdfStream[] = [];
  let open: PdfPage | undefined;
  const close = (): void => {
    if (open !== undefined) contents.push(packed(open.content(), LEVEL));
    open = undefined;
  };
  return {
    addPage() {
      close();
      open = pdfPage((text, weight) => faces[weight].typeset(text));
      return open;
    },
    finish(lastFirst = 0) {
      close();
      const turn = contents.length - lastFirst;
      const inOrder = [...contents.slice(turn), ...contents.slice(0, turn)];
      const objects = pdfObjects();
      const [root, tree, properties] = [objects.reserve(), objects.reserve(), objects.reserve()];
      const resources = [...faces.regular.write(objects), ...faces.bold.write(objects)].join(' ');
      const leaves = inOrder.map((content) => {
        const [leaf, stream] = [objects.reserve(), objects.reserve()];
        objects.writeStream(stream, '', content);
        objects.write(leaf, `<< /Type /Page /Parent ${tree} 0 R /Contents ${stream} 0 R >>`);
        return `${leaf} 0 R`;
      });
      const inherited = `/MediaBox [0 0 ${A4.width} ${A4.height}] /Resources << /Font << ${resources} >> >>`;
      objects.write(tree, `<< /Type /Pages /Count ${leaves.length} /Kids [${leaves.join(' ')}] ${inherited} >>`);
      const sides = isOneSided ? ' /Duplex /Simplex' : '';
      const view = `/Lang (${language}) /ViewerPreferences << /DisplayDocTitle true${sides} >>`;
      objects.write(root, `<< /Type /Catalog /Pages ${tree} 0 R ${view} >>`);
      objects.write(properties, `<< /Title ${pdfText(title)} >>`);
      return objects.finish(root, properties);
    },
  };
}

interface Piece {
  readonly font: string;
  hex: string;
}

/** Texts that a long document shows again and again. */
const MOST_TEXTS = 1000;

interface Face {
  typeset(text: string): readonly Piece[];
  /** Entries of the pages' resources. */
  write(objects: PdfObjects): readonly string[];
}

/** Names of the fonts on a page. */
const NAMES = { regular: { shared: 'R', own: 'S' }, bold: { shared: 'B', own: 'C' } } as const;

function face(fonts: Fonts, weight: Weight, characters: string): Face {
  const shared = sharedFont(fonts, weight, characters);
  const own = pdfFont(fonts[weight], FONT_NAMES[weight], LEVEL);
  const names = NAMES[weight];
  const kept = new Map<string, Piece[]>();
  return {
    typeset(text) {
      const whole = shared.shownWhole(text);
      if (whole !== undefined) return [{ font: names.shared, hex: whole }];
      const known = kept.get(text);
      if (known !== undefined) return known;
      const pieces: Piece[] = [];
      for (const character of text) {
        const common = shared.shown(character);
        const font = common === undefined ? names.own : names.shared;
        const hex = common ?? own.shown(character);
        const last = pieces.at(-1);
        if (last?.font === font) last.hex += hex;
        else pieces.push({ font, hex });
      }
      if (kept.size >= MOST_TEXTS) kept.clear();
      kept.set(text, pieces);
      return pieces;
    },
    write(objects) {
      const used = [
        { name: names.shared, parts: shared.parts },
        ...(own.isUsed ? [{ name: names.own, parts: own.ready() }] : []),
      ];
      return used.map(({ name, parts }) => {
        const number = objects.reserve();
        writeFont(objects, number, parts);
        return `/${name} ${number} 0 R`;
      });
    },
  };
}
