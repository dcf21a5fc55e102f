// The thread of the press: takes sheets, gives their pages. It keeps the fonts, and what is the same on many sheets, for all of them.

import { parentPort } from 'node:worker_threads';
import { printFonts } from './font-files.ts';
import type { Sheet } from './sheet.ts';
import { sheetPdf } from './sheet-pdf.ts';

export interface PrintOrder {
  readonly number: number;
  readonly sheet: Sheet;
}

/** The PDF, or why there is none. */
export type Printed =
  | { readonly number: number; readonly bytes: Uint8Array; readonly fault?: undefined }
  | { readonly number: number; readonly bytes?: undefined; readonly fault: unknown };

const port = parentPort;
if (port === null) throw new Error('this is a thread of the program, and does nothing by itself');

port.on('message', (order: PrintOrder) => {
  void print(order).then((printed) => port.postMessage(printed));
});

async function print({ number, sheet }: PrintOrder): Promise<Printed> {
  try {
    return { number, bytes: sheetPdf(sheet, await printFonts()) };
  } catch (fault) {
    return { number, fault };
  }
}
