// The thread that prints: the same page as without it, a fault that is told, and a new start after a rest.

import { expect, it } from '@jest/globals';
import { printFonts } from '../../../src/client/hand-out/font-files.ts';
import { thePress } from '../../../src/client/hand-out/press.ts';
import { sheetFor } from '../../../src/client/hand-out/sheet-for.ts';
import { sheetPdf } from '../../../src/client/hand-out/sheet-pdf.ts';
import type { Sheet } from '../../../src/client/hand-out/sheet.ts';
import { companyOf, OUTLOOK, personOf } from './stage.ts';

it('prints what is printed without it, tells what is wrong with one sheet alone, and starts again after a rest', async () => {
  const sheet = sheetFor(personOf({}, [OUTLOOK]), companyOf());
  const alone = sheetPdf(sheet, await printFonts());
  const broken = { ...sheet, devices: undefined } as unknown as Sheet;
  const [good, bad] = await Promise.allSettled([thePress().print(sheet), thePress().print(broken)]);
  expect(bad).toMatchObject({ status: 'rejected', reason: { name: 'TypeError' } });
  expect(good.status === 'fulfilled' && alone.equals(good.value)).toBe(true);
  await thePress().rest();
  expect(alone.equals(await thePress().print(sheet))).toBe(true);
  await thePress().rest();
});
