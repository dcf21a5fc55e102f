// A signature in the three forms that Outlook keeps: HTML, text and RTF. Whatever a name holds, it stays a text.

import type { KitPerson } from '../kit.ts';

export interface OutlookSignature {
  readonly htm: string;
  readonly txt: string;
  readonly rtf: string;
}

export function outlookSignature({ html, text }: NonNullable<KitPerson['signature']>): OutlookSignature {
  const head = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">';
  return {
    htm: `<html><head>${head}</head><body>${html}</body></html>\r\n`,
    txt: `${text.replace(/\r?\n/g, '\r\n')}\r\n`,
    rtf: rtf(text),
  };
}

/** RTF 1.9.1: what is not ASCII is written as signed 16-bit units, each followed by the one sign that old readers show for it. */
function rtf(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => {
    const units = Array.from({ length: line.length }, (_, index) => line.charCodeAt(index));
    return units.map(rtfUnit).join('');
  });
  return `{\\rtf1\\ansi\\uc1\\deff0{\\fonttbl{\\f0 Meiryo;}}\\f0\\fs20 ${lines.join('\\par\r\n')}\\par}\r\n`;
}

function rtfUnit(unit: number): string {
  const letter = String.fromCharCode(unit);
  if (/[\\{}]/.test(letter)) return `\\${letter}`;
  if (unit >= 0x20 && unit < 0x7f) return letter;
  return `\\u${unit > 0x7fff ? unit - 0x10000 : unit}?`;
}
