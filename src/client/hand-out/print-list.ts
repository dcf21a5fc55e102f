// What is printed for a batch in one go: a list to tick off, then everybody's pages in the same order.

import { setImmediate } from 'node:timers/promises';
import type { Language, Person } from '../../model/person.ts';
import type { KitCompany, KitPerson } from '../kit.ts';
import { beside, paragraph, stack } from './layout/block.ts';
import type { Block, Letters } from './layout/block.ts';
import { A4 } from './pdf/pdf-page.ts';
import { pdfDocument } from './pdf/pdf-document.ts';
import type { PdfDocument } from './pdf/pdf-document.ts';
import type { Fonts } from './pdf/fonts.ts';
import { plainText } from './plain-text.ts';
import { printableText } from './printable.ts';
import { DARK, GREY } from './sheet-blocks.ts';
import { WORDS } from './company-words.ts';
import { sheetFor } from './sheet-for.ts';
import { addSheet } from './sheet-pdf.ts';

const MARGIN = { side: 42, top: 40, foot: 40 };
const WIDTH = A4.width - 2 * MARGIN.side;
/** Left edges of the columns: box, number, department, name, address, pages. */
const COLUMNS = [0, 18, 48, 188, 298, WIDTH - 22];

/** Pages that are laid out in one go. */
const AT_ONCE = 20;

export interface PrintBatch {
  readonly name: string;
  /** By department, in the order of the staff list. */
  readonly people: readonly KitPerson[];
  readonly heldBack: readonly Person[];
}

/** Batches in the order in which the staff list first names them. */
export function printBatches(people: readonly KitPerson[], { heldBack = [] }: KitCompany): readonly PrintBatch[] {
  const names = new Set([...people.map(({ person }) => person.batch), ...heldBack.map(({ batch }) => batch)]);
  return [...names].map((name) => ({
    name,
    people: byDepartment(people.filter(({ person }) => person.batch === name)),
    heldBack: heldBack.filter(({ batch }) => batch === name),
  }));
}

function byDepartment(people: readonly KitPerson[]): readonly KitPerson[] {
  return [...Map.groupBy(people, ({ person }) => person.department ?? '').values()].flat();
}

/** Whatever language most of its people read. */
export async function batchPdf(batch: PrintBatch, company: KitCompany, fonts: Fonts): Promise<Buffer> {
  const readers = [...batch.people.map(({ person }) => person), ...batch.heldBack];
  const japanese = readers.filter(({ language }) => language === 'ja').length;
  const language: Language = 2 * japanese >= readers.length ? 'ja' : 'en';
  const words = WORDS[language].print;
  const title = words.title(plainText(batch.name));
  const document = pdfDocument(fonts, { title, language, shared: NOTHING_SHARED, isOneSided: true });
  // The list comes first and says how many pages each person has: it is drawn once they are.
  const rows: Block[] = [];
  for (const one of batch.people) {
    const pages = addSheet(document, sheetFor(one, company), fonts);
    rows.push(row(one.person, { number: rows.length + 1, pages, fonts }));
    // A long batch takes seconds: Ctrl-C and the progress must not wait for its end.
    if (rows.length % AT_ONCE === 0) await setImmediate();
  }
  const kept = batch.heldBack.map((person) => row(person, { fonts }));
  const listPages = list(document, [
    text(title, { ...STRONG, size: 15 }, fonts),
    text(words.count(batch.people.length, batch.heldBack.length), PLAIN, fonts),
    text(words.oneSided, { ...PLAIN, weight: 'bold' }, fonts),
    ...rows,
    ...(kept.length === 0 ? [] : [text(words.heldBack, STRONG, fonts), ...kept]),
  ]);
  return document.finish(listPages);
}

/** The document is the only one of its kind. */
const NOTHING_SHARED = { regular: '', bold: '' };

const PLAIN: Letters = { size: 9, weight: 'regular', ink: DARK };
const STRONG: Letters = { size: 10, weight: 'bold', ink: DARK };

function text(words: string, how: Letters, fonts: Fonts): Block {
  return paragraph(fonts, printableText(words, fonts), { ...how, width: WIDTH });
}

function row(person: Person, { number, pages, fonts }: { number?: number; pages?: number; fonts: Fonts }): Block {
  const cells = [
    number === undefined ? '' : '□',
    number === undefined ? '' : String(number),
    plainText(person.department ?? ''),
    plainText(person.displayName),
    number === undefined ? '' : person.newAddress,
    pages === undefined || pages < 2 ? '' : `×${pages}`,
  ];
  return beside(
    cells.map((cell, index) => {
      const left = COLUMNS[index] ?? 0;
      const width = (COLUMNS[index + 1] ?? WIDTH + 6) - left - 6;
      const how = index === 0 || index === 3 ? PLAIN : { ...PLAIN, size: 8, ink: GREY };
      return { left, block: paragraph(fonts, printableText(cell, fonts), { ...how, width }) };
    }),
  );
}

/** Gives the number of its pages. */
function list(document: PdfDocument, blocks: readonly Block[]): number {
  const room = A4.height - MARGIN.top - MARGIN.foot;
  let pile: Block[] = [];
  let pages = 0;
  const put = (): void => {
    pages += 1;
    stack(pile, 2).draw(document.addPage(), MARGIN.side, MARGIN.top);
  };
  for (const block of blocks) {
    if (pile.length > 0 && stack([...pile, block], 2).height > room) {
      put();
      pile = [];
    }
    pile.push(block);
  }
  put();
  return pages;
}
