// The seam to the job log: every plan, step and event of this migration, append-only, on disk before the call that it describes.

import type { DeviceEvidence, KeptEvidence } from './device-evidence.ts';
import type { DeviceException } from './device-exception.ts';
import type { DeviceMark } from './device-mark.ts';
import type { LoggedEvent, StepRecord, StepState, Transition } from './event.ts';
import type { FailureFacts } from './failure.ts';
import type { Letter, LetterHash } from './letter.ts';
import type { MailBack } from './mail-back.ts';
import type { Fingerprints, PlanPurpose, PlanSummary, SavedPlan } from './plan.ts';
import type { Step, StepId } from './step.ts';

export interface StepFilter {
  readonly states?: readonly StepState[];
  readonly batch?: string;
  readonly person?: string;
  /** Only the steps of the newest plan. */
  readonly currentPlan?: boolean;
}

/** One start of a message. What became of it is absent where it is not known. Times in milliseconds since 1970. */
export interface SendStart {
  readonly id: StepId;
  readonly at: number;
  /** The next transition of the step, and the failure that it tells of. */
  readonly endedAt?: number;
  readonly failure?: FailureFacts;
}

export interface JobLog {
  /** 12 hex digits, drawn once when the log is made; part of every stamp. */
  readonly jobId: string;
  /** Saves a plan and its steps in one transaction. The steps are taken from the iterable one by one; `summarise` is asked when it has ended. */
  savePlan(plan: {
    readonly purpose: PlanPurpose;
    readonly fingerprints: Fingerprints;
    readonly steps: Iterable<Step>;
    readonly summarise: () => PlanSummary;
  }): SavedPlan;
  currentPlan(): SavedPlan | undefined;
  /** In plan order. */
  steps(filter?: StepFilter): Iterable<StepRecord>;
  step(id: StepId): StepRecord | undefined;
  /** States of all steps that the log knows, small enough for a hundred thousand people. */
  states(): ReadonlyMap<StepId, StepState>;
  /** Resolves when the transition is on disk. Transitions of the same moment share one commit. */
  record(transition: Transition): Promise<void>;
  /** A line about the run as a whole; never a secret. */
  note(name: string, facts: Readonly<Record<string, unknown>>): Promise<void>;
  /** The newest line of this name. */
  lastEvent(name: string): LoggedEvent | undefined;
  events(filter?: { readonly person?: string; readonly stepId?: StepId }): Iterable<LoggedEvent>;
  /** Of each notice that was taken back to be sent again, how often: every round is another message. */
  sendRounds(): ReadonlyMap<StepId, number>;
  /** Starts of `notice.send` since that moment, oldest first. */
  sendStarts(sinceMs: number): readonly SendStart[];
  /** The event of that number, or the newest one, as its place in the chain of hashes; undefined where there is none. */
  link(number?: number): { readonly number: number; readonly hash: string } | undefined;
  /** Number of the first event whose hash does not follow from the one before; undefined where the chain is whole. */
  firstBrokenEvent(): number | undefined;
  /** Keeps a letter for good under its hash, as it will be sent. Inside `savePlan`'s iterable it becomes part of that transaction. */
  keepLetter(hash: LetterHash, letter: Letter): void;
  letter(hash: LetterHash): Letter | undefined;
  /**
   * Records that somebody approved these letters for these steps; an approval of a step replaces an earlier one. One transaction, one
   * event `notice.approved` with `facts`, the number of letters and a hash over all of them.
   */
  approve(
    approvals: Iterable<{ readonly id: StepId; readonly letter: LetterHash }>,
    facts: Readonly<Record<string, unknown>>,
  ): { readonly count: number; readonly setHash: string };
  /** The letter that is approved for a step. */
  approvedLetter(id: StepId): LetterHash | undefined;
  /** Records mail that came back, with an event; false where it is known already. */
  keepMailBack(back: MailBack): boolean;
  mailBacks(): Iterable<MailBack>;
  /** Records what checks of devices have found: one transaction, one event for each. Gives what was not known before. */
  keepEvidence(evidence: Iterable<DeviceEvidence>): readonly KeptEvidence[];
  /** Oldest first, as it was taken in. */
  deviceEvidence(): Iterable<KeptEvidence>;
  /** Records an exception from the device gate, with an event; it takes the place of an earlier one for the same person and device. */
  keepException(exception: DeviceException): void;
  /** The newest for each person and device, expired ones too. */
  exceptions(): readonly DeviceException[];
  /** Records marks of devices: one transaction, one event for each. Gives what was not known before. */
  keepMarks(marks: Iterable<DeviceMark>): readonly DeviceMark[];
  /** In the order in which they were recorded. */
  deviceMarks(): Iterable<DeviceMark>;
  close(): void;
}
