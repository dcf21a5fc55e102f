// What the log says of signatures: the newest counts, and where that one was put back, none of those before it does.

import { expect, it } from '@jest/globals';
import type { Job } from '../../src/command/job.ts';
import { signatureInputs } from '../../src/command/signatures-set.ts';
import type { Present } from '../../src/model/present.ts';
import type { SignatureSet } from '../../src/model/step.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { aPerson, SETTINGS } from '../plan/scene.ts';
import { makeFolder, planOf, tickingClock } from '../store/scene.ts';

const sato = aPerson('sato');
const nobody = { accountByAddress: () => undefined } as unknown as Present;

function step(name: string): SignatureSet {
  const account = { id: '1', address: sato.newAddress };
  const id = `signature.set/${sato.newAddress}/${name}`;
  return {
    ...{ kind: 'signature.set', id, batch: 'pilot', person: sato.key, needs: [], account },
    ...{ address: sato.newAddress, html: name },
  };
}

it('a signature that was set before the one that was put back counts for nothing, until it is set again', async () => {
  const folder = makeFolder();
  const log = openJobLog(folder.path('job.db'), { clock: tickingClock(), mode: 'create' });
  const read = () =>
    signatureInputs(
      { log, settings: { ...SETTINGS, signature: true }, directory: { mailboxes: {} } } as unknown as Job,
      { people: [], templates: new Map() },
      { present: nobody, signal: new AbortController().signal },
    );
  const set = async (one: SignatureSet): Promise<void> => {
    log.savePlan(planOf([one]));
    await log.record({ id: one.id, to: 'started', attempt: 1 });
    await log.record({ id: one.id, to: 'done', attempt: 1, how: 'made' });
  };
  try {
    await set(step('first'));
    await set(step('second'));
    expect((await read())?.putBack).toEqual(new Set());
    await log.record({ id: step('second').id, to: 'undone', attempt: 0 });
    expect((await read())?.putBack).toEqual(new Set([sato.key]));
    await set(step('first'));
    expect((await read())?.putBack).toEqual(new Set());
  } finally {
    log.close();
    folder.remove();
  }
});
