// What stands on the page of one person, and on the page of the web that has the steps for all mail programs.

import { MAIL_CLIENTS } from '../../model/device.ts';
import type { MailClient } from '../../model/device.ts';
import type { Language } from '../../model/person.ts';
import { takesProfile } from '../apple/mail-profile.ts';
import { profileAddress } from '../apple/published-profile.ts';
import type { KitCompany, KitDevice, KitPerson } from '../kit.ts';
import { androidAccount, takesAndroidCode } from '../mobile/android-account.ts';
import { newAccountOf } from '../thunderbird/new-account.ts';
import { companyWords, WORDS } from './company-words.ts';
import type { DeviceSteps } from './steps/device-steps.ts';
import { plainText } from './plain-text.ts';
import type { Sheet, SheetCode, SheetDevice } from './sheet.ts';
import type { SheetWords } from './sheet-words.ts';

export function sheetFor(kitPerson: KitPerson, company: KitCompany): Sheet {
  const { person } = kitPerson;
  const { switchAt, ...everybodys } = companyWords(company, person.language);
  const words = WORDS[person.language];
  const { labels } = words;
  const department = plainText(person.department ?? '');
  const list = groups(kitPerson.devices).map((group) => deviceOf(group, kitPerson, company));
  return {
    ...everybodys,
    ...(department === '' ? {} : { department }),
    addressee: words.addressee(plainText(person.displayName)),
    facts: [
      { label: labels.oldAddress, value: person.oldAddress },
      { label: labels.newAddress, value: person.newAddress, isStrong: true },
      { label: labels.switchAt, value: switchAt, isStrong: true },
    ],
    devices: {
      heading: labels.devices,
      byItselfLabel: labels.byItself,
      list: list.length === 0 ? [noDevice(words, company)] : list,
      ...serversFor(words, company, {
        list,
        login: newAccountOf(person, undefined, company).incoming.userName,
        hasPop: kitPerson.devices.some(({ protocol }) => protocol === 'pop'),
      }),
      note: words.unlisted,
    },
  };
}

/** The steps for every mail program, for a page that everybody may read: it names nobody and no telephone. */
export function stepsForAll(language: Language, company: KitCompany): Sheet['devices'] {
  const words = WORDS[language];
  const list = MAIL_CLIENTS.map((client) => {
    const isPhone = client === 'ios' || client === 'android';
    const told = words.steps[company.provider][client]({ mode: company.mode, hasCode: false, isPhone });
    return deviceSheet({ name: words.clients[client], hosts: '', codes: [] }, told);
  });
  const login = words.loginInWords[company.mailHost?.login ?? 'address'];
  return {
    heading: words.labels.devices,
    byItselfLabel: words.labels.byItself,
    list,
    ...serversFor(words, company, { list, login, hasPop: true }),
    note: words.unlisted,
  };
}

/** The same in both languages. */
const OUTLOOK_FOR_MAC = 'Outlook for Mac';

interface Group {
  readonly client: MailClient;
  readonly isMac: boolean;
  readonly isPhone: boolean;
  readonly devices: readonly KitDevice[];
}

/** Devices on which the same is to be done, in the order of the first of each. */
function groups(devices: readonly KitDevice[]): readonly Group[] {
  const found = new Map<string, Group>();
  for (const device of devices) {
    for (const client of clientsOf(device)) {
      const isPhone = [client, device.system].some((one) => one === 'ios' || one === 'android');
      const isMac = device.system === 'macos';
      const key = [client, device.protocol, isPhone, isMac].join(' ');
      found.set(key, { client, isMac, isPhone, devices: [...(found.get(key)?.devices ?? []), device] });
    }
  }
  return [...found.values()];
}

const PHONES_CALL_IT = /^(?:outlook-.*|apple-mail|gmail-web)$/;

/** Whatever the list calls the program of a phone, it is set up as phones are. A PC without a word may have Outlook, which the Windows kit looks for. */
function clientsOf({ client, system }: KitDevice): readonly MailClient[] {
  const isPhones = client === undefined || PHONES_CALL_IT.test(client);
  if (isPhones && (system === 'ios' || system === 'android')) return [system];
  // No kit prepares a profile there: the account is added as in new Outlook.
  if (client === 'outlook-classic' && system !== undefined && system !== 'windows') return ['outlook-new'];
  if (client !== undefined) return [client];
  return system === undefined || system === 'windows' ? ['outlook-classic', 'other'] : ['other'];
}

function deviceOf({ client, isMac, isPhone, devices }: Group, kitPerson: KitPerson, company: KitCompany): SheetDevice {
  const words = WORDS[kitPerson.person.language];
  const codes = codesOf(devices, kitPerson, company).map((code) =>
    isPhone ? { content: code.content, caption: code.caption } : code,
  );
  const protocol = devices[0]?.protocol;
  const told = words.steps[company.provider][client]({
    mode: company.mode,
    isPhone,
    hasCode: codes.length > 0,
    ...(protocol === undefined ? {} : { protocol }),
  });
  const hosts = words.labels.hosts([...new Set(devices.map(({ host }) => plainText(host)))]);
  const name = isMac && client === 'outlook-new' ? OUTLOOK_FOR_MAC : words.clients[client];
  return deviceSheet({ name, hosts, codes }, told);
}

function deviceSheet(known: Pick<SheetDevice, 'name' | 'hosts' | 'codes'>, told: DeviceSteps): SheetDevice {
  const { byItself, note, steps, showsServers = false } = told;
  return {
    ...known,
    steps,
    needsServers: showsServers,
    ...(byItself === undefined ? {} : { byItself }),
    ...(note === undefined ? {} : { note }),
  };
}

/** The one table for all devices that need it; POP stands in it only where the host has it and somebody used it. */
function serversFor(
  words: SheetWords,
  company: KitCompany,
  { list, login, hasPop }: { list: readonly SheetDevice[]; login: string; hasPop: boolean },
): Pick<Sheet['devices'], 'servers'> {
  const { mailHost } = company;
  if (mailHost === undefined || !list.some(({ needsServers }) => needsServers)) return {};
  return { servers: { heading: words.labels.servers, rows: words.servers(mailHost, login, hasPop) } };
}

function codesOf(devices: readonly KitDevice[], person: KitPerson, company: KitCompany): readonly SheetCode[] {
  const { codes } = WORDS[person.person.language];
  const profile = devices.some((device) => takesProfile(device, company)) ? profileAddress(person, company) : undefined;
  const account = devices.some((device) => takesAndroidCode(device, company))
    ? androidAccount(person, company)
    : undefined;
  return [
    ...(profile === undefined ? [] : [{ content: profile, caption: codes.appleProfile, address: profile }]),
    ...(account === undefined ? [] : [{ content: account, caption: codes.androidAccount }]),
  ];
}

function noDevice(words: SheetWords, company: KitCompany): SheetDevice {
  return { name: words.noDevice.name, hosts: '', steps: words.noDevice.steps(company), needsServers: false, codes: [] };
}
