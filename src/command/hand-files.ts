// The files that belong to tasks for people: an Exchange script, a list for the local directory's administrator.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressSignature, HostWish, Redirection, SyncedMove } from '../model/plan.ts';
import type { HandTask } from '../model/step.ts';
import type { PlanInputs } from '../plan/inputs.ts';
import { makePlan } from '../plan/make-plan.ts';
import { hostList } from '../provider/imap-host/host-list.ts';
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
  readonly atHost: HostWish[];
}

/** Writes the files of all batches that need any, each named by its task. */
export async function writeHandFiles(job: Job, inputs: PlanInputs): Promise<void> {
  const work = new Map<string, BatchWork>();
  const files: { readonly task: HandTask['task']; readonly batch: string; readonly file: string }[] = [];
  // Partners have no files here, and their letters need not be written for it.
  const { notices, ...ours } = inputs;
  for (const { batch, forwardByHand, signatureByHand, changeByHand, atHost = [], steps } of makePlan(ours)) {
    const ofBatch = work.get(batch) ?? { forwards: [], signatures: [], changes: [], atHost: [] };
    work.set(batch, ofBatch);
    if (forwardByHand !== undefined) ofBatch.forwards.push(forwardByHand);
    if (signatureByHand !== undefined) ofBatch.signatures.push(signatureByHand);
    if (changeByHand !== undefined) ofBatch.changes.push(changeByHand);
    ofBatch.atHost.push(...atHost);
    for (const step of steps) {
      if (step.kind === 'hand.task' && step.file !== undefined) files.push({ task: step.task, batch, file: step.file });
    }
  }
  if (files.length > 0) mkdirSync(placesOf(job.folder).out, { recursive: true });
  for (const { task, batch, file } of files) {
    const content = contentOf(task, work.get(batch));
    await writeFileDurably({ file: join(job.folder, file), role: 'file', goal: 'write it' }, content);
  }
}

function contentOf(task: HandTask['task'], { forwards, signatures, changes, atHost }: BatchWork = NO_WORK): string {
  if (task === 'run-exchange-script') {
    return exchangeScript([...forwards.map(forwardTask), ...signatures.map(signatureTask)]);
  }
  return task === 'set-at-host' ? hostList(atHost) : localDirectoryList(changes);
}

const NO_WORK: BatchWork = { forwards: [], signatures: [], changes: [], atHost: [] };

function forwardTask({ from, to }: Redirection): ExchangeTask {
  return { kind: 'forward', mailbox: from, to, keepsCopy: true };
}

function signatureTask({ address, html }: AddressSignature): ExchangeTask {
  return { kind: 'signature', mailbox: address, html };
}
