// reply.set: the automatic reply of a mailbox. What was there before is kept in the log, so that an undo can put it back.

import type { AutomaticReply } from '../model/account.ts';
import type { ReplySet } from '../model/step.ts';
import { mailboxOf } from './kind.ts';
import type { StepKind } from './kind.ts';

/** The text of some HTML, without tags and white space: providers rewrite markup, but not words. */
function words(html: string): string {
  return html
    .replace(/<[^>]*>/gu, '')
    .replace(/&(?:nbsp|#160);/gu, '')
    .replace(/\s+/gu, '');
}

/**
 * A reply of the owner's own (a holiday) is kept: partners get our text and, under it, the owner's. Not one whose time is over or
 * has not come: it is on at the provider, and says nothing. And nobody outside is told what was meant for colleagues or contacts.
 */
function together(wanted: AutomaticReply, present: AutomaticReply | undefined, now: number): AutomaticReply {
  if (present === undefined || !isSpeaking(present, now) || !wanted.isOn || isSaid(wanted, present)) return wanted;
  return {
    ...wanted,
    internalHtml: `${wanted.internalHtml}<hr>${present.internalHtml}`,
    ...(present.audience === 'all' ? { externalHtml: `${wanted.externalHtml}<hr>${present.externalHtml}` } : {}),
  };
}

function isSpeaking({ isOn, startsAt = -Infinity, endsAt = Infinity }: AutomaticReply, now: number): boolean {
  return isOn && startsAt <= now && now < endsAt;
}

function isSaid(wanted: AutomaticReply, present: AutomaticReply): boolean {
  return words(present.externalHtml).includes(words(wanted.externalHtml));
}

/** Our text may stand above the owner's; what is put back must stand alone, or ours would still be there. */
function isText({ reply, undoes }: ReplySet, present: AutomaticReply): boolean {
  return undoes === undefined
    ? isSaid(reply, present)
    : words(present.externalHtml) === words(reply.externalHtml) &&
        words(present.internalHtml) === words(reply.internalHtml);
}

export const replySet: StepKind<ReplySet> = {
  calls: 1,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: (step) =>
    step.undoes === undefined
      ? `set the automatic reply of ${step.account.address}`
      : `put back the automatic reply of ${step.account.address}`,

  async before(step, tools) {
    return { previous: await tools.directory.mailboxes.reply(mailboxOf(step.account, tools)) };
  },

  async look(step, tools) {
    const present = await tools.directory.mailboxes.reply(mailboxOf(step.account, tools));
    const isSet = present.isOn === step.reply.isOn && (!step.reply.isOn || isText(step, present));
    return { standing: isSet ? 'as-planned' : 'absent', evidence: {} };
  },

  async make(step, tools, kept) {
    const previous = kept['previous'] as AutomaticReply | undefined;
    const reply = step.undoes === undefined ? together(step.reply, previous, tools.clock.now()) : step.reply;
    await tools.directory.mailboxes.setReply(mailboxOf(step.account, tools), reply);
    return {};
  },
};
