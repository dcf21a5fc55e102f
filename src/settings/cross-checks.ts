// What is wrong only when two settings are seen together. Reads raw values, so that one mistake never hides another.

import { asciiDomain } from '../model/mail-address.ts';
import { nearest } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import type { Path, SettingsDocument } from './document.ts';
import { imapHost } from './host-checks.ts';
import { SECTIONS } from './problems.ts';
import { reporter } from './reporter.ts';
import { clients } from './clients-checks.ts';
import { sending } from './sending-checks.ts';
import { at, isRecord, listAt, textAt } from './values.ts';

export function crossCheck(document: SettingsDocument): readonly Problem[] {
  return [domains, batches, oldAddress, licence, section, columns, partnerColumns, imapHost, sending, clients].flatMap(
    (check) => check(document),
  );
}

function domains(document: SettingsDocument): Problem[] {
  const { values } = document;
  const wanted = asciiDomain(textAt(values, ['domains', 'new']) ?? '');
  const seen = new Set<string>();
  return listAt(values, ['domains', 'old']).flatMap((entry, index) => {
    const old = typeof entry === 'string' ? asciiDomain(entry) : undefined;
    if (old === undefined) return [];
    const say = reporter(document, ['domains', 'old', index]);
    const isSeen = seen.has(old);
    seen.add(old);
    return [
      ...(isSeen ? [say('settings.domain-twice', { domain: old })] : []),
      ...(old === wanted ? [say('settings.new-domain-is-old', { domain: old })] : []),
      ...(wanted?.endsWith(`.${old}`) === true
        ? [reporter(document, ['domains', 'new'])('settings.new-domain-below-old', { domain: wanted, old })]
        : []),
    ];
  });
}

function batches(document: SettingsDocument): Problem[] {
  const first = new Map<string, number>();
  return listAt(document.values, ['batches']).flatMap((_, index) => {
    const path: Path = ['batches', index, 'name'];
    const name = textAt(document.values, path);
    if (name === undefined) return [];
    const folded = name.normalize('NFKC').trim().toLowerCase();
    const line = first.get(folded);
    if (line !== undefined) return [reporter(document, path)('settings.batch-twice', { name, line })];
    first.set(folded, document.place(path, 'value').line ?? 1);
    return [];
  });
}

function oldAddress(document: SettingsDocument): Problem[] {
  const wish = at(document.values, ['oldAddress']);
  if (!isRecord(wish)) return [];
  const mode = textAt(document.values, ['mode']);
  const say = (key: string) => reporter(document, ['oldAddress', key]);
  const { alias, forward, reply, replyUntil } = wish;
  const found: Problem[] = [];
  if (mode === 'new-mailbox' && alias === true) found.push(say('alias')('settings.alias-needs-rename', {}));
  if (mode === 'rename' && alias === false) found.push(say('alias')('settings.alias-stays', {}));
  if (mode === 'rename' && forward === true) found.push(say('forward')('settings.forward-needs-new-mailbox', {}));
  if (mode === 'rename' && reply === true) found.push(say('reply')('settings.reply-to-all', {}));
  if (replyUntil !== undefined && reply !== true) found.push(say('replyUntil')('settings.until-without-reply', {}));
  return found;
}

function licence(document: SettingsDocument): Problem[] {
  const path: Path = ['licence', 'default'];
  const chosen = textAt(document.values, path);
  const allowed = listAt(document.values, ['licence', 'allowed']).filter((name) => typeof name === 'string');
  if (chosen === undefined || allowed.length === 0 || allowed.includes(chosen)) return [];
  const near = nearest(chosen, allowed);
  return [reporter(document, path)('settings.licence-not-allowed', { licence: chosen, near })];
}

function section(document: SettingsDocument): Problem[] {
  const provider = textAt(document.values, ['provider']);
  if (provider === undefined || !Object.hasOwn(SECTIONS, provider)) return [];
  if (at(document.values, [provider]) !== undefined) return [];
  return [reporter(document, ['provider'])('settings.section-missing', { provider })];
}

function columns(document: SettingsDocument): Problem[] {
  return headingsTwice(document, 'columns');
}

function partnerColumns(document: SettingsDocument): Problem[] {
  return headingsTwice(document, 'partnerColumns');
}

function headingsTwice(document: SettingsDocument, key: 'columns' | 'partnerColumns'): Problem[] {
  const mapped = at(document.values, ['lists', key]);
  if (!isRecord(mapped)) return [];
  const first = new Map<string, string>();
  return Object.entries(mapped).flatMap(([field, heading]) => {
    if (typeof heading !== 'string') return [];
    const folded = heading.normalize('NFKC').trim().toLowerCase();
    const earlier = first.get(folded);
    if (earlier === undefined) {
      first.set(folded, field);
      return [];
    }
    const say = reporter(document, ['lists', key, field]);
    return [say('settings.column-twice', { heading, first: earlier })];
  });
}
