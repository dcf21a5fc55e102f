// The font that many hand-outs have in common is made once for all of them.

import { expect, it } from '@jest/globals';
import { printFonts } from '../../../src/client/hand-out/font-files.ts';
import { sharedFont } from '../../../src/client/hand-out/pdf/shared-font.ts';
import { sharedWords } from '../../../src/client/hand-out/shared-words.ts';
import { sheetFor } from '../../../src/client/hand-out/sheet-for.ts';
import { companyOf, OUTLOOK, personOf, THUNDERBIRD } from './stage.ts';

it('is the same for people who do the same, whatever their addresses are, and another for others', async () => {
  const fonts = await printFonts();
  const fontOf = (...[facts, devices]: Parameters<typeof personOf>) =>
    sharedFont(fonts, 'regular', sharedWords(sheetFor(personOf(facts, devices), companyOf())).regular);
  const one = fontOf({ newAddress: 'sato@aozora-trading.example' }, [OUTLOOK]);
  expect(fontOf({ newAddress: 'x.quaternion@aozora-trading.example' }, [OUTLOOK])).toBe(one);
  expect(fontOf({}, [THUNDERBIRD])).not.toBe(one);
});
