// Refusals of the token endpoints, in Entra's words and its own shape.

import type { Answer, Call } from '../../kernel/call.ts';

export interface EntraRefusal {
  readonly status: 400 | 401;
  /** OAuth 2.0: `invalid_client`. */
  readonly error: string;
  /** 7000215 for AADSTS7000215. */
  readonly code: number;
  readonly said: string;
}

export function entraError(call: Call, refusal: EntraRefusal): Answer {
  const at = new Date().toISOString().replace('T', ' ').replace(/\..*/, 'Z');
  return {
    status: refusal.status,
    body: {
      error: refusal.error,
      error_description: `AADSTS${refusal.code}: ${refusal.said} Trace ID: ${call.id} Correlation ID: ${call.id} Timestamp: ${at}`,
      error_codes: [refusal.code],
      timestamp: at,
      trace_id: call.id,
      correlation_id: call.headers['client-request-id'] ?? call.id,
    },
  };
}
