// What is wrong in the section `sending` only when it is seen together with something else. Reads raw values, as cross-checks.ts does.

import { asciiDomain, readAddress } from '../model/mail-address.ts';
import type { Problem } from '../model/problem.ts';
import { NOTICES_BATCH } from '../model/settings.ts';
import type { Path, SettingsDocument } from './document.ts';
import { reporter } from './reporter.ts';
import { at, isRecord, listAt, textAt } from './values.ts';

/** The way of each provider that the other one does not have. */
const OWN_WAY: Readonly<Record<string, string>> = { graph: 'microsoft-365', gmail: 'google-workspace' };

export function sending(document: SettingsDocument): readonly Problem[] {
  const found = reservedBatch(document);
  if (at(document.values, ['sending']) === undefined) return found;
  return [
    ...found,
    ...[voice, way, encryption, window, sender, dkim, notices, corrections].flatMap((check) => check(document)),
  ];
}

function reservedBatch(document: SettingsDocument): Problem[] {
  return listAt(document.values, ['batches']).flatMap((_, index) => {
    const path: Path = ['batches', index, 'name'];
    const name = textAt(document.values, path);
    if (name?.normalize('NFKC').trim().toLowerCase() !== NOTICES_BATCH) return [];
    return [reporter(document, path)('settings.batch-reserved', { name })];
  });
}

function voice(document: SettingsDocument): Problem[] {
  if (at(document.values, ['notice']) !== undefined) return [];
  return [reporter(document, ['sending'])('settings.notice-section-missing', {})];
}

function way(document: SettingsDocument): Problem[] {
  const path: Path = ['sending', 'way'];
  const chosen = textAt(document.values, path);
  if (chosen === undefined) return [];
  const say = reporter(document, path);
  if (chosen === 'smtp')
    return at(document.values, ['sending', 'smtp']) === undefined ? [say('settings.smtp-missing', {})] : [];
  const provider = textAt(document.values, ['provider']);
  const owner = OWN_WAY[chosen];
  const isForeign = owner !== undefined && owner !== provider && Object.values(OWN_WAY).includes(provider ?? '');
  return isForeign ? [say('settings.way-of-other-provider', { way: chosen, provider: provider ?? '' })] : [];
}

function encryption(document: SettingsDocument): Problem[] {
  const servers: readonly Path[] = [
    ['sending', 'smtp'],
    ['sending', 'smtp', 'imap'],
    ['sending', 'smtp', 'archive', 'imap'],
  ];
  return servers.flatMap((server) => {
    const host = textAt(document.values, [...server, 'host']);
    if (host === undefined || textAt(document.values, [...server, 'security']) !== 'none' || isLoopback(host))
      return [];
    return [reporter(document, [...server, 'security'])('settings.not-encrypted', { host })];
  });
}

/** By its address alone: a name such as `mail.localhost.example` may lead anywhere. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function window(document: SettingsDocument): Problem[] {
  const path: Path = ['sending', 'window'];
  if (!isRecord(at(document.values, path))) return [];
  const from = textAt(document.values, [...path, 'from']) ?? '09:00';
  const to = textAt(document.values, [...path, 'to']) ?? '17:00';
  const isTime = (text: string) => /^\d\d:\d\d$/.test(text);
  if (!isTime(from) || !isTime(to) || from < to) return [];
  const key = textAt(document.values, [...path, 'to']) === undefined ? 'from' : 'to';
  return [reporter(document, [...path, key])('settings.window-empty', { from, to })];
}

function sender(document: SettingsDocument): Problem[] {
  const path: Path = ['sending', 'sender', 'address'];
  const reading = readAddress(textAt(document.values, path) ?? '');
  const domain = newDomain(document);
  if ('fault' in reading || domain === undefined || reading.domain === domain) return [];
  return [reporter(document, path)('settings.sender-outside', { address: reading.address, domain })];
}

function dkim(document: SettingsDocument): Problem[] {
  const path: Path = ['sending', 'smtp', 'dkim', 'domain'];
  const signs = asciiDomain(textAt(document.values, path) ?? '');
  const domain = newDomain(document);
  // Relaxed alignment (RFC 9989): the organisation's domain speaks for what lies below it.
  if (signs === undefined || domain === undefined || domain === signs || domain.endsWith(`.${signs}`)) return [];
  return [reporter(document, path)('settings.dkim-outside', { signs, domain })];
}

function notices(document: SettingsDocument): Problem[] {
  const seen = new Set<unknown>();
  return listAt(document.values, ['sending', 'notices']).flatMap((name, index) => {
    if (typeof name !== 'string') return [];
    const isSeen = seen.has(name);
    seen.add(name);
    return isSeen ? [reporter(document, ['sending', 'notices', index])('settings.notice-twice', { name })] : [];
  });
}

function corrections(document: SettingsDocument): Problem[] {
  const mapped = at(document.values, ['sending', 'corrections']);
  if (!isRecord(mapped)) return [];
  const listed = at(document.values, ['sending', 'notices']) ?? ['change'];
  return Object.entries(mapped).flatMap(([name, corrected]) => {
    const say = reporter(document, ['sending', 'corrections', name]);
    return [
      ...(name === corrected ? [say('settings.correction-of-itself', { name })] : []),
      ...(Array.isArray(listed) && !listed.includes(name) ? [say('settings.correction-unlisted', { name })] : []),
    ];
  });
}

function newDomain(document: SettingsDocument): string | undefined {
  return asciiDomain(textAt(document.values, ['domains', 'new']) ?? '');
}
