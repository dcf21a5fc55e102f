// The files that belong to tasks for people: an Exchange script, a list for the local directory's administrator.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressSignature, Redirection, SyncedMove } from '../model/plan.ts';
import type { PlanInputs } from '../plan/inputs.ts';
import { makePlan } from '../plan/make-plan.ts';
import { exchangeScript } from '../provider/microsoft-365/exchange-script.ts';
import type { ExchangeTask } from '../provider/microsoft-365/exchange-script.ts';
import { localDirectoryList } from '../provider/microsoft-365/local-directory-list.ts';
import { writeFileDurably } from '../store/write-file.ts';
import type { Job } from './job.ts';
import { placesOf } from './workspace.ts';

interface BatchWork {
  readonly forwards: Redirection[];
  readonly signatures: AddressSignature[];
  readonly changes: SyncedMove[];
}

/** Writes the files of all batches that need any, each named by its task. */
export async function writeHandFiles(job: Job, inputs: PlanInputs): Promise<void> {
  const work = new Map<string, BatchWork>();
  const files: { readonly task: string; readonly batch: string; readonly file: string }[] = [];
  // Partners have no files here, and their letters need not be written for it.
  const { notices, ...ours } = inputs;
  for (const { batch, forwardByHand, signatureByHand, changeByHand, steps } of makePlan(ours)) {
    const ofBatch = work.get(batch) ?? { forwards: [], signatures: [], changes: [] };
    work.set(batch, ofBatch);
    if (forwardByHand !== undefined) ofBatch.forwards.push(forwardByHand);
    if (signatureByHand !== undefined) ofBatch.signatures.push(signatureByHand);
    if (changeByHand !== undefined) ofBatch.changes.push(changeByHand);
    for (const step of steps) {
      if (step.kind === 'hand.task' && step.file !== undefined) files.push({ task: step.task, batch, file: step.file });
    }
  }
  if (files.length > 0) mkdirSync(placesOf(job.folder).out, { recursive: true });
  for (const { task, batch, file } of files) {
    const { forwards = [], signatures = [], changes = [] } = work.get(batch) ?? {};
    const content =
      task === 'run-exchange-script'
        ? exchangeScript([...forwards.map(forwardTask), ...signatures.map(signatureTask)])
        : localDirectoryList(changes);
    await writeFileDurably({ file: join(job.folder, file), role: 'file', goal: 'write it' }, content);
  }
}

function forwardTask({ from, to }: Redirection): ExchangeTask {
  return { kind: 'forward', mailbox: from, to, keepsCopy: true };
}

function signatureTask({ address, html }: AddressSignature): ExchangeTask {
  return { kind: 'signature', mailbox: address, html };
}
