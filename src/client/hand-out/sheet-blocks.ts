// The page of one person as blocks, one below the other. All sizes are points, times a scale by which a long page is made to fit.

import { QUIET_ZONE, qrModules } from '../qr-code.ts';
import { beside, boxed, lineWidth, paragraph, space, stack } from './layout/block.ts';
import type { Block, Letters } from './layout/block.ts';
import type { Fonts } from './pdf/fonts.ts';
import type { Ink } from './pdf/pdf-page.ts';
import type { Sheet, SheetCode, SheetDevice, SheetFact, SheetList } from './sheet.ts';

export const DARK: Ink = { red: 0.12, green: 0.13, blue: 0.16 };
export const GREY: Ink = { red: 0.4, green: 0.42, blue: 0.46 };
const ACCENT: Ink = { red: 0.08, green: 0.27, blue: 0.47 };
const PALE: Ink = { red: 0.94, green: 0.96, blue: 0.985 };
const EDGE: Ink = { red: 0.78, green: 0.82, blue: 0.87 };
const WHITE: Ink = { red: 1, green: 1, blue: 1 };
const CARE: Ink = { red: 1, green: 0.97, blue: 0.91 };
const CARE_EDGE: Ink = { red: 0.89, green: 0.68, blue: 0.36 };

/** What a page of this width and scale is drawn with. */
interface Pen {
  readonly fonts: Fonts;
  readonly width: number;
  readonly scale: number;
}

/** From the top of the page to its end, in the order in which it is read; `keepsNext` stays on the page of what follows. */
export interface PageBlock {
  readonly block: Block;
  readonly keepsNext?: boolean;
}

export function sheetBlocks(sheet: Sheet, pen: Pen): readonly PageBlock[] {
  const { devices, changes } = sheet;
  return [
    { block: top(sheet, pen) },
    { block: facts(sheet, pen) },
    { block: stack([heading(changes.heading, pen), bullets(changes, pen)], 3 * pen.scale) },
    ...(sheet.note === undefined ? [] : [{ block: line(sheet.note, letters(9.5, pen), pen) }]),
    { block: heading(devices.heading, pen), keepsNext: true },
    ...devices.list.map((device) => ({ block: deviceBox(device, devices.byItselfLabel, pen) })),
    ...(devices.servers === undefined ? [] : [{ block: serverBox(devices.servers, pen) }]),
    { block: paragraph(pen.fonts, devices.note, { ...letters(8.6, pen), width: pen.width }) },
    { block: bottom(sheet, pen) },
  ];
}

function letters(size: number, { scale }: Pen, change: Partial<Letters> = {}): Letters {
  return { weight: 'regular', ink: DARK, ...change, size: size * scale };
}

function top({ company, title, department, addressee }: Sheet, pen: Pen): Block {
  const { fonts, width, scale } = pen;
  const small = letters(9.5, pen, { ink: GREY });
  return stack([
    paragraph(fonts, company, { ...small, width }),
    paragraph(fonts, title, { ...letters(18, pen, { weight: 'bold', ink: ACCENT }), width }),
    space(4 * scale),
    ...(department === undefined ? [] : [paragraph(fonts, department, { ...letters(9.5, pen), width })]),
    paragraph(fonts, addressee, { ...letters(13, pen, { weight: 'bold' }), width }),
  ]);
}

function facts({ facts: rows }: Sheet, pen: Pen): Block {
  const padding = 9 * pen.scale;
  const table = factTable(rows, { ...pen, width: pen.width - 2 * padding }, { label: 122, size: 10.5, strong: 13 });
  return boxed(table, { padding, width: pen.width, ink: PALE, edge: EDGE });
}

function factTable(
  rows: readonly SheetFact[],
  pen: Pen,
  { label, size, strong }: { label: number; size: number; strong: number },
): Block {
  const left = label * pen.scale;
  return stack(
    rows.map(({ label: name, value, isStrong = false }) => {
      const valueSize = isStrong ? strong : size;
      // Both stand on one line, whatever their sizes.
      const drop = space((valueSize - size) * 1.13 * pen.scale);
      return beside([
        { left: 0, block: stack([drop, line(name, letters(size, pen, { ink: GREY }), { ...pen, width: left })]) },
        {
          left,
          block: line(value, letters(valueSize, pen, { weight: isStrong ? 'bold' : 'regular' }), {
            ...pen,
            width: pen.width - left,
          }),
        },
      ]);
    }),
    1.5 * pen.scale,
  );
}

function line(text: string, how: Letters, { fonts, width }: Pen): Block {
  return paragraph(fonts, text, { ...how, width });
}

function heading(text: string, pen: Pen): Block {
  const words = line(text, letters(11.5, pen, { weight: 'bold', ink: ACCENT }), pen);
  return {
    height: words.height + 2 * pen.scale,
    draw(page, x, y) {
      words.draw(page, x, y);
      page.fill({ x, y: y + words.height, width: pen.width, height: 0.9, ink: ACCENT });
    },
  };
}

function marked(mark: string, text: string, { pen, how }: { pen: Pen; how: Letters }): Block {
  const left = 13 * pen.scale;
  return beside([
    { left: 0, block: line(mark, { ...how, ink: ACCENT }, { ...pen, width: left * 2 }) },
    { left, block: line(text, how, { ...pen, width: pen.width - left }) },
  ]);
}

function bullets({ items }: Pick<SheetList, 'items'>, pen: Pen): Block {
  return stack(
    items.map((item) => marked('•', item, { pen, how: letters(9.5, pen) })),
    1.5 * pen.scale,
  );
}

function deviceBox(device: SheetDevice, byItselfLabel: string, pen: Pen): Block {
  const padding = 7.5 * pen.scale;
  const inside = { ...pen, width: pen.width - 2 * padding };
  const codeWidth = device.codes.length === 0 ? 0 : 104 * pen.scale;
  const words = stack(
    [
      deviceTitle(device, { ...inside, width: inside.width - codeWidth }),
      ...deviceWords(device, byItselfLabel, { ...inside, width: inside.width - codeWidth }),
    ],
    1.5 * pen.scale,
  );
  const codes = stack(
    device.codes.map((code) => codeBlock(code, { ...pen, width: codeWidth })),
    4 * pen.scale,
  );
  const both = beside([
    { left: 0, block: words },
    { left: inside.width - codeWidth, block: codes },
  ]);
  return boxed(both, { padding, width: pen.width, ink: WHITE, edge: EDGE });
}

function deviceTitle({ name, hosts }: SheetDevice, pen: Pen): Block {
  const title = letters(10.8, pen, { weight: 'bold' });
  const small = letters(9, pen, { ink: GREY });
  const left = lineWidth(pen.fonts, name, title) + 9 * pen.scale;
  const drop = space((10.8 - 9) * 1.13 * pen.scale);
  if (left + lineWidth(pen.fonts, hosts, small) > pen.width) {
    return stack([line(name, title, pen), ...(hosts === '' ? [] : [line(hosts, small, pen)])]);
  }
  return beside([
    { left: 0, block: line(name, title, pen) },
    { left, block: stack([drop, line(hosts, small, { ...pen, width: pen.width - left + 1 })]) },
  ]);
}

function deviceWords({ byItself, steps, note, codes }: SheetDevice, byItselfLabel: string, pen: Pen): Block[] {
  const how = letters(9.4, pen);
  const small = letters(8.6, pen, { ink: GREY });
  return [
    ...(byItself === undefined ? [] : [line(`${byItselfLabel}: ${byItself}`, { ...how, ink: ACCENT }, pen)]),
    ...steps.map((step, index) => marked(`${index + 1}.`, step, { pen, how })),
    ...codes.flatMap(({ address }) => (address === undefined ? [] : [line(address, { ...how, weight: 'bold' }, pen)])),
    ...(note === undefined ? [] : [line(note, small, pen)]),
  ];
}

function serverBox({ heading: name, rows }: NonNullable<Sheet['devices']['servers']>, pen: Pen): Block {
  const padding = 7.5 * pen.scale;
  const inside = { ...pen, width: pen.width - 2 * padding };
  const title = line(name, letters(10.8, pen, { weight: 'bold' }), inside);
  const table = factTable(rows, inside, { label: 96, size: 9.4, strong: 9.4 });
  return boxed(stack([title, table]), { padding, width: pen.width, ink: PALE, edge: EDGE });
}

function codeBlock({ content, caption }: SheetCode, pen: Pen): Block {
  const dark = qrModules(content);
  // A module of half a millimetre can be read by the camera of any phone, at arm's length.
  const side = Math.min(90, Math.max(70, dark.length * 1.45)) * pen.scale;
  const quiet = (side / dark.length) * QUIET_ZONE;
  const left = pen.width - side - quiet;
  const below = line(caption, letters(7.6, pen, { ink: GREY }), { ...pen, width: side + quiet });
  return {
    height: side + quiet + 2 * pen.scale + below.height,
    draw(page, x, y) {
      const frame = side + 2 * quiet;
      page.fill({ x: x + left - quiet, y: y - quiet / 2, width: frame, height: frame, ink: WHITE });
      page.squares({ x: x + left, y: y + quiet / 2, side }, dark);
      below.draw(page, x + left, y + side + quiet + 2 * pen.scale);
    },
  };
}

function bottom({ fakes, call, help }: Sheet, pen: Pen): Block {
  const { scale, width } = pen;
  const gap = 9 * scale;
  const callWidth = 236 * scale;
  const padding = 8 * scale;
  const left = { ...pen, width: width - callWidth - gap - 2 * padding };
  const right = { ...pen, width: callWidth - 2 * padding };
  const warning = stack(
    [
      line(fakes.heading, letters(10.8, pen, { weight: 'bold' }), left),
      bullets(fakes, { ...left, scale: scale * 0.96 }),
    ],
    3 * scale,
  );
  const codeWidth = help === undefined ? 0 : 92 * scale;
  const beforeCode = { ...right, width: right.width - codeWidth };
  const desk = stack(
    [
      line(call.heading, letters(10.8, pen, { weight: 'bold' }), right),
      line(call.text, letters(8.8, pen), right),
      beside([
        {
          left: 0,
          block: stack([
            space(10 * scale),
            line(call.name, letters(10, pen), beforeCode),
            line(call.telephone, letters(15, pen, { weight: 'bold', ink: ACCENT }), beforeCode),
          ]),
        },
        ...(help === undefined
          ? []
          : [
              {
                left: beforeCode.width,
                block: stack([space(6 * scale), codeBlock(help, { ...pen, width: codeWidth })]),
              },
            ]),
      ]),
    ],
    2 * scale,
  );
  const height = Math.max(warning.height, desk.height);
  return beside([
    { left: 0, block: panel(warning, height, { padding, width: width - callWidth - gap, ink: CARE, edge: CARE_EDGE }) },
    { left: width - callWidth, block: panel(desk, height, { padding, width: callWidth, ink: PALE, edge: EDGE }) },
  ]);
}

/** A box that is at least so high. */
function panel(block: Block, height: number, look: Parameters<typeof boxed>[1]): Block {
  return boxed({ ...block, height }, look);
}
