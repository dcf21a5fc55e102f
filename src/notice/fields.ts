// The fields that a notice may use. The schemas are the list: types, lint and templates/README.md are all made from them.

import * as z from 'zod';
import type { TemplateFields } from './lint-template.ts';

/** Filled for everybody. */
function filled(description: string, example: string) {
  return z
    .string()
    .min(1)
    .meta({ description, examples: [example] });
}

/** May be the empty text. */
function maybe(description: string, example: string) {
  return z.string().meta({ description, examples: [example] });
}

const ours = {
  company: filled('Our name, from migrate.yaml.', '青空商事株式会社'),
  contactPerson: filled('The named person who answers questions (notice.contact).', '佐藤 花子'),
  department: filled('Department of that person (notice.department).', '総務部'),
  postalAddress: filled('Our postal address (notice.postalAddress).', '〒100-0000 東京都千代田区青空町1-2-3'),
  telephone: filled('Our main number, as it is known (notice.telephone).', '03-0000-0100'),
  website: filled('The site that partners have known for long (notice.website).', 'https://www.aozora-shoji.example/'),
  referenceCode: filled('The code that stands on that site too (notice.referenceCode).', '7K4Q-93TX'),
  oldDomain: filled('The domain that we leave; several are parted by commas.', 'aozora-shoji.example'),
  newDomain: filled('The domain that we move to.', 'aozora-trading.example'),
  switchDate: filled('Day from which the new addresses are used, in words (notice.switchDate).', '2026年12月1日（火）'),
  oldAddressUntil: filled(
    'Last day on which the old addresses are read, in words (notice.oldAddressUntil).',
    '2027年5月31日（月）',
  ),
  letterDate: maybe('Day that stands on printed letters, in words (notice.letterDate).', '2026年11月20日（金）'),
  incidentDate: maybe('Day on which the incident was found, in words (notice.incidentDate).', '2026年11月2日（月）'),
  earlierNoticeDate: maybe(
    'Day of the notice that is followed up or corrected, in words (notice.earlierNoticeDate).',
    '2026年11月5日（木）',
  ),
};

export const contactSchema = z.strictObject({
  name: filled('One of our people who deal with the partner.', '石川 次郎'),
  department: maybe('Department of that person.', '営業部'),
  title: maybe('Title of that person.', '課長'),
  oldAddress: filled('Address of that person until now.', 'ishikawa@aozora-shoji.example'),
  newAddress: filled('Address of that person from now on.', 'ishikawa@aozora-trading.example'),
});

export const partnerSchema = z.strictObject({
  ...ours,
  partnerCompany: filled('Company of the partner, without 御中.', '株式会社みらい商店'),
  partnerDepartment: maybe('Department of the partner.', '営業本部 第一営業部'),
  partnerTitle: maybe('Title of the partner, without 様.', '部長'),
  partnerName: maybe(
    'Name of the partner, without 様; empty where the company or the department is addressed.',
    '髙橋 一郎',
  ),
  partnerPostalCode: maybe('Postal code of the partner.', '100-0001'),
  partnerPostalAddress: maybe('Postal address of the partner.', '東京都千代田区みらい町4-5-6'),
  partnerPhone: maybe('Telephone number of the partner.', '03-0000-0200'),
  contacts: z.array(contactSchema).meta({ description: 'Our people who deal with the partner.' }),
});

export const staffSchema = z.strictObject({
  ...ours,
  displayName: filled('Name of the employee.', '石川 次郎'),
  oldAddress: filled('Address of the employee until now.', 'ishikawa@aozora-shoji.example'),
  newAddress: filled('Address of the employee from now on.', 'ishikawa@aozora-trading.example'),
});

/** Only in templates/layouts/. */
export const layoutSchema = z.strictObject({
  subject: filled('The subject, as it was rendered.', 'メールアドレス変更のご案内'),
  language: filled('ja or en.', 'ja'),
});

export type OurFields = Pick<z.output<typeof staffSchema>, keyof typeof ours>;
export type PartnerFields = z.output<typeof partnerSchema>;
export type StaffFields = z.output<typeof staffSchema>;
export type NoticeFields = PartnerFields | StaffFields;

const AUDIENCES = { partner: partnerSchema, staff: staffSchema } as const;
export type Audience = keyof typeof AUDIENCES;

/** What a template for this audience may name. */
export function fieldsOf(audience: Audience, requires: readonly string[]): TemplateFields {
  const fields = scopeOf(AUDIENCES[audience].shape);
  return {
    always: [...fields.always, ...fields.sometimes.filter((field) => requires.includes(field))],
    sometimes: fields.sometimes.filter((field) => !requires.includes(field)),
    ...(audience === 'partner' && { lists: { contacts: scopeOf(contactSchema.shape) } }),
  };
}

/** The same, and the fields of a layout. */
export function layoutFields(fields: TemplateFields): TemplateFields {
  return { ...fields, always: [...fields.always, ...Object.keys(layoutSchema.shape)] };
}

function scopeOf(shape: Readonly<Record<string, z.ZodType>>) {
  const texts = Object.entries(shape).filter(([, schema]) => schema instanceof z.ZodString);
  const names = (mayBeEmpty: boolean) =>
    texts.filter(([, schema]) => schema.safeParse('').success === mayBeEmpty).map(([name]) => name);
  return { always: names(false), sometimes: names(true) };
}
