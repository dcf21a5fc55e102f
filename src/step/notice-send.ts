// notice.send: one approved letter to one partner. It is made findable first (a draft, fixed ids), then sent, once.

import type { Correspondent } from '../model/letter.ts';
import type { NoticeSend } from '../model/step.ts';
import type { StepKind, Tools } from './kind.ts';

function mailOf(tools: Tools): NonNullable<Tools['mail']> {
  if (tools.mail === undefined) throw new Error('notice.send was planned where nothing can be sent');
  return tools.mail;
}

function nameOf({ name, address }: Correspondent): string {
  return name === undefined ? address : `${name} <${address}>`;
}

export const noticeSend: StepKind<NoticeSend> = {
  calls: 1,
  patience: 'mailbox',
  lane: () => 'send',
  say: (step) => `send "${step.subject}" to ${nameOf(step.to)} from ${step.from.address}`,

  before(step, tools) {
    const mail = mailOf(tools);
    return mail.mailer.prepare(mail.letterFor(step));
  },

  async look(step, tools) {
    const mail = mailOf(tools);
    const sight = await mail.mailer.find(mail.letterFor(step), tools.evidenceOf(step.id) ?? {});
    switch (sight.standing) {
      case 'sent':
        return { standing: 'as-planned', evidence: sight.receipt };
      case 'not-sent':
        return sight.believedAfterMs === undefined
          ? { standing: 'absent' }
          : { standing: 'absent', believedAfterMs: sight.believedAfterMs };
      case 'cannot-tell':
        return { standing: 'cannot-tell', said: sight.said };
      case 'no-way':
        // No later look will tell more, so the administrator is asked at once.
        return { standing: 'different', said: sight.said };
    }
  },

  make(step, tools, kept) {
    const mail = mailOf(tools);
    return mail.mailer.send(mail.letterFor(step), kept);
  },
};
