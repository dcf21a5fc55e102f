// Everything that planning looks at. Planning is a pure function of this.

import type { DoneAt } from '../client/device-tasks.ts';
import type { AutomaticReply } from '../model/account.ts';
import type { Device } from '../model/device.ts';
import type { KeptEvidence } from '../model/device-evidence.ts';
import type { StepRecord, StepState } from '../model/event.ts';
import type { ApprovedRule } from '../model/mail-rule.ts';
import type { Partner } from '../model/partner.ts';
import type { Person } from '../model/person.ts';
import type { Present } from '../model/present.ts';
import type { Problem } from '../model/problem.ts';
import type { NoticeSettings, SendingSettings, Settings } from '../model/settings.ts';
import type { NoticeSend, Step, StepId } from '../model/step.ts';
import type { ListPlacing } from '../notice/list-cells.ts';
import type { NoticeSource } from '../notice/read-templates.ts';
import type { KitInputs } from './kit-facts.ts';

export interface PlanInputs {
  readonly settings: Settings;
  readonly people: readonly Person[];
  readonly present: Present;
  /** Of the job log; part of every stamp. */
  readonly jobId: string;
  /** What the job log says of a step; undefined where it has never heard of it. */
  readonly stateOf: (id: StepId) => StepState | undefined;
  /** What the job log has of one step; asked only where its state does not tell enough. Absent: the state is believed. */
  readonly recordOf?: (id: StepId) => StepRecord | undefined;
  /** Of the tasks of people whose ids begin so, the one that was done last. Absent: whatever is done is the last. */
  readonly lastTask?: (beginning: string) => StepId | undefined;
  /** Addresses of the accounts that this migration has made for a person, or may have made: done, started or in doubt. */
  readonly madeFor?: (person: string) => readonly string[];
  /** Steps in doubt: they stay in every plan as they were, until they are settled. */
  readonly inDoubt: ReadonlyMap<StepId, Step>;
  /** What the provider's API can do. */
  readonly can: {
    readonly forward: boolean;
    readonly moveSenders: boolean;
    readonly setSignatures?: boolean;
    readonly setLocale?: boolean;
    readonly pushScripts?: boolean;
  };
  readonly mostAliases: number;
  /** Of a plain mail host; absent at all others. */
  readonly host?: HostInputs;
  /** The automatic reply for a person's old address. */
  readonly replyFor: (person: Person) => AutomaticReply;
  /** Steps that would set something anew, while its owner has changed since what they have set before. Absent: none. */
  readonly edited?: ReadonlySet<StepId>;
  /** Absent where signatures are left alone. */
  readonly signatures?: SignatureInputs;
  /** Rules of mailboxes that somebody has approved to be removed, by the id of the account; absent: none. */
  readonly approvedRules?: ReadonlyMap<string, readonly RuleToRemove[]>;
  /** Absent where there is no device list. */
  readonly devices?: {
    readonly list: readonly Device[];
    readonly evidence: readonly KeptEvidence[];
    readonly doneAt: DoneAt;
  };
  /** Absent where no kits are written. */
  readonly kits?: KitInputs;
  /** Absent where no notice is sent. */
  readonly notices?: NoticeInputs;
}

/** `isRemoved`: by this very approval, also where an undo has put it back since. */
export type RuleToRemove = ApprovedRule & { readonly isRemoved?: true };

/** What a plain mail host leaves to people. */
export interface HostInputs {
  /** Somebody uploads what new mailboxes there shall be. */
  readonly isUpload: boolean;
  /** Whether we may set at a mailbox what this step would set. */
  readonly canSet: (id: StepId) => boolean;
}

/** Which signature each of our people gets. */
export interface SignatureInputs {
  /** HTML. */
  readonly htmlFor: (person: Person) => string;
}

/** Whom to tell what. */
export interface NoticeInputs {
  readonly sending: SendingSettings;
  readonly voice: NoticeSettings;
  /** Name of the partner list, for places. */
  readonly file: string;
  /** Where the lists have what stands in a letter. */
  readonly placing: ListPlacing;
  readonly partners: readonly Partner[];
  readonly sources: readonly NoticeSource[];
  /** Of templates that cannot be read; whoever would get one of them is refused. */
  readonly problems: readonly Problem[];
  /**
   * Keys of the partners whom an earlier pass over the same inputs has refused: it has checked every letter, so the others are only
   * written. Absent: every letter is checked.
   */
  readonly judged?: ReadonlySet<string>;
  /** Notices that are sent again, and for the how-manieth time; absent: none is. */
  readonly rounds?: ReadonlyMap<StepId, number>;
  /** The step as it was sent; undefined where it was not. */
  readonly sentStep: (id: StepId) => NoticeSend | undefined;
}
