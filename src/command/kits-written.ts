// What the job log says of kits that were written, beside what lies there.

import type { KitShelf } from '../client/kit-shelf.ts';
import type { Evidence } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import { stepId } from '../model/step.ts';
import type { StepId } from '../model/step.ts';
import type { KitInputs, WrittenKit } from '../plan/kit-facts.ts';
import type { KitThere } from '../plan/kit-gate.ts';

export function kitsWritten(log: JobLog, shelf: KitShelf): Pick<KitInputs, 'writtenOf' | 'kitThere'> {
  return {
    /** What somebody has deleted since is written again. */
    writtenOf(id) {
      const record = log.step(id);
      if (record?.state !== 'done' || record.step.kind !== 'kit.write') return undefined;
      return shelf.isThere(record.step.folder) ? writtenKit(record.evidence) : undefined;
    },
    /** A step that is planned anew has lost its evidence: what lies there was written by the last one that was done. */
    kitThere(id) {
      const step = log.step(id)?.step;
      if (step?.kind !== 'kit.write' || !shelf.isThere(step.folder)) return undefined;
      return pastKits(log, id).at(-1);
    },
  };
}

/** All that the step has ever written, the oldest first. Where a kit was taken back, there is one without devices from then on. */
export function pastKits(log: JobLog, id: StepId): readonly KitThere[] {
  const step = log.step(id)?.step;
  if (step?.kind !== 'kit.write') return [];
  const events = [...log.events({ stepId: id }), ...log.events({ stepId: stepId('kit.withdraw', step.folder) })];
  return events
    .toSorted((one, other) => one.number - other.number)
    .flatMap(({ name, at, stepId: of, facts }): readonly KitThere[] => {
      if (name !== 'step.done') return [];
      if (of !== id) return [{ writtenAt: at, devices: [], byException: [] }];
      const kit = writtenKit(facts['evidence'] as Evidence | undefined);
      return kit === undefined ? [] : [{ ...kit, writtenAt: at }];
    });
}

function writtenKit(evidence: Evidence | undefined): WrittenKit | undefined {
  const { version, devices, byException }: { version?: unknown; devices?: unknown; byException?: unknown } =
    evidence ?? {};
  if (typeof version !== 'string' || !Array.isArray(devices)) return undefined;
  return { version, devices: keysIn(devices), byException: keysIn(byException) };
}

function keysIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((key) => typeof key === 'string') : [];
}
