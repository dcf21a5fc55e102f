// The one place that says what a failed call to Microsoft 365 proves: by status, code, text and whether it is safe to repeat.

import type { FailureKind } from '../../model/failure.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { RULES } from './failure-rules.ts';
import type { FailureRule } from './failure-rule.ts';
import { objectAt, parseObject, textAt } from './json.ts';
import { unansweredAs } from './unanswered.ts';

/** The call that failed. */
export interface Failed {
  /** `PATCH /users/{id}`: the template, never a value. */
  readonly operation: string;
  /** A read, or a write that sets a value: once more changes nothing. */
  readonly isRepeatable: boolean;
  /** Values that must not be repeated in a message: the token, a password. */
  readonly secrets: readonly string[];
}

/** An answer as it came, whatever its body is. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs?: number;
}

/** What Microsoft Graph said in its error body; empty where the body is not one. */
function errorOf(answer: Answer): { readonly code?: string; readonly message?: string } {
  const error = objectAt(parseObject(answer.text), 'error');
  const code = textAt(error, 'code');
  const message = textAt(error, 'message');
  return { ...(code === undefined ? {} : { code }), ...(message === undefined ? {} : { message }) };
}

/** The failure that an answer outside 2xx is. */
export function refusal(failed: Failed, answer: Answer): RemoteFailure {
  const { code, message } = errorOf(answer);
  const rule = RULES.find((one) => fits(one, { ...answer, operation: failed.operation, code, message }));
  const kind = rule?.kind ?? (provesRefusal(answer.status, code ?? message) ? 'refused' : 'no-usable-answer');
  const said = message ?? code ?? (answer.text.trim() === '' ? 'an empty answer' : 'no answer of Microsoft Graph');
  const todo = todoOf(rule, failed.operation);
  return new RemoteFailure({
    kind: kind === 'no-usable-answer' ? doubtOf(failed) : kind,
    operation: failed.operation,
    said: clean(said, failed.secrets),
    status: answer.status,
    ...(code === undefined ? {} : { code: clean(code, failed.secrets) }),
    ...(answer.retryAfterMs === undefined ? {} : { retryAfterMs: answer.retryAfterMs }),
    ...(todo === undefined ? {} : { todo }),
    ...(rule?.stops === undefined ? {} : { stops: rule.stops }),
  });
}

/** A licence that a group should give, and for which the directory has noted an error instead. */
export function groupLicenceFailure(operation: string, error: string): RemoteFailure {
  const rule = RULES.find((one) => fits(one, { operation, message: error }));
  const todo = todoOf(rule, operation);
  return new RemoteFailure({
    kind: rule?.kind === 'exhausted' ? 'exhausted' : 'refused',
    operation,
    said: `the licence of the group is not given: ${clean(error, [])}`,
    code: clean(error, []),
    ...(todo === undefined ? {} : { todo }),
  });
}

interface Refused {
  readonly operation: string;
  readonly status?: number;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

function fits(rule: FailureRule, { operation, status, code, message }: Refused): boolean {
  return (
    (rule.status === undefined || (status !== undefined && rule.status.includes(status))) &&
    (rule.operation === undefined || rule.operation.test(operation)) &&
    (rule.code === undefined || rule.code.test(code ?? '')) &&
    (rule.message === undefined || rule.message.test(message ?? ''))
  );
}

/** Statuses that mean "not done" even without a word of Microsoft Graph: proxy sign-in, a body that is too large. */
const PLAIN_REFUSALS: readonly number[] = [401, 407, 413];

/** Only a refusal that says so proves that nothing happened; an empty or foreign 4xx may come from anywhere on the way. */
function provesRefusal(status: number, said: string | undefined): boolean {
  return status < 500 && (said !== undefined || PLAIN_REFUSALS.includes(status));
}

function todoOf(rule: FailureRule | undefined, operation: string): string | undefined {
  return typeof rule?.todo === 'function' ? rule.todo(operation) : rule?.todo;
}

/** A 2xx whose body says nothing that we can use: the effect may well have taken place. */
export function unusable(failed: Failed, answer: Answer, missing: string): RemoteFailure {
  return new RemoteFailure({
    kind: doubtOf(failed),
    operation: failed.operation,
    said: `answered ${answer.status}, but ${missing}`,
    status: answer.status,
  });
}

/** No answer came: what became of the connection decides whether the call can have been carried out. */
export function noAnswer(failed: Failed, error: unknown): RemoteFailure {
  const { proof, said, code, todo } = unansweredAs(error);
  const kinds = { 'nothing-sent': 'unavailable', untrusted: 'refused', unknown: doubtOf(failed) } as const;
  return new RemoteFailure(
    {
      kind: kinds[proof],
      operation: failed.operation,
      said: clean(said, failed.secrets),
      ...(code === undefined ? {} : { code }),
      ...(todo === undefined ? {} : { todo }),
    },
    error,
  );
}

/** The write went well, but what is read back is not (yet) what was written. */
export function notYetSeen(operation: string, said: string): RemoteFailure {
  return new RemoteFailure({
    kind: 'not-yet',
    operation,
    said,
    todo: 'The copies of the directory usually agree within minutes; the step is tried again until then.',
  });
}

/** We do not even ask, since it could not go well. */
export function notAsked(operation: string, said: string, todo: string): RemoteFailure {
  return new RemoteFailure({ kind: 'refused', operation, said, todo });
}

function doubtOf({ isRepeatable }: Failed): FailureKind {
  return isRepeatable ? 'unavailable' : 'in-doubt';
}

const MOST_SAID = 400;

/** One line, no control characters, no secrets, not endless. */
function clean(text: string, secrets: readonly string[]): string {
  const open = secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, '***'), text);
  const line = open.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > MOST_SAID ? `${line.slice(0, MOST_SAID)}…` : line;
}
