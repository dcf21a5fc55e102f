// A storm of faults over a whole list of partners: each gets exactly one message, whatever becomes of the answers.

import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Evidence } from '../../src/model/event.ts';
import { RemoteFailure } from '../../src/model/failure.ts';
import type { FailureKind } from '../../src/model/failure.ts';
import type { OutgoingLetter } from '../../src/model/letter.ts';
import type { Mailer } from '../../src/model/mailer.ts';
import { letterTo } from './letters.ts';
import { gmailStage, graphStage, smtpStage } from './mail-stage.ts';
import type { MailStage, StageFault } from './mail-stage.ts';

const LETTERS = Array.from({ length: 12 }, (_, at) => letterTo(`partner${at}`));
const SAFE: ReadonlySet<FailureKind> = new Set(['throttled', 'not-yet', 'unavailable']);

async function failing<Result>(call: () => Promise<Result>): Promise<{ result: Result } | { kind: FailureKind }> {
  try {
    return { result: await call() };
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    return { kind: error.facts.kind };
  }
}

/** What the engine does, in short: repeats what is proved safe, looks at what is in doubt. */
async function sendOnce(mailers: () => Mailer, letter: OutgoingLetter): Promise<void> {
  let kept: Evidence | undefined;
  for (;;) {
    // Each try may be another program's: only what was kept is known.
    const mailer = mailers();
    if (kept === undefined) {
      const prepared = await failing(() => mailer.prepare(letter));
      if ('kind' in prepared) {
        expect(SAFE.has(prepared.kind) || prepared.kind === 'in-doubt').toBe(true);
        continue;
      }
      kept = prepared.result;
    }
    const known = kept;
    const sent = await failing(() => mailer.send(letter, known));
    if ('result' in sent) return;
    if (SAFE.has(sent.kind)) continue;
    expect(sent.kind).toBe('in-doubt');
    if (await wasSent(mailers, letter, known)) return;
  }
}

async function wasSent(mailers: () => Mailer, letter: OutgoingLetter, kept: Evidence): Promise<boolean> {
  for (;;) {
    const look = await failing(() => mailers().find(letter, kept));
    if ('result' in look && look.result.standing === 'sent') return true;
    if ('result' in look && look.result.standing === 'not-sent') return false;
    await sleep(20);
  }
}

const storm = (kinds: readonly string[], more: Partial<StageFault> = {}): readonly StageFault[] =>
  kinds.flatMap((kind) =>
    (['prepare', 'send'] as const).map((at) => ({ at, kind, count: 1000, probability: 0.12, delayMs: 20, ...more })),
  );
const HTTP = ['throttle', '503-before', '503-after', '504-after', 'reset-before', 'reset-after'];

const STAGES: readonly [way: string, open: () => Promise<MailStage>, faults: readonly StageFault[]][] = [
  ['graph', graphStage, storm(HTTP)],
  ['gmail', gmailStage, storm(HTTP)],
  ['smtp with an archive', () => smtpStage({ hasArchive: true }), storm(['reset-before', 'reset-after'])],
];

describe.each(STAGES)('a storm over %s', (_way, open, faults) => {
  it('leaves each partner with one message', async () => {
    const stage = await open();
    await stage.faults(faults);
    const programs = [stage.mailer, stage.another(), stage.another()];
    let turn = 0;
    const next = (): Mailer => {
      turn += 1;
      return programs[turn % programs.length] ?? stage.mailer;
    };
    await Promise.all(LETTERS.map((letter) => sendOnce(next, letter)));
    const wanted = LETTERS.map(({ to, noticeId }) => `${to.address} ${noticeId}`);
    expect([...stage.taken()].sort()).toEqual(wanted.sort());
  });
});
