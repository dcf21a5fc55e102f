// What was set once and shall be something else now: set again, as often as it changes, and never over what its owner has made of it.
//
// One step for each place, so that what the log knows of it is all that there is to know: what stood there before the first of ours, and
// what of ours stands there, or may. A step that was to replace another one and was not done may have arrived all the same.

import { canonicalJson } from '../model/canonical-json.ts';
import type { StepRecord } from '../model/event.ts';
import type { Replaces, Step, StepId } from '../model/step.ts';
import type { PlanInputs } from './inputs.ts';

/** What a step sets, and what it was to replace. */
interface Setting<Value> {
  readonly value: Value;
  readonly replaces: Replaces<Value> | undefined;
}

export interface Again<Value> {
  /** Whether a step that is done must be made again. */
  readonly isAnew: boolean;
  /** Its owner has changed it since: nothing is set. */
  readonly isEdited: boolean;
  readonly replaces?: Replaces<Value>;
}

export interface Wish<Value> {
  readonly id: StepId;
  readonly value: Value;
  /** Undefined for a step of another kind. */
  readonly settingOf: (step: Step) => Setting<Value> | undefined;
}

export function setAgain<Value>(
  { id, value, settingOf }: Wish<Value>,
  {
    stateOf,
    recordOf,
    edited,
    isMadeAnew = false,
  }: Pick<PlanInputs, 'stateOf' | 'recordOf' | 'edited'> & {
    /** What it was set on is made anew by this plan, so nothing that was set counts. */
    readonly isMadeAnew?: boolean;
  },
): Again<Value> {
  const state = stateOf(id);
  const record = isMadeAnew || state === undefined || state === 'undone' ? undefined : recordOf?.(id);
  const setting = record && settingOf(record.step);
  if (record === undefined || setting === undefined) return { isAnew: false, isEdited: false };
  const isDone = record.state === 'done';
  const wanted = canonicalJson(value);
  const isSame = canonicalJson(setting.value) === wanted;
  if (isSame && (isDone || setting.replaces === undefined)) return { isAnew: false, isEdited: false };
  const replaces = isDone ? afterDone(record, setting) : beforeDone(record, setting);
  if (replaces === undefined) return { isAnew: false, isEdited: false };
  const others = new Map(replaces.ours.map((one) => [canonicalJson(one), one]));
  others.delete(wanted);
  return { isAnew: true, isEdited: edited?.has(id) === true, replaces: { ...replaces, ours: [...others.values()] } };
}

function afterDone<Value>({ evidence }: StepRecord, { value }: Setting<Value>): Replaces<Value> {
  const before = evidence?.['previous'] as Value | undefined;
  return { ...(before !== undefined && { before }), ours: [value] };
}

/** Whatever was tried has kept something before, and may have arrived; so may the first of ours, or not. */
function beforeDone<Value>({ evidence }: StepRecord, { value, replaces }: Setting<Value>): Replaces<Value> | undefined {
  if (evidence === undefined) return replaces;
  if (replaces !== undefined) return { ...replaces, ours: [value, ...replaces.ours] };
  const before = evidence['previous'] as Value | undefined;
  return { ...(before !== undefined && { before }), ours: [value], isUnsure: true };
}
