// sender.move: after a rename the new address is the default sender and has the signature that the old one had.

import type { SendAs } from '../model/account.ts';
import type { Evidence } from '../model/event.ts';
import type { Directory } from '../model/directory.ts';
import type { SenderMove } from '../model/step.ts';
import { mailboxOf } from './kind.ts';
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

export const senderMove: StepKind<SenderMove> = {
  calls: 1,
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
    const entry = senders.find(({ address }) => address === step.to);
    const old = (await sendersBefore(step, tools)).find(({ address }) => address === step.from);
    const hasSignature =
      step.leavesSignature === true ||
      (entry !== undefined && (entry.signatureHtml !== '' || (old?.signatureHtml ?? '') === ''));
    return { standing: entry?.isDefault === true && hasSignature ? 'as-planned' : 'absent', evidence: {} };
  },

  async make(step, tools, kept) {
    await sendersOf(tools.directory).set(mailboxOf(step.account, tools), {
      address: step.to,
      displayName: step.displayName,
      signatureHtml: step.leavesSignature === true ? '' : signatureOf(kept),
      isDefault: true,
      isAccepted: true,
    });
    return {};
  },
};
