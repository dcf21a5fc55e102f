// The section `notice` of migrate.yaml: who we are in a notice, and the days that it names.

import * as z from 'zod';
import { asciiDomain } from '../model/mail-address.ts';
import { checked, date, text } from './field-checks.ts';

const ours = {
  contact: text.meta({ description: 'The named person who answers questions.', examples: ['佐藤 花子'] }),
  department: text.meta({ description: 'Department of that person.', examples: ['総務部'] }),
  postalAddress: text.meta({
    description: 'Postal address of the company, on one line.',
    examples: ['〒100-0000 東京都千代田区青空町1-2-3'],
  }),
};

export const noticeSchema = z
  .strictObject({
    ...ours,
    telephone: text.meta({ description: 'Main telephone number, as it is known.', examples: ['03-0000-0100'] }),
    english: z
      .strictObject({
        company: text.meta({ description: 'Name of the company in English.', examples: ['Aozora Shoji Co., Ltd.'] }),
        ...ours,
        telephone: text.meta({ description: 'The same number for callers abroad.', examples: ['+81-3-0000-0100'] }),
      })
      .optional()
      .meta({ description: 'The same for notices in English. Without it the English notices show the texts above.' }),
    website: checked('website', isWebsite).meta({
      description: 'The web site that partners have known for long. No other link may stand in a notice.',
      examples: ['https://www.aozora-shoji.example/'],
    }),
    referenceCode: z
      .string()
      .regex(/^[A-Za-z0-9-]{4,24}$/)
      .meta({ description: 'Code in every notice and on the web site, one for all.', examples: ['7K4Q-93TX'] }),
    switchDate: date.meta({ description: 'Day from which the new addresses are used.', examples: ['2026-12-01'] }),
    oldAddressUntil: date.meta({
      description: 'Last day on which the old addresses are read.',
      examples: ['2027-05-31'],
    }),
    letterDate: date.optional().meta({ description: 'Day that stands on printed letters.', examples: ['2026-11-20'] }),
    incidentDate: date
      .optional()
      .meta({ description: 'Day on which the incident was found.', examples: ['2026-11-02'] }),
    earlierNoticeDate: date
      .optional()
      .meta({ description: 'Day of the notice that is followed up or corrected.', examples: ['2026-11-05'] }),
  })
  .meta({ description: 'What the notices to partners and staff say about us.' });

/** Plain, and without anything that could follow a reader. */
function isWebsite(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isPlain = url !== undefined && url.username === '' && url.port === '' && url.search === '' && url.hash === '';
  return isPlain && url.protocol === 'https:' && asciiDomain(url.hostname) !== undefined;
}
