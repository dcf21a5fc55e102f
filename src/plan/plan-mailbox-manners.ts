// How a mailbox on the new address behaves towards its owner and its readers: its language, its time zone, its signature.

import type { MailboxLocale } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { stepId } from '../model/step.ts';
import type { AccountRef, StepId } from '../model/step.ts';
import type { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import { shortHash } from './short-hash.ts';

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

const TAGS: readonly string[] = ['ja-JP', ...[...ENGLISH].map((country) => `en-${country}`)];

/** Only for an account that this migration has made: everybody else has chosen a language already. */
export function planLocale(person: Person, draft: Draft, { inputs, account, needs, isAnew }: MannersContext): void {
  const { settings, can } = inputs;
  if (settings.locale !== true || can.setLocale !== true) return;
  const { timeZone } = settings;
  const locale = { language: tagOf(person, settings), ...(timeZone !== undefined && { timeZone }) };
  const id = localeId(person, locale.language);
  const isPast = inputs.stateOf(id) === 'done' && !isSetLast(person, locale, inputs);
  draft.step({ kind: 'locale.set', id, account, locale, needs }, { isAnew: isAnew || isPast });
}

function localeId({ newAddress }: Person, language: string): StepId {
  return stepId('locale.set', `${newAddress}/${language}`);
}

/** Whether nothing else was set after it: its step is done, also where another language or time zone has taken its place since. */
function isSetLast(person: Person, locale: MailboxLocale, { stateOf, recordOf }: PlanInputs): boolean {
  const own = recordOf?.(localeId(person, locale.language));
  if (own?.step.kind !== 'locale.set') return true;
  const others = TAGS.filter((tag) => tag !== locale.language).map((tag) => localeId(person, tag));
  const setSince = others.some((id) => stateOf(id) === 'done' && (recordOf?.(id)?.at ?? 0) > own.at);
  return !setSince && own.step.locale.timeZone === locale.timeZone;
}

function tagOf({ language }: Person, { country }: Settings): string {
  if (language === 'ja') return 'ja-JP';
  return `en-${ENGLISH.has(country) ? country : 'US'}`;
}

/** Another text, a new title say, is another step. A signature that its owner has changed since is left alone. */
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
  const id = stepId('signature.set', `${address}/${shortHash(html)}`);
  const last = isAnew ? undefined : signatures.set.get(person.key);
  if (last !== undefined && last.id !== id && last.isEdited) {
    draft.problem(signatureEdited(person, settings.lists.staff));
    return;
  }
  const isNewer = last !== undefined && last.id !== id;
  draft.step(
    {
      kind: 'signature.set',
      id,
      account,
      address,
      html,
      needs,
      ...(isNewer && { replaces: { id: last.id, html: last.html } }),
    },
    { isAnew: isAnew || isNewer || signatures.putBack?.has(person.key) === true },
  );
}

function signatureEdited({ displayName, newAddress, line }: Person, file: string): Problem {
  return {
    code: 'plan.signature-edited',
    severity: 'warning',
    place: { file, line },
    what: `${displayName} has changed the signature of ${newAddress} since it was set.`,
    why: 'The company’s signature says something new now, but what people have written themselves is not replaced.',
    todo: `Ask ${displayName} to correct it by hand. Nothing else is held up by it.`,
  };
}
