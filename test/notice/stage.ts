// What the tests of notices share: the shipped templates, the example company's settings, and readers that are made up.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Partner } from '../../src/model/partner.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { Settings } from '../../src/model/settings.ts';
import { checkNotice } from '../../src/notice/check-notice.ts';
import { examplePartners, examplePeople } from '../../src/notice/example-readers.ts';
import type { OwnNames } from '../../src/notice/lint-links.ts';
import type { Recipient } from '../../src/notice/lint-rendered.ts';
import { partnerFields, staffFields } from '../../src/notice/make-fields.ts';
import { readTemplates } from '../../src/notice/read-templates.ts';
import type { NoticeSource } from '../../src/notice/read-templates.ts';
import { settingsOf } from '../settings/migrate-yaml.ts';
import { exampleSettings } from '../../src/settings/example.ts';

export const root = path.join(import.meta.dirname, '..', '..');
export const settings: Settings = settingsOf(exampleSettings({ provider: 'microsoft-365' }));
export const own: OwnNames = {
  website: 'https://www.aozora-shoji.example/',
  domains: ['aozora-shoji.example', 'aozora-trading.example'],
};

export function shippedFiles(): Map<string, string> {
  return new Map(SHIPPED);
}

const SHIPPED = readShipped();

function readShipped(): Map<string, string> {
  const files = ['notices', 'partials', 'layouts'].flatMap((part) =>
    readdirSync(path.join(root, 'templates', part)).map((name) => `templates/${part}/${name}`),
  );
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}

/** The shipped files, with some of them exchanged. */
export function sourceOf(name: string, changes: Readonly<Record<string, (text: string) => string>> = {}): NoticeSource {
  const isOther = (file: string) => file.startsWith('templates/notices/') && !file.includes(`/${name}.`);
  const files = new Map([...SHIPPED].filter(([file]) => !isOther(file)));
  for (const [file, change] of Object.entries(changes)) {
    const before = files.get(file) ?? '';
    const after = change(before);
    if (after === before) throw new Error(`nothing was changed in ${file}`);
    files.set(file, after);
  }
  const { sources, problems } = readTemplates(files);
  const found = sources.find((source) => `${source.name}.${source.language}` === name);
  if (found === undefined) throw new Error(`${name}: ${JSON.stringify(problems)}`);
  return found;
}

export function readersOf(
  { language, front }: NoticeSource,
  partners: readonly Partner[] = examplePartners(settings).filter((partner) => partner.language === language),
  notice = settings.notice,
): readonly Recipient[] {
  if (notice === undefined) throw new Error('the example has no section notice');
  const sender = { settings, notice, language };
  const people = examplePeople(settings);
  const byKey = new Map(people.map((person) => [person.key, person]));
  return front.audience === 'staff'
    ? people.map((person) => ({ whose: person.displayName, fields: staffFields(person, sender) }))
    : partners.map((partner) => ({ whose: partner.key, fields: partnerFields(partner, { sender, people: byKey }) }));
}

export function check(source: NoticeSource, readers = readersOf(source)) {
  return checkNotice(source, { readers, own });
}

/** `change.ja.txt:12:3 notice.payment`. */
export function shown({ place, code }: Problem): string {
  return `${path.posix.basename(place?.file ?? '')}:${place?.line ?? 0}:${place?.column ?? 0} ${code}`;
}
