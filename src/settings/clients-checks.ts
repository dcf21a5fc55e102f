// What is wrong in the section `clients` only when it is seen together with something else. Reads raw values, as cross-checks.ts does.

import type { Problem } from '../model/problem.ts';
import { KITS_BATCH } from '../model/settings.ts';
import { momentAt } from './dates.ts';
import type { Path, SettingsDocument } from './document.ts';
import { reporter } from './reporter.ts';
import { at, listAt, textAt } from './values.ts';

export function clients(document: SettingsDocument): readonly Problem[] {
  if (at(document.values, ['clients']) === undefined) return [];
  return [reservedBatch, intune, profilePassword, switchDays].flatMap((check) => check(document));
}

function reservedBatch(document: SettingsDocument): Problem[] {
  return listAt(document.values, ['batches']).flatMap((_, index) => {
    const path: Path = ['batches', index, 'name'];
    const name = textAt(document.values, path);
    if (name?.normalize('NFKC').trim().toLowerCase() !== KITS_BATCH) return [];
    return [reporter(document, path)('settings.batch-of-kits', { name })];
  });
}

function intune(document: SettingsDocument): Problem[] {
  const provider = textAt(document.values, ['provider']);
  const isPushed = at(document.values, ['clients', 'intune']) !== undefined;
  if (!isPushed || provider === undefined || provider === 'microsoft-365') return [];
  return [reporter(document, ['clients', 'intune'])('settings.intune-needs-microsoft', { provider })];
}

function profilePassword(document: SettingsDocument): Problem[] {
  const isNamed = at(document.values, ['clients', 'apple', 'passwordVariable']) !== undefined;
  if (!isNamed || at(document.values, ['clients', 'apple', 'certificateFile']) !== undefined) return [];
  const say = reporter(document, ['clients', 'apple', 'passwordVariable']);
  return [say('settings.profile-password-without-file', {})];
}

/** Both are days of the company's calendar, so their texts can be compared. */
function switchDays(document: SettingsDocument): Problem[] {
  const moment = textAt(document.values, ['clients', 'switchAt']);
  const told = textAt(document.values, ['notice', 'switchDate']);
  if (moment === undefined || told === undefined || momentAt(moment, 'UTC') === undefined) return [];
  const day = moment.slice(0, 10);
  const say = reporter(document, ['clients', 'switchAt']);
  return day === told ? [] : [say('settings.switch-days-differ', { clients: day, notice: told })];
}
