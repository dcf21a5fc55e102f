// signature.set: the company's signature on an address. What its owner wrote before is kept; what the owner writes afterwards stays.

import type { Directory } from '../model/directory.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { SignatureSet } from '../model/step.ts';
import { htmlText } from '../notice/html-words.ts';
import { LEFT_TO_OWNER, mailboxOf } from './kind.ts';
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
  return replaces !== undefined && !isSameSignature(found, html) && !isSameSignature(found, replaces.html);
}

/**
 * What its owner had before the first signature of ours: kept by the step that this one replaces, or by the one that has moved the
 * sender here from the old address.
 */
function previousOf({ replaces, needs }: SignatureSet, found: string, tools: Tools): string {
  const before = replaces === undefined ? undefined : tools.evidenceOf(replaces.id)?.['previous'];
  const moved = needs.map((id) => tools.evidenceOf(id)?.['signatureHtml']);
  const kept = [before, ...moved].find((html): html is string => typeof html === 'string' && html !== '');
  return kept ?? found;
}

export const signatureSet: StepKind<SignatureSet> = {
  calls: 2,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: ({ address, undoes }) =>
    undoes === undefined ? `put the company's signature on ${address}` : `put back the signature of ${address}`,

  async before(step, tools) {
    return { previous: previousOf(step, await present(step, tools), tools) };
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
      throw new RemoteFailure({
        kind: 'refused',
        operation: 'signature.set',
        said: saidOf(step),
        todo: 'Plan again: migrate plan leaves a signature alone that its owner has changed.',
      });
    }
    const { address, html } = step;
    await signaturesOf(tools.directory).set(mailboxOf(step.account, tools), { address, html });
    return {};
  },
};

function saidOf({ address }: SignatureSet): string {
  return `the signature of ${address} has been changed by its owner since it was set`;
}
