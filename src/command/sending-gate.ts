// A gate of the sending: looks once, before the first message of a run, and says of each notice whether it may go.

import type { Mailer } from '../model/mailer.ts';
import type { SendingSettings } from '../model/settings.ts';
import type { NoticeSend } from '../model/step.ts';
import type { Job } from './job.ts';
import type { Voice } from './voice.ts';

/** Why a notice may not be sent now, and what to do; undefined where it may. */
export type WhyHeld = (step: NoticeSend) => string | undefined;

export interface GateWork {
  readonly job: Pick<Job, 'folder' | 'settings' | 'log'>;
  readonly sending: SendingSettings;
  readonly mailer: Mailer;
  /** The approved ones that are not sent: at least one. */
  readonly steps: readonly NoticeSend[];
  readonly voice: Pick<Voice, 'problem'>;
}

export type SendingGate = (work: GateWork) => Promise<WhyHeld>;
