// A step: one change at one place, as data only, so that a plan can be saved, shown, compared and resumed.

import type { AutomaticReply, Forwarding, MailboxLocale } from './account.ts';
import type { LicenceWay } from './directory.ts';
import type { MailRule } from './mail-rule.ts';
import type { Correspondent, LetterHash } from './letter.ts';
import type { Language } from './person.ts';

/** Made from the kind and the subject, so it is the same on every re-plan: `user.create/sato@new.example`. */
export type StepId = string;

/** Points to an account: known by its id, or made by an earlier step whose evidence holds the id. */
export type AccountRef =
  { readonly id: string; readonly address: string } | { readonly madeBy: StepId; readonly address: string };

interface Base<Kind extends string> {
  readonly id: StepId;
  readonly kind: Kind;
  /** The wave that it belongs to; '' for what comes before every wave (domains). */
  readonly batch: string;
  /** Key of the person that it is for; absent for what is nobody's alone. */
  readonly person?: string;
  /** Key of the partner that it is about. */
  readonly partner?: string;
  /** Steps that must be done first. */
  readonly needs: readonly StepId[];
  /** The step that this one takes back; it is `undone` once this one is done. */
  readonly undoes?: StepId;
  /** Earlier ones that the same change takes back: what they had set was replaced by that of the other since. */
  readonly alsoUndoes?: readonly StepId[];
}

export interface DomainAdd extends Base<'domain.add'> {
  readonly domain: string;
}
export interface DomainVerify extends Base<'domain.verify'> {
  readonly domain: string;
}
export interface UserCreate extends Base<'user.create'> {
  readonly address: string;
  readonly displayName: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly department?: string;
  readonly title?: string;
  readonly phone?: string;
  readonly language: Language;
  readonly country: string;
  readonly stamp: string;
}
export interface UserRename extends Base<'user.rename'> {
  readonly account: AccountRef;
  readonly from: string;
  readonly to: string;
}
export interface LicenceAssign extends Base<'licence.assign'> {
  readonly account: AccountRef;
  readonly licenceName: string;
  /** What the account holds when it is done. */
  readonly licenceId: string;
  readonly way: LicenceWay;
}
export interface MailboxWait extends Base<'mailbox.wait'> {
  readonly account: AccountRef;
}
export interface AliasAdd extends Base<'alias.add'> {
  readonly account: AccountRef;
  readonly alias: string;
}
/** What this migration has set before at the same place, or may have. Whatever else stands there now is the owner's own. */
export interface Replaces<Value> {
  /** What stood there before the first of ours: an undo puts it back, however often ours was changed. Absent on the way back. */
  readonly before?: Value;
  /** The newest first; more than one where nobody knows whether the newest has arrived. */
  readonly ours: readonly Value[];
  /** Nobody knows whether any of ours has arrived: what stands there may be what stood there before, and nothing is said to be the owner's. */
  readonly isUnsure?: boolean;
}
export interface ReplySet extends Base<'reply.set'> {
  readonly account: AccountRef;
  readonly reply: AutomaticReply;
  /** Absent: nothing of ours stands there yet. */
  readonly replaces?: Replaces<AutomaticReply>;
}
export interface ForwardSet extends Base<'forward.set'> {
  readonly account: AccountRef;
  readonly forwarding: Forwarding;
  /** On the way back: what this migration has set. Whatever else stands there now is the owner's own. */
  readonly replaces?: Forwarding;
}
/** Makes `to` the default sender and carries the signature of `from` over to it. */
export interface SenderMove extends Base<'sender.move'> {
  readonly account: AccountRef;
  readonly from: string;
  readonly to: string;
  readonly displayName: string;
  /** A step of its own sets the signature: carried over late, the old one would stand on it. */
  readonly leavesSignature?: true;
}
/** The company's signature on one address. What stood there before is kept. */
export interface SignatureSet extends Base<'signature.set'> {
  readonly account: AccountRef;
  readonly address: string;
  readonly html: string;
  /** As `ReplySet` has it. HTML. */
  readonly replaces?: Replaces<string>;
}
/** In which language a mailbox of ours speaks to its owner, and in which time zone. */
export interface LocaleSet extends Base<'locale.set'> {
  readonly account: AccountRef;
  readonly locale: MailboxLocale;
  /** As `ReplySet` has it. */
  readonly replaces?: Replaces<MailboxLocale>;
}
/** Takes a rule out of an old mailbox, if it still is what was approved. */
export interface RuleRemove extends Base<'rule.remove'> {
  readonly account: AccountRef;
  readonly rule: MailRule;
  /** Of the rule as it was approved: hex sha256. */
  readonly hash: string;
  /** As `ApprovedRule` has it. */
  readonly round?: number;
}
/** Puts a rule that was removed back, as it was. */
export interface RuleRestore extends Base<'rule.restore'> {
  readonly account: AccountRef;
  readonly rule: MailRule;
}
/** Makes the script for all PCs known to whatever carries it there. */
export interface ScriptPush extends Base<'script.push'> {
  /** Its name holds it, so that no other job's is taken for ours. */
  readonly jobId: string;
  /** Of the script, below `out/clients`, with forward slashes. */
  readonly file: string;
}
/**
 * Gives a script that was pushed to a group, and every older one of the job to nobody. Whom somebody else has given it to keeps it, and
 * gets the new one in place of the old.
 */
export interface ScriptAssign extends Base<'script.assign'> {
  readonly jobId: string;
  /** The step that has pushed it. */
  readonly script: StepId;
  /** Absent: to none of ours. */
  readonly group?: string;
  /** Groups that this migration has given it to before, or may have: they get it no more. */
  readonly former?: readonly FormerGroup[];
}
export interface FormerGroup {
  readonly name: string;
  /** Known where it was given: the group may have another name by now. */
  readonly id?: string;
}
/** What only a person can do; `migrate done` records it, with evidence. */
export interface HandTask extends Base<'hand.task'> {
  readonly task:
    | 'publish-dns'
    | 'run-exchange-script'
    | 'change-local-directory'
    | 'upload-mailboxes'
    | 'set-at-host'
    | 'keep-evidence'
    | 'reinstall-device'
    | 'tell-by-phone'
    | 'tell-by-letter'
    | 'tell-by-web';
  /** One imperative sentence. */
  readonly title: string;
  readonly lines: readonly string[];
  /** Of the tasks tell-by-*: what the partner is told. */
  readonly notice?: string;
  /** A file under `out/` that belongs to it, forward slashes. */
  readonly file?: string;
}
/** Writes what moves the mail programs of one person, or what all need where it is nobody's, into a folder of this computer. */
export interface KitWrite extends Base<'kit.write'> {
  /** Below `out/clients`, with forward slashes. */
  readonly folder: string;
  /** Hex sha256 over everything that it may be made from; which devices the gate lets through is decided when it is written. */
  readonly version: string;
}
/** Takes a kit off the shelf; nothing is thrown away. */
export interface KitWithdraw extends Base<'kit.withdraw'> {
  readonly folder: string;
  /** Host names of the infected devices for which the gate has closed again. Where an undo takes the kit back, neither this nor the next. */
  readonly infected?: readonly string[];
  /** Host names of devices that no check has cleared, and for which no exception is in force (any more). */
  readonly lapsed?: readonly string[];
  /** The kit was handed over, or a device has used it: what the owner has is out of our reach. */
  readonly isInHand?: true;
}
export interface UserSuspend extends Base<'user.suspend'> {
  readonly account: AccountRef;
}
/** Lets a suspended account of ours in again. */
export interface UserAllow extends Base<'user.allow'> {
  readonly account: AccountRef;
}

/** One notice to one partner contact. What the recipient will see is fixed by `letter`; only an approved letter is sent. */
export interface NoticeSend extends Base<'notice.send'> {
  readonly partner: string;
  /** Name of the notice, as its files are called. */
  readonly notice: string;
  readonly language: Language;
  readonly from: Correspondent;
  /** Primary address of the mailbox that sends; `from` may be another address of it. */
  readonly mailbox: string;
  readonly to: Correspondent;
  readonly subject: string;
  readonly letter: LetterHash;
  /**
   * The version of what it says: hex sha256 over the texts of the templates and what migrate.yaml and the staff list put into them.
   * How the partner is addressed is no part of it.
   */
  readonly version: string;
  /** Opaque: stands in the headers of the message, so that it, its copies and its bounces can be found. Lower-case hex. */
  readonly noticeId: string;
  /** Stands in the letter. */
  readonly referenceCode: string;
}

/** The closed set. A kind that is forgotten anywhere is a compile error. */
export type Step =
  | DomainAdd
  | DomainVerify
  | UserCreate
  | UserRename
  | LicenceAssign
  | MailboxWait
  | AliasAdd
  | ReplySet
  | ForwardSet
  | SenderMove
  | KitWrite
  | KitWithdraw
  | SignatureSet
  | LocaleSet
  | RuleRemove
  | RuleRestore
  | ScriptPush
  | ScriptAssign
  | NoticeSend
  | HandTask
  | UserSuspend
  | UserAllow;

export type StepKindName = Step['kind'];

/** In the order in which the kinds of one person follow each other. */
export const STEP_KINDS = [
  'domain.add',
  'hand.task',
  'domain.verify',
  'user.create',
  'user.allow',
  'user.rename',
  'licence.assign',
  'mailbox.wait',
  'locale.set',
  'alias.add',
  'sender.move',
  'signature.set',
  'rule.remove',
  'rule.restore',
  'reply.set',
  'forward.set',
  'kit.write',
  'script.push',
  'script.assign',
  'kit.withdraw',
  'user.suspend',
  'notice.send',
] as const satisfies readonly StepKindName[];

/** The steps that are `undone` once this one is done, if they are done then. */
export function takenBackBy({ undoes, alsoUndoes = [] }: Step): readonly StepId[] {
  return undoes === undefined ? [] : [undoes, ...alsoUndoes];
}

/** Whose step it is: a person's, a partner's, or its own. */
export function ownerOf({ person, partner, id }: Step): string {
  return person ?? partner ?? id;
}

/** The id of the step of one kind for one subject. */
export function stepId(kind: StepKindName, subject: string): StepId {
  return `${kind}/${subject}`;
}
