// reply.set: the automatic reply of a mailbox. What was there before is kept in the log, so that an undo can put it back.

import type { AutomaticReply } from '../model/account.ts';
import type { ReplySet } from '../model/step.ts';
import { htmlText } from '../notice/html-words.ts';
import { differenceText } from './difference-text.ts';
import { changedByOwner, LEFT_TO_OWNER, mailboxOf } from './kind.ts';
import type { StepKind } from './kind.ts';

/** The text of some HTML, without tags and white space: providers rewrite markup, but not words. */
function words(html: string): string {
  return htmlText(html).replace(/\s+/gu, '');
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

/**
 * Our text may stand above the owner's. What is put back must stand alone, or ours would still be there; and one that takes the place of
 * another of ours is told from it by every word, and by the day on which it ends.
 */
function isText({ reply, undoes, replaces }: ReplySet, present: AutomaticReply): boolean {
  if (undoes !== undefined) {
    return (
      words(present.externalHtml) === words(reply.externalHtml) &&
      words(present.internalHtml) === words(reply.internalHtml)
    );
  }
  if (replaces === undefined) return isSaid(reply, present);
  const hasSubject = present.subject === undefined || present.subject === reply.subject;
  return hasSubject && present.endsAt === reply.endsAt && isOurs(reply, replaces.before, present);
}

/** Our text alone, or with the owner's former one under it; a provider with one text for all shows that of those outside to both. */
function isOurs(ours: AutomaticReply, former: AutomaticReply | undefined, present: AutomaticReply): boolean {
  const fits = (said: string, own: string, other = ''): boolean =>
    [words(own), `${words(own)}${words(other)}`].includes(words(said));
  const { isOn, internalHtml, externalHtml } = present;
  return (
    isOn &&
    fits(externalHtml, ours.externalHtml, former?.externalHtml) &&
    (internalHtml === externalHtml || fits(internalHtml, ours.internalHtml, former?.internalHtml))
  );
}

function isSet(step: ReplySet, present: AutomaticReply): boolean {
  return present.isOn === step.reply.isOn && (!step.reply.isOn || isText(step, present));
}

/** Neither what is wanted nor what we have set: its owner has set it since. */
function isOwners(step: ReplySet, present: AutomaticReply): boolean {
  const { replaces, reply, undoes } = step;
  if (replaces === undefined || replaces.isUnsure === true || isSet(step, present)) return false;
  const former = undoes === undefined ? replaces.before : reply;
  return ![...(undoes === undefined ? [reply] : []), ...replaces.ours].some((ours) => isOurs(ours, former, present));
}

function saidOf({ account }: ReplySet): string {
  return `the automatic reply of ${account.address} has been changed by its owner since it was set`;
}

export const replySet: StepKind<ReplySet> = {
  calls: 2,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: (step) =>
    step.undoes === undefined
      ? `set the automatic reply of ${step.account.address}${differenceText(step.replaces?.ours[0]?.externalHtml, step.reply.externalHtml)}`
      : `put back the automatic reply of ${step.account.address}`,

  async before(step, tools) {
    if (step.undoes === undefined && step.replaces !== undefined) return { previous: step.replaces.before };
    return { previous: await tools.directory.mailboxes.reply(mailboxOf(step.account, tools)) };
  },

  async look(step, tools) {
    const present = await tools.directory.mailboxes.reply(mailboxOf(step.account, tools));
    if (isOwners(step, present)) {
      if (step.undoes === undefined) return { standing: 'different', said: saidOf(step) };
      return { standing: 'as-planned', evidence: LEFT_TO_OWNER };
    }
    return { standing: isSet(step, present) ? 'as-planned' : 'absent', evidence: {} };
  },

  async make(step, tools, kept) {
    const previous = kept['previous'] as AutomaticReply | undefined;
    const reply = step.undoes === undefined ? together(step.reply, previous, tools.clock.now()) : step.reply;
    const { mailboxes } = tools.directory;
    const mailbox = mailboxOf(step.account, tools);
    if (step.replaces !== undefined && isOwners(step, await mailboxes.reply(mailbox))) {
      if (step.undoes !== undefined) return LEFT_TO_OWNER;
      throw changedByOwner('reply.set', saidOf(step));
    }
    await mailboxes.setReply(mailbox, reply);
    return {};
  },
};
