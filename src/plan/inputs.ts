// Everything that planning looks at. Planning is a pure function of this.

import type { AutomaticReply } from '../model/account.ts';
import type { StepState } from '../model/event.ts';
import type { Person } from '../model/person.ts';
import type { Present } from '../model/present.ts';
import type { Settings } from '../model/settings.ts';
import type { Step, StepId } from '../model/step.ts';

export interface PlanInputs {
  readonly settings: Settings;
  readonly people: readonly Person[];
  readonly present: Present;
  /** Of the job log; part of every stamp. */
  readonly jobId: string;
  /** What the job log says of a step; undefined where it has never heard of it. */
  readonly stateOf: (id: StepId) => StepState | undefined;
  /** Addresses of the accounts that this migration has made for a person, or may have made: done, started or in doubt. */
  readonly madeFor?: (person: string) => readonly string[];
  /** Steps in doubt: they stay in every plan as they were, until they are settled. */
  readonly inDoubt: ReadonlyMap<StepId, Step>;
  /** What the provider's API can do. */
  readonly can: { readonly forward: boolean; readonly moveSenders: boolean };
  readonly mostAliases: number;
  /** The automatic reply for a person's old address. */
  readonly replyFor: (person: Person) => AutomaticReply;
}
