// What people do about infected devices, planned with the person who uses the device, or with the first of several.

import { byDevice } from '../client/device-gate.ts';
import { newestInfection, deviceTasks } from '../client/device-tasks.ts';
import type { PlanEntry } from '../model/plan.ts';
import { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';

type TasksOf = Map<string, ReturnType<typeof deviceTasks>[number][]>;

/** Adds to the entry of each person what their devices ask for. A person who is refused otherwise has them all the same. */
export function deviceTasksFor(inputs: PlanInputs): (entry: PlanEntry) => PlanEntry {
  const tasks = tasksByPerson(inputs);
  return (entry) => {
    const own = tasks.get(entry.person ?? '');
    if (own === undefined) return entry;
    const { batch, person } = entry;
    const draft = new Draft({ batch, ...(person !== undefined && { person }), stateOf: inputs.stateOf });
    for (const task of own) draft.step(task);
    const { steps, checked } = draft.entry();
    return { ...entry, steps: [...entry.steps, ...steps], checked: [...entry.checked, ...checked] };
  };
}

function tasksByPerson({ devices, people }: PlanInputs): TasksOf {
  const tasks: TasksOf = new Map();
  if (devices === undefined) return tasks;
  const names = new Map(people.map(({ key, displayName }) => [key, displayName]));
  const found = byDevice(devices.evidence);
  for (const device of devices.list) {
    const infection = newestInfection(device, found.get(device.key) ?? [], devices.doneAt);
    const owner = device.uses[0]?.person;
    if (infection === undefined || owner === undefined) continue;
    const own = tasks.get(owner) ?? [];
    tasks.set(owner, own);
    own.push(...deviceTasks(device, infection, (person) => names.get(person) ?? person));
  }
  return tasks;
}
