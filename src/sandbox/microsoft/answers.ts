// Graph's answers: entities, collections, and its one shape of an error.

import type { Answer, Call } from '../kernel/call.ts';

/** A refusal on its way out of any depth of the tenant's rules; the route turns it into an answer. */
export class GraphRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly ErrorDetail[];

  constructor(status: number, code: string, more: { readonly message: string; readonly details?: readonly ErrorDetail[] }) {
    super(more.message);
    this.name = 'GraphRefusal';
    this.status = status;
    this.code = code;
    this.details = more.details ?? [];
  }
}

export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target: string;
}

export function graphError(call: Call, refusal: GraphRefusal): Answer {
  const { status, code, message, details } = refusal;
  return {
    status,
    body: {
      error: {
        code,
        message,
        ...(details.length === 0 ? {} : { details }),
        innerError: {
          date: new Date().toISOString().slice(0, 19),
          'request-id': call.id,
          'client-request-id': call.headers['client-request-id'] ?? call.id,
        },
      },
    },
  };
}

export const badRequest = (message: string, details?: readonly ErrorDetail[]): GraphRefusal =>
  new GraphRefusal(400, 'Request_BadRequest', { message, ...(details === undefined ? {} : { details }) });

/** What Graph may have and the sandbox does not: said in so many words, so that nobody looks for the fault in a name or an id. */
export const notThere = (what: string): GraphRefusal =>
  new GraphRefusal(501, 'notImplemented', { message: `The sandbox has no ${what}.` });

export const denied = (): GraphRefusal =>
  new GraphRefusal(403, 'Authorization_RequestDenied', {
    message: 'Insufficient privileges to complete the operation.',
  });

export const notFound = (id: string): GraphRefusal =>
  new GraphRefusal(404, 'Request_ResourceNotFound', {
    message: `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  });

export const itemNotFound = (): GraphRefusal =>
  new GraphRefusal(404, 'ErrorItemNotFound', { message: 'The specified object was not found in the store.' });

/** Another object has this value already. Microsoft documents 400, not 409. */
export function alreadyThere(property: string): GraphRefusal {
  const message = `Another object with the same value for property ${property} already exists.`;
  return badRequest(message, [{ code: 'ObjectConflict', message, target: property }]);
}

/** Where links of an answer begin: where the caller thinks that it is. */
export function originOf(call: Call): string {
  const host = call.headers['x-forwarded-host'] ?? call.headers['host'] ?? '127.0.0.1';
  return `${call.headers['x-forwarded-proto'] ?? 'http'}://${host}`;
}

export const contextOf = (call: Call, what: string): string => `${originOf(call)}${call.path.startsWith('/beta/') ? '/beta' : '/v1.0'}/$metadata#${what}`;

export const noContent: Answer = { status: 204 };

export function entity(call: Call, what: string, body: Readonly<Record<string, unknown>>): Answer {
  return { status: 200, body: { '@odata.context': contextOf(call, `${what}/$entity`), ...body } };
}

export const created = (answer: Answer): Answer => ({ ...answer, status: 201 });
