// The table of step kinds, exhaustive by type: a kind that is missing here does not compile.

import type { Step, StepKindName } from '../model/step.ts';
import { aliasAdd } from './alias-add.ts';
import { domainAdd, domainVerify } from './domain.ts';
import { forwardSet } from './forward-set.ts';
import { handTask } from './hand-task.ts';
import type { Sentence, StepKind } from './kind.ts';
import { kitWithdraw, kitWrite } from './kit-write.ts';
import { licenceAssign } from './licence-assign.ts';
import { localeSet } from './locale-set.ts';
import { mailboxWait } from './mailbox-wait.ts';
import { noticeSend } from './notice-send.ts';
import { replySet } from './reply-set.ts';
import { ruleRemove, ruleRestore } from './rule-remove.ts';
import { scriptAssign, scriptPush } from './script-push.ts';
import { senderMove } from './sender-move.ts';
import { signatureSet } from './signature-set.ts';
import { userAllow, userSuspend } from './user-access.ts';
import { userCreate } from './user-create.ts';
import { userRename } from './user-rename.ts';

type OfKind<Kind extends StepKindName> = Extract<Step, { readonly kind: Kind }>;

export const KINDS: {
  readonly [Kind in StepKindName]: Kind extends 'hand.task' ? Sentence<OfKind<Kind>> : StepKind<OfKind<Kind>>;
} = {
  'domain.add': domainAdd,
  'domain.verify': domainVerify,
  'hand.task': handTask,
  'user.create': userCreate,
  'user.rename': userRename,
  'user.suspend': userSuspend,
  'user.allow': userAllow,
  'licence.assign': licenceAssign,
  'mailbox.wait': mailboxWait,
  'alias.add': aliasAdd,
  'reply.set': replySet,
  'forward.set': forwardSet,
  'sender.move': senderMove,
  'kit.write': kitWrite,
  'kit.withdraw': kitWithdraw,
  'signature.set': signatureSet,
  'locale.set': localeSet,
  'rule.remove': ruleRemove,
  'rule.restore': ruleRestore,
  'script.push': scriptPush,
  'script.assign': scriptAssign,
  'notice.send': noticeSend,
};

/** The kind of a step, for any step. The table's type makes the pairing sound; TypeScript cannot follow it through a union. */
export function sentenceOf(step: Step): Sentence<Step> {
  return KINDS[step.kind];
}

/** The kind of a step that a program can make; undefined where only a person can. */
export function machineKindOf(step: Step): StepKind<Step> | undefined {
  return step.kind === 'hand.task' ? undefined : KINDS[step.kind];
}
