// What people do about an infected device, in this order: keep its evidence, then reinstall it. One pair of tasks for each infection.

import { peopleOf } from '../model/device.ts';
import type { Device } from '../model/device.ts';
import type { HandTask, StepId } from '../model/step.ts';
import { stepId } from '../model/step.ts';
import { CLEAN_IS_NO_PROOF } from './evidence/emocheck.ts';
import type { KeptEvidence } from '../model/device-evidence.ts';
import { infectionOf, orderMs } from './verdict.ts';
import type { Infection } from './verdict.ts';

export interface DeviceTaskIds {
  readonly keepEvidence: StepId;
  readonly reinstall: StepId;
}

/** An infection is known by its first report, so further reports of it ask for nothing anew. */
export function taskIds({ key }: Device, { first }: Infection): DeviceTaskIds {
  const subject = `${key}/${first.key.slice(0, 8)}`;
  return {
    keepEvidence: stepId('hand.task', `keep-evidence/${subject}`),
    reinstall: stepId('hand.task', `reinstall-device/${subject}`),
  };
}

/** When a person has marked the task done, in milliseconds since 1970; undefined where nobody has. */
export type DoneAt = (task: StepId) => number | undefined;

/** The infection that counts: what is found after the device was reinstalled is another one, also with no clean check between the two. */
export function countedInfection(
  device: Device,
  evidence: readonly KeptEvidence[],
  doneAt: DoneAt,
): Infection | undefined {
  let infection = infectionOf(evidence);
  while (infection !== undefined) {
    const reinstalledAt = doneAt(taskIds(device, infection).reinstall);
    if (reinstalledAt === undefined) return infection;
    const later = infectionOf(evidence.filter((one) => orderMs(one) > reinstalledAt));
    if (later === undefined || later.first.key === infection.first.key) return infection;
    infection = later;
  }
  return undefined;
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
      lines: [users, CLEAN_IS_NO_PROOF, 'Then check it again and take the report in: migrate evidence import'],
      needs: [keepEvidence],
    },
  ];
}
