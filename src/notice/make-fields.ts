// The fields of one recipient, in the language of the notice, from the lists and migrate.yaml.

import type { Partner } from '../model/partner.ts';
import type { Language, Person } from '../model/person.ts';
import type { NoticeSettings, Settings } from '../model/settings.ts';
import type { OurFields, PartnerFields, StaffFields } from './fields.ts';
import { spokenDay } from './spoken-day.ts';

export interface Sender {
  readonly settings: Pick<Settings, 'oldDomains' | 'newDomain'>;
  readonly notice: NoticeSettings;
  readonly language: Language;
}

export function partnerFields(
  partner: Partner,
  { sender, people }: { readonly sender: Sender; readonly people: ReadonlyMap<string, Person> },
): PartnerFields {
  const known = partner.contacts.flatMap((key) => people.get(key) ?? []);
  return {
    ...ourFields(sender),
    partnerCompany: partner.company,
    partnerDepartment: partner.department ?? '',
    partnerTitle: partner.title ?? '',
    partnerName: partner.name ?? '',
    partnerPostalCode: partner.postalCode ?? '',
    partnerPostalAddress: partner.postalAddress ?? '',
    partnerPhone: partner.phone ?? '',
    contacts: known.map((person) => ({
      name: spokenName(person, sender.language),
      department: readable(person.department, sender.language),
      title: readable(person.title, sender.language),
      oldAddress: person.oldAddress,
      newAddress: person.newAddress,
    })),
  };
}

export function staffFields(person: Person, sender: Sender): StaffFields {
  return {
    ...ourFields(sender),
    displayName: spokenName(person, sender.language),
    oldAddress: person.oldAddress,
    newAddress: person.newAddress,
  };
}

/** Days in words are dear to make, and the same for a hundred thousand readers. */
const made = new WeakMap<Sender, OurFields>();

/** What is the same for every reader. */
export function ourFields(sender: Sender): OurFields {
  const known = made.get(sender);
  if (known !== undefined) return known;
  const { settings, notice, language } = sender;
  const { company, contact, department, postalAddress, telephone } = notice.voice[language];
  const fields = {
    company,
    contactPerson: contact,
    department,
    postalAddress,
    telephone,
    website: notice.website,
    referenceCode: notice.referenceCode,
    oldDomain: settings.oldDomains.join(language === 'ja' ? '、' : ', '),
    newDomain: settings.newDomain,
    switchDate: spokenDay(notice.switchDate, language),
    oldAddressUntil: spokenDay(notice.oldAddressUntil, language),
    letterDate: spokenDay(notice.letterDate, language),
    incidentDate: spokenDay(notice.incidentDate, language),
    earlierNoticeDate: spokenDay(notice.earlierNoticeDate, language),
  };
  made.set(sender, fields);
  return fields;
}

const LATIN = /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u;

/** What a reader of that language calls one of our people. In English the romaji of the list, where it has them. */
export function spokenName(
  { displayName, givenName, familyName }: Pick<Person, 'displayName' | 'givenName' | 'familyName'>,
  language: Language,
): string {
  const western = `${givenName} ${familyName}`.trim();
  return language === 'en' && western !== '' && LATIN.test(western) ? western : displayName;
}

/** A Japanese department says nothing to a reader of English; in Japanese its levels are parted by a space. */
export function readable(text: string | undefined, language: Language): string {
  if (text === undefined || (language === 'en' && !LATIN.test(text))) return '';
  return language === 'ja' ? text.replace(/[,、，]\s*/g, ' ') : text;
}
