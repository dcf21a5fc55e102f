// locale.set: a mailbox that this migration has made speaks its owner's language, in the company's time zone.

import type { MailboxLocale } from '../model/account.ts';
import type { Directory } from '../model/directory.ts';
import type { LocaleSet } from '../model/step.ts';
import { changedByOwner, mailboxOf } from './kind.ts';
import type { StepKind } from './kind.ts';

function localeOf(directory: Directory): NonNullable<Directory['mailboxes']['locale']> {
  const { locale } = directory.mailboxes;
  if (locale === undefined) throw new Error('locale.set was planned for a provider whose mailboxes have no language');
  return locale;
}

/** A provider may keep `ja` where `ja-JP` was asked for, and Google keeps no time zone. */
function isSame(wanted: MailboxLocale, found: MailboxLocale): boolean {
  return (
    isLanguage(wanted, found) &&
    (wanted.timeZone === undefined || found.timeZone === undefined || wanted.timeZone === found.timeZone)
  );
}

function isLanguage(wanted: MailboxLocale, found: MailboxLocale): boolean {
  const [asked, kept] = [wanted.language.toLowerCase(), found.language.toLowerCase()];
  return asked === kept || asked.startsWith(`${kept}-`);
}

/** `Tokyo Standard Time` where `Asia/Tokyo` was set: a name of the provider's own tells nobody that the owner has chosen it. */
function mayBe(ours: MailboxLocale, found: MailboxLocale): boolean {
  const isOwnName = ours.timeZone?.includes('/') === true && found.timeZone?.includes('/') === false;
  return isSame(ours, found) || (isOwnName && isLanguage(ours, found));
}

/** Neither what we want nor what we have set: its owner has chosen it since. */
function isOwners({ locale, replaces }: LocaleSet, found: MailboxLocale): boolean {
  return (
    replaces !== undefined && replaces.isUnsure !== true && ![locale, ...replaces.ours].some((one) => mayBe(one, found))
  );
}

export const localeSet: StepKind<LocaleSet> = {
  calls: 2,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: ({ account, locale, replaces }) => {
    const [before] = replaces?.ours ?? [];
    return `let the mailbox of ${account.address} speak ${wordsOf(locale)}${before === undefined ? '' : `; so far: ${wordsOf(before)}`}`;
  },

  async before(step, tools) {
    if (step.replaces !== undefined) return { previous: step.replaces.before };
    return { previous: await localeOf(tools.directory).read(mailboxOf(step.account, tools)) };
  },

  async look(step, tools) {
    const found = await localeOf(tools.directory).read(mailboxOf(step.account, tools));
    if (isOwners(step, found)) return { standing: 'different', said: saidOf(step) };
    return { standing: isSame(step.locale, found) ? 'as-planned' : 'absent', evidence: {} };
  },

  async make(step, tools) {
    const { replaces } = step;
    const mailbox = mailboxOf(step.account, tools);
    if (replaces !== undefined && isOwners(step, await localeOf(tools.directory).read(mailbox))) {
      throw changedByOwner('locale.set', saidOf(step));
    }
    await localeOf(tools.directory).set(mailbox, step.locale);
    return {};
  },
};

function wordsOf({ language, timeZone }: MailboxLocale): string {
  return timeZone === undefined ? language : `${language}, in the time of ${timeZone}`;
}

function saidOf({ account }: LocaleSet): string {
  return `the language or time zone of ${account.address} has been changed by its owner since it was set`;
}
