// A company whose people have every mail program and names that are hostile to every format: what all kits together are tried on.

import type { KitCompany, KitPerson } from '../../src/client/kit.ts';
import { DEVICE_SYSTEMS, MAIL_CLIENTS } from '../../src/model/device.ts';
import type { MailClient } from '../../src/model/device.ts';
import type { Person } from '../../src/model/person.ts';

export const COMPANIES: readonly KitCompany[] = [
  { ...firm(), provider: 'microsoft-365' },
  { ...firm(), provider: 'google-workspace', mode: 'rename' },
  {
    ...firm(),
    provider: 'imap-host',
    mailHost: {
      imap: { host: 'imap.aozora-trading.example', port: 993, security: 'tls' },
      smtp: { host: 'smtp.aozora-trading.example', port: 587, security: 'starttls' },
      login: 'address',
    },
  },
];

const NAMES = [
  '髙橋 𠮷子',
  `O'Neil "$(calc)" \`x\``,
  ']]></string><script>alert(1)</script>',
  '%PATH% & del * | ^ ; --',
  '\u202Eexe.nohplE',
  '{{company}} {% x %}',
];

const SYSTEM_OF: Readonly<Partial<Record<MailClient, (typeof DEVICE_SYSTEMS)[number]>>> = {
  'apple-mail': 'macos',
  ios: 'ios',
  android: 'android',
};

export const PEOPLE: readonly KitPerson[] = NAMES.map((name, number) => ({
  person: person(name, number),
  devices: MAIL_CLIENTS.filter((_, place) => (place + number) % 2 === 0).map((client) => ({
    host: `PC-${number}-${client}`.toUpperCase(),
    system: SYSTEM_OF[client] ?? DEVICE_SYSTEMS[0],
    client,
    protocol: number % 2 === 0 ? ('imap' as const) : ('pop' as const),
    logon: `AOZORA\\p${number}`,
    clearedUntil: Date.UTC(2026, 10, 30),
  })),
  signature: { html: `<p>${number} &lt;b&gt;</p>`, text: `${number} ${name}` },
}));

function person(displayName: string, number: number): Person {
  const address = `p${number}@aozora-shoji.example`;
  return {
    key: address,
    line: number + 2,
    displayName,
    familyName: displayName,
    givenName: displayName,
    oldAddress: address,
    newAddress: `p${number}@aozora-trading.example`,
    aliases: [],
    department: displayName,
    title: displayName,
    batch: number < 3 ? 'pilot' : '営業 *',
    language: number % 2 === 0 ? 'ja' : 'en',
  };
}

function firm(): Omit<KitCompany, 'provider'> {
  return {
    jobId: '0123456789ab',
    name: { ja: '青空商事 "株式会社" <&>', en: `Aozora 'Trading' $Co` },
    oldDomains: ['aozora-shoji.example'],
    newDomain: 'aozora-trading.example',
    mode: 'new-mailbox',
    timeZone: 'Asia/Tokyo',
    website: 'https://www.aozora-shoji.example/',
    publishSecret: Buffer.alloc(32, 'secret'),
    heldBack: [person('held', 90)],
    clients: {
      helpDesk: { name: '情報システム課', telephone: '03-0000-0199' },
      switchAt: Date.UTC(2026, 11, 1, 0, 0),
      share: '\\\\files.aozora-shoji.example\\migrate$',
      results: '\\\\files.aozora-shoji.example\\results',
      publishAt: 'https://move.aozora-trading.example/',
      windows: { closeWithinMs: 300_000, scanner: { file: '\\\\files\\emocheck.exe', validForMs: 86_400_000 } },
      apple: { identifier: 'example.aozora-trading.mail' },
    },
  };
}
