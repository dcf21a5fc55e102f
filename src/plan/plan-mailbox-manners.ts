// How a mailbox on the new address behaves towards its owner and its readers: its language, its time zone, its signature,
// its automatic reply. Each is set again when it shall be something new, unless its owner has changed it since.

import type { AutomaticReply, MailboxLocale } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { stepId } from '../model/step.ts';
import type { AccountRef, Replaces, StepId } from '../model/step.ts';
import type { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import { setAgain } from './set-again.ts';
import type { Again, Wish } from './set-again.ts';

export interface MannersContext {
  readonly inputs: PlanInputs;
  readonly account: AccountRef;
  /** The steps after which the mailbox takes them. */
  readonly needs: readonly StepId[];
  /** The account is made (again) by this plan, so nothing that was set counts. */
  readonly isAnew: boolean;
}

/** English of these countries is known to both providers; elsewhere it is that of the United States. */
const ENGLISH = new Set(['AU', 'CA', 'GB', 'IE', 'IN', 'NZ', 'SG', 'US', 'ZA']);

/** Only for an account that this migration has made: everybody else has chosen a language already. */
export function planLocale(person: Person, draft: Draft, { inputs, account, needs, isAnew }: MannersContext): void {
  const { settings, can } = inputs;
  if (settings.locale !== true || can.setLocale !== true) return;
  const { timeZone } = settings;
  const locale = { language: tagOf(person, settings), ...(timeZone !== undefined && { timeZone }) };
  const id = stepId('locale.set', person.newAddress);
  const wish: Wish<MailboxLocale> = {
    ...{ id, value: locale },
    settingOf: (step) => (step.kind === 'locale.set' ? { value: step.locale, replaces: step.replaces } : undefined),
  };
  const again = setAgain(wish, { ...inputs, isMadeAnew: isAnew });
  if (again.isEdited) draft.problem(editedSince(person, settings, `the language or time zone of ${person.newAddress}`));
  else
    draft.step(
      { kind: 'locale.set', id, account, locale, needs, ...replacing(again) },
      { isAnew: isAnew || again.isAnew },
    );
}

function replacing<Value>({ replaces }: Again<Value>): { readonly replaces?: Replaces<Value> } {
  return replaces === undefined ? {} : { replaces };
}

function tagOf({ language }: Person, { country }: Settings): string {
  if (language === 'ja') return 'ja-JP';
  return `en-${ENGLISH.has(country) ? country : 'US'}`;
}

/** Another text, a new title say, takes the place of the one before. */
export function planSignature(person: Person, draft: Draft, context: MannersContext): void {
  const { inputs, account, needs, isAnew } = context;
  const { signatures, can, settings } = inputs;
  if (signatures === undefined) return;
  const address = person.newAddress;
  const html = signatures.htmlFor(person);
  if (can.setSignatures !== true) {
    if (settings.provider === 'microsoft-365') draft.redirect({ signatureByHand: { address, html } });
    return;
  }
  const id = stepId('signature.set', address);
  const wish: Wish<string> = {
    ...{ id, value: html },
    settingOf: (step) => (step.kind === 'signature.set' ? { value: step.html, replaces: step.replaces } : undefined),
  };
  const again = setAgain(wish, { ...inputs, isMadeAnew: isAnew });
  if (again.isEdited) draft.problem(editedSince(person, settings, `the signature of ${address}`));
  else
    draft.step(
      { kind: 'signature.set', id, account, address, html, needs, ...replacing(again) },
      { isAnew: isAnew || again.isAnew },
    );
}

/** The automatic reply of the mailbox that gets the mail to the old address. */
export function planReply(
  person: Person,
  draft: Draft,
  { inputs, account, needs }: Omit<MannersContext, 'isAnew'>,
): void {
  const id = stepId('reply.set', account.address);
  const reply = inputs.replyFor(person);
  const wish: Wish<AutomaticReply> = {
    ...{ id, value: reply },
    settingOf: (step) => (step.kind === 'reply.set' ? { value: step.reply, replaces: step.replaces } : undefined),
  };
  const again = setAgain(wish, inputs);
  if (again.isEdited) draft.problem(editedSince(person, inputs.settings, `the automatic reply of ${account.address}`));
  else draft.step({ kind: 'reply.set', id, account, reply, needs, ...replacing(again) }, { isAnew: again.isAnew });
}

function editedSince({ displayName, line }: Person, { lists }: Settings, what: string): Problem {
  return {
    code: 'plan.edited-since',
    severity: 'warning',
    place: { file: lists.staff, line },
    what: `${displayName} has changed ${what} since it was set.`,
    why: 'It shall be something new now, but what people have set themselves is not replaced.',
    todo: `Ask ${displayName} to change it by hand. Nothing else is held up by it.`,
  };
}
