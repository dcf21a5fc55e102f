// The stages of an SMTP dialogue at which a fault can be set, and what is noted of each in calls.ndjson.

import type { Exchange } from '../../kernel/exchange.ts';
import type { DIALOGUE_FAULTS, FaultCall, FaultState } from '../../kernel/fault.ts';

export const PROVIDER = 'smtp';

export type DialogueFault = FaultState<(typeof DIALOGUE_FAULTS)[number]>;

/** One command as faults see it: its stage, its argument, at DOT the message. */
export function stageCall(line: string): FaultCall {
  const space = line.indexOf(' ');
  const verb = (space < 0 ? line : line.slice(0, space)).toUpperCase();
  const argument = space < 0 ? '' : line.slice(space + 1);
  return { method: verb === 'HELO' ? 'EHLO' : verb, url: argument, text: '' };
}

export interface Reply {
  readonly code: number;
  readonly text: string;
}

/** `550 5.7.1 Blocked` in its parts. */
export function replyIn(line: string): Reply {
  const found = /^(\d{3})[ -](.*)$/s.exec(line);
  return found === null
    ? { code: 451, text: '4.3.0 Temporary failure' }
    : { code: Number(found[1]), text: found[2] ?? '' };
}

export const replyOf = ({ fault }: DialogueFault): Reply => replyIn(fault.reply ?? '');

/** As smtp-server wants it. */
export const refusal = ({ code, text }: Reply): Error => Object.assign(new Error(text), { responseCode: code });

/** What an AUTH command carries is a secret. */
export function exchangeAt(call: FaultCall, reply: Reply | undefined, fault: DialogueFault | undefined): Exchange {
  const url = call.method === 'AUTH' ? (call.url.split(' ')[0] ?? '') : call.url;
  return {
    provider: PROVIDER,
    request: { method: call.method, url, headers: {}, body: call.text },
    ...(reply === undefined ? {} : { response: { status: reply.code, headers: {}, body: reply.text } }),
    ...(fault === undefined ? {} : { fault: fault.fault.kind }),
  };
}
