// Made-up readers at the workspace's own domains: every notice is tried on them, so that each of its branches was seen once.

import type { Partner } from '../model/partner.ts';
import type { Language, Person } from '../model/person.ts';
import type { Settings } from '../model/settings.ts';

type Domains = Pick<Settings, 'oldDomains' | 'newDomain'>;

const ABSENT = { line: 0, mergedLines: [], route: 'mail', from: 'new' } as const;

export function examplePeople(settings: Domains): readonly Person[] {
  return [
    person(settings, {
      local: 'ishikawa',
      displayName: '石川 次郎',
      familyName: '石川',
      givenName: '次郎',
      language: 'ja',
    }),
    {
      ...person(settings, {
        local: 'mori',
        displayName: '森 みどり',
        familyName: 'Mori',
        givenName: 'Midori',
        language: 'en',
      }),
      department: '営業部',
      title: '課長',
    },
  ];
}

export function examplePartners(settings: Domains): readonly Partner[] {
  const [one, other] = examplePeople(settings).map(({ key }) => key);
  const all = [one, other].filter((key) => key !== undefined);
  const of = (language: Language, partner: Pick<Partner, 'company'> & Partial<Partner>): Partner => ({
    ...ABSENT,
    key: `example-${language}-${partner.name ?? partner.department ?? 'company'}`,
    addresses: ['reader@partner.example'],
    contacts: all,
    language,
    ...partner,
  });
  return [
    of('ja', {
      company: '株式会社みらい商店',
      department: '営業本部 第一営業部',
      title: '部長',
      name: '髙橋 一郎',
      phone: '03-0000-0200',
      postalCode: '100-0001',
      postalAddress: '東京都千代田区みらい町4-5-6',
    }),
    of('ja', { company: '有限会社やまなか', department: '総務部', contacts: all.slice(0, 1) }),
    of('ja', { company: '𠮷野工業株式会社' }),
    of('ja', { company: 'はるか印刷株式会社', name: '春野 かおり', contacts: all.slice(1) }),
    of('en', {
      company: 'Carter Tools Ltd.',
      department: 'Purchasing',
      title: 'Manager',
      name: 'Anna Carter',
      phone: '+44 20 0000 0000',
      postalCode: 'XX1 1XX',
      postalAddress: '1 Example Road, London',
    }),
    of('en', { company: 'Carter Tools Ltd.', department: 'Accounts', contacts: all.slice(0, 1) }),
    of('en', { company: 'Weber & Söhne GmbH', contacts: all.slice(1) }),
  ];
}

function person(
  { oldDomains, newDomain }: Domains,
  { local, ...names }: { local: string } & Pick<Person, 'displayName' | 'familyName' | 'givenName' | 'language'>,
): Person {
  const oldAddress = `${local}@${oldDomains[0] ?? newDomain}`;
  return {
    ...names,
    key: oldAddress,
    line: 0,
    oldAddress,
    newAddress: `${local}@${newDomain}`,
    aliases: [],
    batch: 'example',
  };
}
