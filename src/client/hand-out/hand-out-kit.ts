// The hand-out: a page for each person to print and to read on a screen, the pages of a batch in one file, and the steps for all mail
// programs as a page of the web. Its texts are tables of this folder and no templates: which step is right depends on the mail program,
// the provider and the mode at once, and a wrong one costs more than a plain one.

import type { Language } from '../../model/person.ts';
import type { Kit, KitCompany, KitFile, KitPerson } from '../kit.ts';
import { printFonts } from './font-files.ts';
import { batchPdf, printBatches } from './print-list.ts';
import { thePress } from './press.ts';
import { helpPath } from './company-words.ts';
import { sheetFor } from './sheet-for.ts';
import { helpHtml, sheetHtml } from './sheet-html.ts';

export const handOutKit: Kit = { name: 'hand-out', version: 5, forPerson, forFleet };

async function forPerson(person: KitPerson, company: KitCompany): Promise<readonly KitFile[]> {
  const sheet = sheetFor(person, company);
  return [
    file('hand-out.pdf', await thePress().print(sheet)),
    file('hand-out.html', new TextEncoder().encode(sheetHtml(sheet))),
  ];
}

async function forFleet(people: readonly KitPerson[], company: KitCompany): Promise<readonly KitFile[]> {
  // Everybody's pages are printed by now: those of a whole batch take the memory instead.
  await thePress().rest();
  const fonts = await printFonts();
  const batches: KitFile[] = [];
  for (const [index, batch] of printBatches(people, company).entries()) {
    batches.push(file(`print/${fileName(batch.name, index)}.pdf`, await batchPdf(batch, company, fonts)));
  }
  return [...batches, ...(company.clients.publishAt === undefined ? [] : helpPages(company))];
}

function helpPages(company: KitCompany): readonly KitFile[] {
  const languages: readonly Language[] = ['ja', 'en'];
  return languages.map((language) => ({
    path: `publish/${helpPath(language)}`,
    bytes: new TextEncoder().encode(helpHtml(language, company)),
    isPublic: true,
  }));
}

/** A batch may have a name in any script; its number says the order. */
function fileName(batch: string, index: number): string {
  const plain = batch
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  const number = String(index + 1).padStart(2, '0');
  return plain === '' ? `batch-${number}` : `batch-${number}-${plain}`;
}

function file(name: string, bytes: Uint8Array): KitFile {
  return { path: `hand-out/${name}`, bytes, isPublic: false };
}
