// A document of pages in one font of two weights.

import { pdfFont } from './pdf-font.ts';
import { pdfObjects, pdfText } from './pdf-objects.ts';
import { A4, pdfPage } from './pdf-page.ts';
import type { PdfPage, Weight } from './pdf-page.ts';
import type { TrueType } from './true-type.ts';

export type Fonts = Readonly<Record<Weight, TrueType>>;

export interface PdfDocument {
  addPage(): PdfPage;
  /** The whole file. Nothing may be drawn afterwards. */
  finish(): Buffer;
}

export function pdfDocument(fonts: Fonts, facts: { title: string; language: string }): PdfDocument {
  const own = { regular: pdfFont(fonts.regular, 'NotoSansJP-Regular'), bold: pdfFont(fonts.bold, 'NotoSansJP-Bold') };
  const pages: PdfPage[] = [];
  return {
    addPage() {
      const page = pdfPage(own);
      pages.push(page);
      return page;
    },
    finish() {
      const objects = pdfObjects();
      const [root, tree, regular, bold, properties] = [1, 2, 3, 4, 5].map(() => objects.reserve()) as [
        number,
        number,
        number,
        number,
        number,
      ];
      const leaves = pages.map((page) => {
        const [leaf, content] = [objects.reserve(), objects.reserve()];
        objects.writeStream(content, '', page.content());
        objects.write(
          leaf,
          `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${A4.width} ${A4.height}] /Contents ${content} 0 R ` +
            `/Resources << /Font << /R ${regular} 0 R /B ${bold} 0 R >> >> >>`,
        );
        return `${leaf} 0 R`;
      });
      own.regular.write(objects, regular);
      own.bold.write(objects, bold);
      objects.write(tree, `<< /Type /Pages /Count ${leaves.length} /Kids [${leaves.join(' ')}] >>`);
      const language = `/Lang (${facts.language}) /ViewerPreferences << /DisplayDocTitle true >>`;
      objects.write(root, `<< /Type /Catalog /Pages ${tree} 0 R ${language} >>`);
      objects.write(properties, `<< /Title ${pdfText(facts.title)} >>`);
      return objects.finish(root, properties);
    },
  };
}
