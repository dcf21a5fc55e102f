// The words of a hand-out that those of others have too: everything but who gets it.

import type { Weight } from './pdf/fonts.ts';
import type { Sheet } from './sheet.ts';

export function sharedWords(sheet: Sheet): Readonly<Record<Weight, string>> {
  const { changes, devices, fakes, call, facts, help } = sheet;
  const strong = [sheet.title, changes.heading, devices.heading, fakes.heading, call.heading, call.telephone];
  const plain = [
    sheet.company,
    sheet.note ?? '',
    ...changes.items,
    ...fakes.items,
    devices.note,
    devices.byItselfLabel,
    call.text,
    call.name,
  ];
  for (const { label, value, isStrong } of [...facts, ...(devices.servers?.rows ?? [])]) {
    plain.push(label);
    (isStrong === true ? strong : plain).push(value);
  }
  if (devices.servers !== undefined) strong.push(devices.servers.heading);
  for (const { name, byItself = '', steps, note = '', codes } of devices.list) {
    strong.push(name);
    plain.push(byItself, note, ...steps, ...codes.map(({ caption }) => caption));
  }
  return { regular: `•□〓${plain.join('')}${help?.caption ?? ''}`, bold: strong.join('') };
}
