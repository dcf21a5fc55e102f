// signature.set: the company's signature on an address. What its owner wrote before is kept; what the owner writes afterwards stays.

import type { Directory } from '../model/directory.ts';
import type { SignatureSet } from '../model/step.ts';
import { htmlText } from '../notice/html-words.ts';
import { differenceText } from './difference-text.ts';
import { changedByOwner, LEFT_TO_OWNER, mailboxOf } from './kind.ts';
import type { StepKind, Tools } from './kind.ts';

function signaturesOf(directory: Directory): NonNullable<Directory['mailboxes']['signatures']> {
  const { signatures } = directory.mailboxes;
  if (signatures === undefined) throw new Error('signature.set was planned for a provider that cannot set one by API');
  return signatures;
}

function present(step: SignatureSet, tools: Tools): Promise<string> {
  return signaturesOf(tools.directory).read(mailboxOf(step.account, tools), step.address);
}

/** Providers rewrite markup, but not words; a picture that somebody has added is no word, and a change all the same. */
export function isSameSignature(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(html: string): string {
  const pictures = html.match(/<img\b/giu)?.length ?? 0;
  return `${htmlText(html).replace(/\s+/gu, '')} ${pictures}`;
}

/** Neither what we want nor what we have set before: its owner has written it since. */
function isOwners({ html, replaces }: SignatureSet, found: string): boolean {
  return (
    replaces !== undefined &&
    replaces.isUnsure !== true &&
    ![html, ...replaces.ours].some((one) => isSameSignature(found, one))
  );
}

/** What its owner had before the first signature of ours: here, else at the old address, as the step that has moved the sender has kept it. */
async function previousOf(step: SignatureSet, tools: Tools): Promise<string | undefined> {
  if (step.replaces !== undefined) return step.replaces.before;
  const moved = step.needs.map((id) => tools.evidenceOf(id)?.['signatureHtml']);
  const kept = [await present(step, tools), ...moved];
  return kept.find((html): html is string => typeof html === 'string' && html !== '') ?? '';
}

export const signatureSet: StepKind<SignatureSet> = {
  calls: 2,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: ({ address, undoes, html, replaces }) =>
    undoes === undefined
      ? `put the company's signature on ${address}${differenceText(replaces?.ours[0], html)}`
      : `put back the signature of ${address}`,

  async before(step, tools) {
    return { previous: await previousOf(step, tools) };
  },

  async look(step, tools) {
    const found = await present(step, tools);
    if (isSameSignature(found, step.html)) return { standing: 'as-planned', evidence: {} };
    if (!isOwners(step, found)) return { standing: 'absent' };
    // There is nothing of ours to be taken back.
    if (step.undoes !== undefined) return { standing: 'as-planned', evidence: LEFT_TO_OWNER };
    return { standing: 'different', said: saidOf(step) };
  },

  async make(step, tools) {
    if (step.replaces !== undefined && isOwners(step, await present(step, tools))) {
      if (step.undoes !== undefined) return LEFT_TO_OWNER;
      throw changedByOwner('signature.set', saidOf(step));
    }
    const { address, html } = step;
    await signaturesOf(tools.directory).set(mailboxOf(step.account, tools), { address, html });
    return {};
  },
};

function saidOf({ address }: SignatureSet): string {
  return `the signature of ${address} has been changed by its owner since it was set`;
}
