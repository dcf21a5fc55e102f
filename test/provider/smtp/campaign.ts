// A campaign over SMTP without a workspace: letters planned, on record and approved in a real job log, and the real walk that sends them.

import { BucketLane } from '../../../src/apply/lane.ts';
import type { Run } from '../../../src/apply/run-plan.ts';
import { SendLane } from '../../../src/apply/send-lane.ts';
import { realClock } from '../../../src/command/clock.ts';
import { lettersOnRecord } from '../../../src/command/letters-on-record.ts';
import type { JobLog } from '../../../src/model/job-log.ts';
import type { Letter, OutgoingLetter } from '../../../src/model/letter.ts';
import type { Mailer } from '../../../src/model/mailer.ts';
import { NOTICES_BATCH } from '../../../src/model/settings.ts';
import type { NoticeSend } from '../../../src/model/step.ts';
import { letterHash } from '../../../src/notice/letter-hash.ts';
import { machineKindOf } from '../../../src/step/kinds.ts';
import { PATIENCE } from '../../apply/scene.ts';
import { safely } from '../../crash/simulation/carry.ts';
import { directoryOf } from '../../crash/simulation/directory.ts';
import { Tenant } from '../../crash/simulation/tenant.ts';
import { planOf } from '../../store/scene.ts';

/** All letters on record, planned and approved. */
export function planCampaign(log: JobLog, letters: readonly OutgoingLetter[]): void {
  function* steps(): Generator<NoticeSend> {
    for (const letter of letters) {
      const step = stepOf(letter);
      log.keepLetter(step.letter, letterOf(letter));
      yield step;
    }
  }
  log.savePlan(planOf(steps()));
  log.approve(letters.map(stepOf), {});
}

function letterOf({ from, to, subject, text, html, language }: OutgoingLetter): Letter {
  return { from, to, subject, text, html, language };
}

function stepOf(letter: OutgoingLetter): NoticeSend {
  const { from, to, subject, language, mailbox, noticeId, referenceCode } = letter;
  return {
    kind: 'notice.send',
    id: `notice.send/change/${noticeId}`,
    batch: NOTICES_BATCH,
    partner: noticeId,
    needs: [],
    notice: 'change',
    version: 'a version',
    letter: letterHash(letterOf(letter)),
    ...{ from, to, subject, language, mailbox, noticeId, referenceCode },
  };
}

/** The walk over it, without limits of its own. */
export function campaignRun(log: JobLog, mailer: Mailer): Run {
  const looks = new BucketLane(
    { lane: 'mailbox', burst: 1000, perSecond: 1000, concurrency: 10, name: 'looks', source: 'a test' },
    realClock,
  );
  const lane = new SendLane({
    limits: [],
    concurrency: mailer.concurrency,
    days: { ramp: [100_000], timeZone: 'UTC' },
    operatorOf: (domain) => Promise.resolve(domain),
    history: () => ({ starts: [], earlier: [] }),
    whyStopped: () => undefined,
    note: (name, facts) => log.note(name, facts),
    looks,
    clock: realClock,
    longestWaitMs: 60_000,
    hasOneServer: true,
  });
  return {
    records: log.steps({ currentPlan: true }),
    stateOf: (id) => log.step(id)?.state,
    batches: [{ name: NOTICES_BATCH, failureThreshold: 1 }],
    kindOf: machineKindOf,
    lanes: new Map([['send', lane]]),
    tools: {
      directory: directoryOf(new Tenant({ provider: 'microsoft-365', now: Date.now }), safely),
      clock: realClock,
      evidenceOf: (id) => log.step(id)?.evidence,
      passwordFor: () => {
        throw new Error('no password is needed to send');
      },
      mail: { mailer, letterFor: lettersOnRecord(log) },
    },
    log,
    clock: realClock,
    patience: PATIENCE,
    random: () => 0.5,
    failpoint: () => undefined,
    signal: new AbortController().signal,
    tell: () => undefined,
  };
}
