// What is wrong in the section `imap-host` only when it is seen together with something else. Reads raw values, as cross-checks.ts does.

import { MAILBOX_FIELDS } from '../model/mail-host.ts';
import { nearest } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import { columnValue } from './assemble-host.ts';
import type { Path, SettingsDocument } from './document.ts';
import { reporter } from './reporter.ts';
import { at, isRecord, listAt, textAt } from './values.ts';

const PROVISION: Path = ['imap-host', 'provision'];

export function imapHost(document: SettingsDocument): readonly Problem[] {
  const found = isRecord(at(document.values, PROVISION))
    ? [oneWay, lookWithoutCommand, programs, placeholders, columns].flatMap((check) => check(document))
    : [];
  if (textAt(document.values, ['provider']) !== 'imap-host') return found;
  return [...found, ...[popOnly, mode, licence, sendingWay].flatMap((check) => check(document))];
}

/** A host that people reach by POP alone is told as a whole, and not by what is missing of it. */
function popOnly(document: SettingsDocument): Problem[] {
  const incoming: Path = ['imap-host', 'incoming'];
  const isSaid = /^pop/i.test(textAt(document.values, incoming) ?? '');
  const isMeant =
    isRecord(at(document.values, ['imap-host', 'pop'])) && at(document.values, ['imap-host', 'imap']) === undefined;
  if (!isSaid && !isMeant) return [];
  return [reporter(document, isSaid ? incoming : ['imap-host', 'pop'])('settings.host-pop-only', {})];
}

function oneWay(document: SettingsDocument): Problem[] {
  const ways = ['command', 'upload'].filter((key) => at(document.values, [...PROVISION, key]) !== undefined);
  return ways.length === 1 ? [] : [reporter(document, PROVISION)('settings.provision-one-way', { count: ways.length })];
}

function lookWithoutCommand(document: SettingsDocument): Problem[] {
  if (at(document.values, [...PROVISION, 'upload']) === undefined) return [];
  return ['look', 'arguments', 'timeoutSeconds', 'atOnce'].flatMap((key) =>
    at(document.values, [...PROVISION, key]) === undefined
      ? []
      : [reporter(document, [...PROVISION, key])('settings.only-with-command', { key })],
  );
}

/** A batch file runs in a shell, which takes names for orders. */
function programs(document: SettingsDocument): Problem[] {
  const places: readonly Path[] = [
    [...PROVISION, 'command'],
    [...PROVISION, 'look', 'command'],
  ];
  return places.flatMap((path) => {
    const program = textAt(document.values, path);
    if (program === undefined || !/\.(?:cmd|bat)\s*$/i.test(program)) return [];
    return [reporter(document, path)('settings.batch-file', { program })];
  });
}

function placeholders(document: SettingsDocument): Problem[] {
  const lists: readonly Path[] = [
    [...PROVISION, 'arguments'],
    [...PROVISION, 'look', 'arguments'],
  ];
  return lists.flatMap((list) =>
    listAt(document.values, list).flatMap((argument, index) => {
      if (typeof argument !== 'string' || !/\{[A-Za-z]+\}/.test(argument)) return [];
      const say = reporter(document, [...list, index]);
      const [, name] = /^\{([A-Za-z]+)\}$/.exec(argument) ?? [];
      if (name === undefined) return [say('settings.argument-in-part', { argument })];
      if (name === 'password') return [say('settings.password-argument', {})];
      const isKnown = MAILBOX_FIELDS.some((field) => field === name);
      return isKnown
        ? []
        : [
            say('settings.unknown-field', {
              name,
              near: nearest(name, MAILBOX_FIELDS),
              known: MAILBOX_FIELDS.join(', '),
            }),
          ];
    }),
  );
}

function columns(document: SettingsDocument): Problem[] {
  const path: Path = [...PROVISION, 'upload', 'columns'];
  const said = at(document.values, path);
  if (!isRecord(said)) return [];
  const words = [...MAILBOX_FIELDS, 'password'];
  const unknown = Object.entries(said).flatMap(([heading, word]) => {
    if (typeof word !== 'string' || columnValue(word) !== undefined) return [];
    const facts = { name: word, near: nearest(word, words), known: `${words.join(', ')}, or = and a text` };
    return [reporter(document, [...path, heading])('settings.unknown-field', facts)];
  });
  const hasAddress = Object.values(said).some((word) => word === 'address' || word === 'localPart');
  return hasAddress ? unknown : [...unknown, reporter(document, path)('settings.upload-without-address', {})];
}

function mode(document: SettingsDocument): Problem[] {
  if (textAt(document.values, ['mode']) !== 'rename') return [];
  return [reporter(document, ['mode'])('settings.host-cannot-rename', {})];
}

function licence(document: SettingsDocument): Problem[] {
  if (at(document.values, ['licence']) === undefined) return [];
  return [reporter(document, ['licence'])('settings.host-without-licences', {})];
}

function sendingWay(document: SettingsDocument): Problem[] {
  if (at(document.values, ['sending']) === undefined) return [];
  const way = textAt(document.values, ['sending', 'way']) ?? 'smtp';
  if (way !== 'smtp')
    return [reporter(document, ['sending', 'way'])('settings.way-of-other-provider', { way, provider: 'imap-host' })];
  const isMissing =
    textAt(document.values, ['sending', 'way']) === undefined && at(document.values, ['sending', 'smtp']) === undefined;
  return isMissing ? [reporter(document, ['sending'])('settings.smtp-missing', {})] : [];
}
