// Answers in Google's JSON shape. A route refuses by throwing Refused: what it changed before goes back with it.

import type { Answer } from '../kernel/call.ts';

export interface Fault {
  readonly status: number;
  /** `errors[0].reason`: clients tell "slow down" from "never" by it. */
  readonly reason: string;
  readonly message: string;
  readonly domain?: string;
}

/** google.rpc.Code by HTTP status, as far as these APIs use it. */
const CODES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  412: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const NO_CONTENT: Answer = { status: 204 };

export function faultAnswer({ status, reason, message, domain = 'global' }: Fault): Answer {
  const code = reason === 'failedPrecondition' ? 'FAILED_PRECONDITION' : CODES[status];
  return {
    status,
    body: {
      error: {
        code: status,
        message,
        errors: [{ message, domain, reason }],
        ...(code === undefined ? {} : { status: code }),
      },
    },
  };
}

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly answer: Answer;

  constructor(fault: Fault) {
    super(fault.message);
    this.answer = faultAnswer(fault);
  }
}

export const invalid = (message: string) => new Refused({ status: 400, reason: 'invalid', message });
export const invalidArgument = (message: string) => new Refused({ status: 400, reason: 'invalidArgument', message });
export const failedPrecondition = (message: string) =>
  new Refused({ status: 400, reason: 'failedPrecondition', message });
export const notFound = (what: string) =>
  new Refused({ status: 404, reason: 'notFound', message: `Resource Not Found: ${what}` });
export const entityNotFound = () =>
  new Refused({ status: 404, reason: 'notFound', message: 'Requested entity was not found.' });
export const duplicate = () => new Refused({ status: 409, reason: 'duplicate', message: 'Entity already exists.' });
export const conditionNotMet = (message: string) =>
  new Refused({ status: 412, reason: 'conditionNotMet', message });
/** What the real thing may have and this one does not: said in so many words, so that nobody looks for the fault in a name or an id. */
export const notThere = (what: string) =>
  new Refused({ status: 501, reason: 'notImplemented', message: `The sandbox has no ${what}.` });
export const notAuthorized = () =>
  new Refused({ status: 403, reason: 'forbidden', message: 'Not Authorized to access this resource/api' });
