// Partners whose message came back, for the people who know them: as a table for Excel, and as a text to be read.

import { csvToRead } from '../model/csv-text.ts';
import type { BounceClass } from '../model/mail-back.ts';
import { isOfCarrier } from '../notice/returned/carriers.ts';

export interface BouncedPartner {
  /** As the partner list has it: company, person. */
  readonly who: string;
  readonly partner: string;
  readonly address: string;
  readonly notice: string;
  readonly phone: string;
  /** Our people who know the partner. */
  readonly contacts: readonly string[];
  readonly bounce: BounceClass;
  /** What the other end said, one line. */
  readonly said: string;
  /** When it came back, in milliseconds since 1970. */
  readonly at: number;
  /** False where it was matched by its address alone. */
  readonly isCertain: boolean;
}

export const BOUNCE_WORDS: Readonly<Record<BounceClass, string>> = {
  gone: 'no such address',
  full: 'mailbox full',
  temporary: 'could not be reached in time',
  policy: 'refused by policy: our reputation',
  unknown: 'reason unknown',
};

const SUGGESTIONS: Readonly<Record<BounceClass, string>> = {
  gone: 'Ask the partner for the right address, by telephone. Correct it in the partner list, then: migrate plan',
  full: 'Tell the partner by telephone, or send it once more in some days:',
  temporary: 'Send it once more in a day or two; if it comes back again, call the partner:',
  policy: 'Send nothing more before the reason is mended: migrate notice gates. Tell this partner by telephone.',
  unknown: 'Read what the server said, and ask the partner by telephone.',
};
const CARRIER =
  'Mobile carriers say "unknown user" also where the partner takes no mail from our new domain: ask to allow it.';
const UNCERTAIN = 'The report names no id of ours, only the address: it may be about another message, or forged.';

/** What to do about it. */
export function suggestion({ bounce, partner, address, isCertain }: BouncedPartner): string {
  const again =
    bounce === 'full' || bounce === 'temporary'
      ? ` migrate notice resend ${JSON.stringify(partner)} --reason "..."`
      : '';
  const carrier = bounce === 'unknown' && isOfCarrier(address) ? ` ${CARRIER}` : '';
  return `${SUGGESTIONS[bounce]}${again}${carrier}${isCertain ? '' : ` ${UNCERTAIN}`}`;
}

const COLUMNS: readonly (readonly [string, (row: BouncedPartner) => string])[] = [
  ['known to', ({ contacts }) => contacts.join(', ')],
  ['partner', ({ who }) => who],
  ['telephone', ({ phone }) => phone],
  ['address', ({ address }) => address],
  ['notice', ({ notice }) => notice],
  ['why', ({ bounce }) => BOUNCE_WORDS[bounce]],
  ['what was said', ({ said }) => said],
  ['came back at', ({ at }) => new Date(at).toISOString()],
  ['certain', ({ isCertain }) => (isCertain ? 'yes' : 'by its address alone')],
  ['what to do', suggestion],
];

export function bounceCsv(rows: readonly BouncedPartner[]): string {
  const cells = rows.map((row) => COLUMNS.map(([, value]) => value(row)));
  return csvToRead([COLUMNS.map(([name]) => name), ...cells]);
}

/** By our person who knows the partner. */
export function bounceText(rows: readonly BouncedPartner[]): string {
  const byContact = Map.groupBy(rows, ({ contacts }) => contacts[0] ?? '(nobody of ours is named)');
  const lines = [...byContact].flatMap(([contact, ofContact]) => [
    contact,
    ...ofContact.flatMap((row) => [
      `  ${row.who} <${row.address}>${row.phone === '' ? '' : `, ${row.phone}`}`,
      `      ${BOUNCE_WORDS[row.bounce]}: ${row.said}`,
      `      ${suggestion(row)}`,
    ]),
    '',
  ]);
  return `${lines.join('\n')}\n`;
}
