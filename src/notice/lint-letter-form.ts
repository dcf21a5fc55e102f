// The form of a Japanese letter: one honorific for each reader, and the words that come in pairs.

import { movedBy } from './finding.ts';
import type { Finding } from './finding.ts';
import { noticeProblem } from './problems.ts';
import { Remembered } from './remembered.ts';

const TITLES =
  '(?:代表取締役|取締役|社長|会長|副社長|専務|常務|本部長|部長|次長|課長|係長|主任|室長|所長|支店長|店長|工場長|局長|院長|先生|教授)';

const HONORIFICS: readonly (readonly [RegExp, instead: string])[] = [
  [/様[ \u3000]*様/gu, '様 once'],
  [/御中[ \u3000]*(?:様|殿|御中)|様[ \u3000]*御中/gu, '御中 for a company or department, 様 for a person, never both'],
  // In one line, with a name between them.
  [/御中[ \u3000]+[^\n。、]{1,30}様(?=[ \u3000]*$)/gmu, 'the company without 御中, then the name with 様'],
  [
    new RegExp(`(?<=^|[ \\u3000\\n])[^ \\u3000\\n]*${TITLES}[ \\u3000]*様(?=[ \\u3000]*$)`, 'gmu'),
    '部長 鈴木 様, the title before the name',
  ],
  [/(?:各位|殿)[ \u3000]*様/gu, '各位 or 様, not both'],
];

const PAIRS = [
  { opens: '拝啓', closes: '敬具', isLine: false },
  { opens: '謹啓', closes: '謹白', isLine: false },
  { opens: '前略', closes: '草々', isLine: false },
  { opens: '記', closes: '以上', isLine: true },
] as const;

export function lintHonorifics(text: string): readonly Finding[] {
  const found: Finding[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    found.push(...movedBy(start, lines.of(line)));
    start += line.length + 1;
  }
  return found;
}

/** No honorific belongs to a name in another line. */
const lines = new Remembered(lintLine);

function lintLine(text: string): readonly Finding[] {
  return HONORIFICS.flatMap(([shape, instead]) =>
    [...text.matchAll(shape)].map((match) => {
      const found = match[0].trim();
      return {
        index: match.index,
        found,
        say: (place) => noticeProblem('notice.honorific', place, { text: found, instead }),
      };
    }),
  );
}

export function lintPairs(text: string): readonly Finding[] {
  return PAIRS.flatMap(({ opens, closes, isLine }) => {
    const [begins, ends] = [placesOf(text, opens, isLine), placesOf(text, closes, isLine)];
    const [begin, end] = [begins[0], ends[0]];
    if (begin === undefined && end === undefined) return [];
    const isPair = begins.length === 1 && ends.length === 1 && (begin ?? 0) < (end ?? 0);
    if (isPair) return [];
    const index = begin ?? end ?? 0;
    const found = begin === undefined ? closes : opens;
    return [{ index, found, say: (place) => noticeProblem('notice.unpaired', place, { opens, closes }) }];
  });
}

/** 記 and 以上 are ordinary words too, unless they stand in a line of their own. */
function placesOf(text: string, word: string, isLine: boolean): readonly number[] {
  if (!text.includes(word)) return [];
  const shape = isLine ? new RegExp(`(?<=^[ \\u3000]*)${word}(?=[ \\u3000]*$)`, 'gmu') : new RegExp(word, 'gu');
  return [...text.matchAll(shape)].map(({ index }) => index);
}
