// What people do about an infected device, in this order: keep its evidence, then reinstall it. One pair of tasks for each infection.

import { peopleOf } from '../model/device.ts';
import type { Device } from '../model/device.ts';
import type { HandTask, StepId } from '../model/step.ts';
import { stepId } from '../model/step.ts';
import { CLEAN_IS_NO_PROOF } from './evidence/emocheck.ts';
import type { KeptEvidence } from '../model/device-evidence.ts';
import { inOrder, orderMs } from './verdict.ts';

export interface DeviceTaskIds {
  readonly keepEvidence: StepId;
  readonly reinstall: StepId;
}

/** The id holds the report by which the infection is known, so further reports of it ask for nothing anew. */
export function taskIds({ key }: Pick<Device, 'key'>, { first }: Pick<Infection, 'first'>): DeviceTaskIds {
  const subject = `${key}/${first.key.slice(0, 8)}`;
  return {
    keepEvidence: stepId('hand.task', `keep-evidence/${subject}`),
    reinstall: stepId('hand.task', `reinstall-device/${subject}`),
  };
}

/** When a person has marked the task done, in milliseconds since 1970; undefined where nobody has. */
export type DoneAt = (task: StepId) => number | undefined;

/** All that was found on a device from one reinstallation to the next: nothing but a reinstallation ends an infection. */
export interface Infection {
  /** Of its reports the one that was taken in first: it stays the same, whatever older report is found later. */
  readonly first: KeptEvidence;
  /** The one whose check is the newest. */
  readonly last: KeptEvidence;
  /** When somebody said that the device was reinstalled after it, in milliseconds since 1970; absent while nobody has. */
  readonly reinstalledAt?: number;
}

/** The newest infection, dealt with or not; undefined where nothing was ever found. */
export function newestInfection(
  device: Pick<Device, 'key'>,
  evidence: readonly KeptEvidence[],
  doneAt: DoneAt,
): Infection | undefined {
  const found = evidence
    .filter(({ claim }) => claim === 'infected')
    .toSorted((one, other) => one.takenAt - other.takenAt || inOrder(one, other));
  const last = found.toSorted(inOrder).at(-1);
  if (last === undefined) return undefined;
  const reinstalled = found.flatMap((first) => {
    const at = doneAt(taskIds(device, { first }).reinstall);
    // Whoever has marked the task had the report before, whatever the clock said then.
    return at === undefined ? [] : [Math.max(at, orderMs(first))];
  });
  const lastMs = orderMs(last);
  const before = Math.max(...reinstalled.filter((at) => at < lastMs));
  const [first = last] = found.filter((one) => orderMs(one) > before);
  const after = reinstalled.filter((at) => at >= lastMs);
  return { first, last, ...(after.length > 0 && { reinstalledAt: Math.max(...after) }) };
}

type DeviceTask = Pick<HandTask, 'kind' | 'id' | 'task' | 'title' | 'lines' | 'needs'>;

/** `nameOf`: the name of a person, by key. */
export function deviceTasks(
  device: Device,
  infection: Infection,
  nameOf: (person: string) => string,
): readonly [DeviceTask, DeviceTask] {
  const { keepEvidence, reinstall } = taskIds(device, infection);
  const users = `Used by ${peopleOf(device).map(nameOf).join(', ')}.`;
  const found = `${infection.last.said} (${infection.last.tool}, ${infection.last.file})`;
  return [
    {
      kind: 'hand.task',
      id: keepEvidence,
      task: 'keep-evidence',
      title: `Take ${device.host} off the network and keep the evidence of its infection`,
      lines: [users, found, 'Keep an image of the disk, or say as evidence who decided that none is kept, and why.'],
      needs: [],
    },
    {
      kind: 'hand.task',
      id: reinstall,
      task: 'reinstall-device',
      title: `Reinstall ${device.host} from clean media`,
      lines: [
        users,
        CLEAN_IS_NO_PROOF,
        'Say first that it is reinstalled (migrate done), then check it again and take the report in: only a check after that counts.',
      ],
      needs: [keepEvidence],
    },
  ];
}
