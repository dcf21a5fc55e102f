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

type Row = readonly [status: number, code: string, message: string, kind: Verdict['kind'], stops: Verdict['stops']];

const GRAPH: readonly Row[] = [
  [403, 'ErrorMessageSubmissionBlocked', '5.7.705 Tenant has exceeded threshold', 'refused', 'campaign'],
  [400, 'x', '550 5.7.233 tenant external recipient rate limit', 'refused', 'campaign'],
  [403, 'ErrorAccountSuspend', 'The account is suspended.', 'refused', 'mailbox'],
  [429, 'ErrorExceededMessageLimit', 'The limit is exceeded.', 'throttled', 'mailbox'],
];

const GMAIL: readonly Row[] = [
  [403, 'dailyLimitExceeded', 'You have reached a limit for sending mail.', 'throttled', 'mailbox'],
  [403, 'domainPolicy', 'The domain administrators have disabled Gmail apps.', 'refused', 'mailbox'],
  [403, 'insufficientPermissions', 'Insufficient Permission', 'refused', 'campaign'],
];

describe('a refusal stops what it speaks of', () => {
  it.each(GRAPH)('Graph: %i %s: %s', async (...[status, code, message, kind, stops]) => {
    expect(await refused(await graphStage(), { status, code, message })).toMatchObject({ kind, stops });
  });

  it.each(GMAIL)('Gmail: %i %s: %s', async (...[status, code, message, kind, stops]) => {
    expect(await refused(await gmailStage(), { status, code, message })).toMatchObject({ kind, stops });
  });
});
