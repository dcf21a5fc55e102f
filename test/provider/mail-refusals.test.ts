// Over the wire: what a refused message stops, and that it was not sent; the next one, once the other end is content, is sent once.

import { describe, expect, it } from '@jest/globals';
import { RemoteFailure } from '../../src/model/failure.ts';
import type { FailureFacts } from '../../src/model/failure.ts';
import { letterTo } from './letters.ts';
import { gmailStage, graphStage } from './mail-stage.ts';
import type { MailStage } from './mail-stage.ts';

type Refusal = { readonly status: number; readonly code: string; readonly message: string };
type Verdict = Pick<FailureFacts, 'kind' | 'stops'>;

async function factsOf(call: Promise<unknown>): Promise<FailureFacts> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RemoteFailure)) throw new Error('the message was not refused', { cause: error });
  return error.facts;
}

const LETTER = letterTo('partner1');

async function refused(stage: MailStage, refusal: Refusal): Promise<FailureFacts> {
  const { mailer } = stage;
  const kept = await mailer.prepare(LETTER);
  await stage.faults([{ at: 'send', kind: 'refuse', ...refusal }]);
  const facts = await factsOf(mailer.send(LETTER, kept));
  expect(stage.taken()).toEqual([]);
  expect((await stage.another().find(LETTER, kept)).standing).toBe('not-sent');
  await mailer.send(LETTER, kept);
  expect(stage.taken()).toHaveLength(1);
  return facts;
}

const GRAPH: readonly [Refusal, Verdict][] = [
  [
    { status: 403, code: 'ErrorMessageSubmissionBlocked', message: '5.7.705 Tenant has exceeded threshold' },
    { kind: 'refused', stops: 'campaign' },
  ],
  [
    { status: 400, code: 'x', message: '550 5.7.233 tenant external recipient rate limit' },
    { kind: 'refused', stops: 'campaign' },
  ],
  [
    { status: 403, code: 'ErrorAccountSuspend', message: 'The account is suspended.' },
    { kind: 'refused', stops: 'mailbox' },
  ],
  [
    { status: 429, code: 'ErrorExceededMessageLimit', message: 'The limit is exceeded.' },
    { kind: 'throttled', stops: 'mailbox' },
  ],
];

const GMAIL: readonly [Refusal, Verdict][] = [
  [
    { status: 403, code: 'dailyLimitExceeded', message: 'You have reached a limit for sending mail.' },
    { kind: 'throttled', stops: 'mailbox' },
  ],
  [
    { status: 403, code: 'domainPolicy', message: 'The domain administrators have disabled Gmail apps.' },
    { kind: 'refused', stops: 'mailbox' },
  ],
  [
    { status: 403, code: 'insufficientPermissions', message: 'Insufficient Permission' },
    { kind: 'refused', stops: 'campaign' },
  ],
];

describe('a refusal stops what it speaks of', () => {
  it.each(GRAPH)('Graph: %j', async (refusal, verdict) => {
    expect(await refused(await graphStage(), refusal)).toMatchObject(verdict);
  });

  it.each(GMAIL)('Gmail: %j', async (refusal, verdict) => {
    expect(await refused(await gmailStage(), refusal)).toMatchObject(verdict);
  });
});
