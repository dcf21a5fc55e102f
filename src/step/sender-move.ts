// sender.move: after a rename the new address is the default sender and has the signature that the old one had.

import type { SendAs } from '../model/account.ts';
import type { Evidence } from '../model/event.ts';
import type { Directory } from '../model/directory.ts';
import type { SenderMove } from '../model/step.ts';
import { LEFT_TO_OWNER, mailboxOf } from './kind.ts';
import type { StepKind, Tools } from './kind.ts';

function sendersOf(directory: Directory): NonNullable<Directory['mailboxes']['sendAs']> {
  const { sendAs } = directory.mailboxes;
  if (sendAs === undefined) throw new Error('sender.move was planned for a provider that has no senders');
  return sendAs;
}

/** The senders as they were before the rename (its log has them), else as they are now. */
async function sendersBefore(step: SenderMove, tools: Tools): Promise<readonly SendAs[]> {
  for (const id of step.needs) {
    const senders = tools.evidenceOf(id)?.['senders'];
    if (Array.isArray(senders)) return senders as SendAs[];
  }
  return sendersOf(tools.directory).list(mailboxOf(step.account, tools));
}

function signatureOf(kept: Evidence): string {
  const signature = kept['signatureHtml'];
  return typeof signature === 'string' ? signature : '';
}

/** On the way back: a default that is neither the old nor the new address is the owner's own choice since. */
function isOwners({ from, to, undoes }: SenderMove, senders: readonly SendAs[]): boolean {
  const chosen = senders.find(({ isDefault }) => isDefault)?.address;
  return undoes !== undefined && chosen !== undefined && chosen !== from && chosen !== to;
}

export const senderMove: StepKind<SenderMove> = {
  calls: 2,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: ({ from, to, leavesSignature }) =>
    `send as ${to} by default${leavesSignature === true ? '' : `, with the signature of ${from}`}`,

  async before(step, tools) {
    const senders = await sendersBefore(step, tools);
    const old = senders.find(({ address }) => address === step.from);
    return { signatureHtml: old?.signatureHtml ?? '', senders };
  },

  async look(step, tools) {
    const senders = await sendersOf(tools.directory).list(mailboxOf(step.account, tools));
    if (isOwners(step, senders)) return { standing: 'as-planned', evidence: LEFT_TO_OWNER };
    const entry = senders.find(({ address }) => address === step.to);
    const old = (await sendersBefore(step, tools)).find(({ address }) => address === step.from);
    const hasSignature =
      step.leavesSignature === true ||
      (entry !== undefined && (entry.signatureHtml !== '' || (old?.signatureHtml ?? '') === ''));
    return { standing: entry?.isDefault === true && hasSignature ? 'as-planned' : 'absent', evidence: {} };
  },

  async make(step, tools, kept) {
    const mailbox = mailboxOf(step.account, tools);
    const senders = await sendersOf(tools.directory).list(mailbox);
    if (isOwners(step, senders)) return LEFT_TO_OWNER;
    const entry = senders.find(({ address }) => address === step.to);
    // What the owner has written there stays.
    const hasSignature = step.leavesSignature === true || (entry?.signatureHtml ?? '') !== '';
    await sendersOf(tools.directory).set(mailbox, {
      address: step.to,
      displayName: step.undoes === undefined ? step.displayName : (entry?.displayName ?? step.displayName),
      signatureHtml: hasSignature ? '' : signatureOf(kept),
      isDefault: true,
      isAccepted: true,
    });
    return {};
  },
};
