// The two stages before the client's first command: the connection itself, and the greeting.

import { DIALOGUE_FAULTS } from '../../kernel/fault.ts';
import type { ListenerPlace } from '../../kernel/listener.ts';
import type { StagedConnection } from './connection.ts';
import { exchangeAt, PROVIDER, refusal, replyOf } from './stage.ts';

const callAt = (method: 'CONNECT' | 'GREETING', { remotePort }: StagedConnection) => ({
  method,
  url: String(remotePort),
  text: '',
});

/** Whatever the fault is: there is only one way to refuse a connection. */
export function isRefusedAtOnce(connection: StagedConnection, { faults, world, note }: ListenerPlace): boolean {
  const call = callAt('CONNECT', connection);
  const fault = faults.pick(call, PROVIDER, DIALOGUE_FAULTS);
  if (fault !== undefined) note(exchangeAt(call, undefined, fault), world.clock.now());
  return fault !== undefined;
}

export function greet(
  connection: StagedConnection,
  { faults, world, note }: ListenerPlace,
  callback: (refused?: Error | null) => void,
): void {
  const call = callAt('GREETING', connection);
  const fault = faults.pick(call, PROVIDER, DIALOGUE_FAULTS);
  if (fault === undefined) {
    callback();
    return;
  }
  const reply = fault.fault.kind === 'reply' ? replyOf(fault) : undefined;
  note(exchangeAt(call, reply, fault), world.clock.now());
  if (reply !== undefined) callback(refusal(reply));
  else if (fault.fault.kind === 'slow') void world.clock.sleep(fault.fault.delayMs ?? 0).then(() => callback());
  else if (fault.fault.kind !== 'hang') connection.cut();
}
