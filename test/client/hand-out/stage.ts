// What the tests of kits for people share: a company, people, and devices of every kind.

import type { KitCompany, KitDevice, KitPerson } from '../../../src/client/kit.ts';
import type { Person } from '../../../src/model/person.ts';

export const MAIL_HOST = {
  imap: { host: 'imap.aozora-trading.example', port: 993, security: 'tls' },
  smtp: { host: 'smtp.aozora-trading.example', port: 587, security: 'starttls' },
  login: 'address',
} as const;

export function companyOf(change: Partial<KitCompany> = {}): KitCompany {
  return {
    jobId: '0123456789ab',
    name: { ja: '青空商事株式会社', en: 'Aozora Trading Co., Ltd.' },
    oldDomains: ['aozora-shoji.example'],
    newDomain: 'aozora-trading.example',
    provider: 'microsoft-365',
    mode: 'new-mailbox',
    timeZone: 'Asia/Tokyo',
    website: 'https://www.aozora-shoji.example/',
    clients: {
      helpDesk: { name: '情報システム課', telephone: '03-0000-0199' },
      switchAt: Date.parse('2026-12-01T09:00:00+09:00'),
      publishAt: 'https://move.aozora-trading.example/',
      windows: { closeWithinMs: 300_000 },
      apple: { identifier: 'example.aozora-trading.mail' },
    },
    publishSecret: Buffer.alloc(32, 7),
    ...(change.provider === 'imap-host' ? { mailHost: MAIL_HOST } : {}),
    ...change,
  };
}

export function personOf(change: Partial<Person> = {}, devices: readonly KitDevice[] = []): KitPerson {
  return {
    person: {
      key: 'yamazaki@aozora-shoji.example',
      line: 2,
      displayName: '山﨑 髙志',
      familyName: '山﨑',
      givenName: '髙志',
      oldAddress: 'yamazaki@aozora-shoji.example',
      newAddress: 'takashi.yamazaki@aozora-trading.example',
      aliases: [],
      department: '営業本部 第一営業課',
      batch: 'sales',
      language: 'ja',
      ...change,
    },
    devices,
  };
}

export const OUTLOOK: KitDevice = { host: 'PC-001', system: 'windows', client: 'outlook-classic' };
export const IPHONE: KitDevice = { host: '営業-iPhone-03', system: 'ios', client: 'ios' };
export const ANDROID: KitDevice = { host: 'TAB-12', system: 'android', client: 'android' };
export const THUNDERBIRD: KitDevice = { host: 'PC-002', system: 'windows', client: 'thunderbird', protocol: 'imap' };
export const BECKY: KitDevice = { host: 'PC-OLD', system: 'windows', client: 'becky', protocol: 'pop' };
export const MAC: KitDevice = { host: 'MacBook-Sato', system: 'macos', client: 'apple-mail' };
