// A letter as its reader sees it.

import type { Correspondent, Letter } from '../../model/letter.ts';

function nameOf({ name, address }: Correspondent): string {
  return name === undefined ? address : `${name} <${address}>`;
}

/** The lines above the text, and the text. */
export function letterLines({ from, to, subject, text }: Letter): readonly string[] {
  return [
    `From:    ${nameOf(from)}`,
    `To:      ${nameOf(to)}`,
    `Subject: ${subject}`,
    '',
    ...text.trimEnd().split('\n'),
  ];
}
