// A step whose effect is not idempotent: a message that the provider accepts as often as it is sent. Only a look, by key, can tell.

import type { MailboxWait, Step } from '../../../src/model/step.ts';
import type { StepKind } from '../../../src/step/kind.ts';
import { machineKindOf } from '../../../src/step/kinds.ts';
import type { Carry } from './carry.ts';
import type { Tenant } from './tenant.ts';

const PREFIX = 'message.send/';

/** The closed set of steps has no message yet: this one borrows the body of another kind, and its id says what it is. */
export function sendStep(key: string, batch: string): MailboxWait {
  return {
    kind: 'mailbox.wait',
    id: `${PREFIX}${key}`,
    batch,
    person: key,
    needs: [],
    account: { id: '', address: key },
  };
}

export function isSend(step: Step): boolean {
  return step.id.startsWith(PREFIX);
}

export function keyOf(step: Step): string {
  return step.id.slice(PREFIX.length);
}

export function sendKind(tenant: Tenant, carry: Carry): StepKind<Step> {
  return {
    calls: 1,
    patience: 'mailbox',
    lane: () => 'mailbox',
    say: (step) => `send to ${keyOf(step)}`,
    look: (step) =>
      carry({ operation: 'find message', does: 'read' }, (staleMs) => {
        const asOf = tenant.now() - staleMs;
        const isThere = tenant.sent.some(({ key, at }) => key === keyOf(step) && at <= asOf);
        return isThere ? { standing: 'as-planned', evidence: {} } : { standing: 'absent' };
      }),
    make: (step) =>
      carry({ operation: 'send message', does: 'make' }, () => {
        tenant.sent.push({ at: tenant.now(), key: keyOf(step) });
        tenant.accept('message.accept', keyOf(step));
        return {};
      }),
  };
}

/** The real table of kinds, and the message beside it. */
export function kindOfWith(send: StepKind<Step>): (step: Step) => StepKind<Step> | undefined {
  return (step) => (isSend(step) ? send : machineKindOf(step));
}
