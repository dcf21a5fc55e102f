// Steps that change a mailbox: what was there before is kept, and a second time changes nothing.

import { describe, expect, it } from '@jest/globals';
import type { AutomaticReply } from '../../src/model/account.ts';
import type { ForwardSet, MailboxWait, ReplySet, SenderMove } from '../../src/model/step.ts';
import { forwardSet } from '../../src/step/forward-set.ts';
import { mailboxWait } from '../../src/step/mailbox-wait.ts';
import { replySet } from '../../src/step/reply-set.ts';
import { senderMove } from '../../src/step/sender-move.ts';
import { NO_REPLY } from '../crash/simulation/tenant.ts';
import { BASE, CREATE, StepScene } from './scene.ts';

const ADDRESS = 'sato@old.example';
const MOVED: AutomaticReply = {
  isOn: true,
  internalHtml: 'moved',
  externalHtml: '<p>We have moved</p>',
  audience: 'all',
};
const HOLIDAY: AutomaticReply = {
  isOn: true,
  internalHtml: 'away',
  externalHtml: '<p>On holiday</p>',
  audience: 'all',
};

function replyStep(id: string, more: Partial<ReplySet> = {}): ReplySet {
  return {
    ...BASE,
    kind: 'reply.set',
    id: `reply.set/${ADDRESS}`,
    account: { id, address: ADDRESS },
    reply: MOVED,
    ...more,
  };
}

/** Keeps what was there and makes the step, as the protocol does. */
async function keepAndMake(step: ReplySet, { tools }: StepScene): Promise<void> {
  await replySet.make(step, tools, (await replySet.before?.(step, tools)) ?? {});
}

describe('reply.set', () => {
  it('sets our text where there was none, and sees it, also when the provider has rewritten its markup', async () => {
    const scene = new StepScene('google-workspace');
    const { id } = scene.tenant.place({ address: ADDRESS });
    expect(await replySet.look(replyStep(id), scene.tools)).toMatchObject({ standing: 'absent' });
    await keepAndMake(replyStep(id), scene);
    expect(scene.tenant.holding(id)?.reply).toEqual(MOVED);
    scene.tenant.change(id, { kind: 'rewrite', key: id }, (holding) => ({
      ...holding,
      reply: { ...MOVED, externalHtml: '<html><body><div>We&nbsp;have <b>moved</b>\n</div></body></html>' },
    }));
    expect(await replySet.look(replyStep(id), scene.tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('keeps the reply of the owner: in the log, and under ours', async () => {
    const scene = new StepScene('google-workspace');
    const { id } = scene.tenant.place({ address: ADDRESS }, { reply: HOLIDAY });
    expect(await replySet.before?.(replyStep(id), scene.tools)).toEqual({ previous: HOLIDAY });
    await keepAndMake(replyStep(id), scene);
    expect(scene.tenant.holding(id)?.reply.externalHtml).toBe('<p>We have moved</p><hr><p>On holiday</p>');
    expect(await replySet.look(replyStep(id), scene.tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('does not say it twice when it is made again with what was kept the first time', async () => {
    const scene = new StepScene('google-workspace');
    const { id } = scene.tenant.place({ address: ADDRESS }, { reply: HOLIDAY });
    const kept = (await replySet.before?.(replyStep(id), scene.tools)) ?? {};
    await replySet.make(replyStep(id), scene.tools, kept);
    const once = scene.tenant.holding(id)?.reply;
    await replySet.make(replyStep(id), scene.tools, kept);
    expect(scene.tenant.holding(id)?.reply).toEqual(once);
  });

  it.each([
    ['whose time is over', { endsAt: 900 }],
    ['whose time has not come', { startsAt: 1100 }],
    ['that only colleagues get', { audience: 'none' }],
    ['that only contacts get', { audience: 'contacts' }],
  ] as const)('tells nobody outside a reply of the owner %s', async (_, more) => {
    const scene = new StepScene('microsoft-365');
    scene.now = 1000;
    const previous: AutomaticReply = { ...HOLIDAY, ...more };
    const { id } = scene.tenant.place({ address: ADDRESS }, { reply: previous });
    await keepAndMake(replyStep(id), scene);
    expect(scene.tenant.holding(id)?.reply.externalHtml).toBe(MOVED.externalHtml);
  });

  it('does not revive an old reply that was switched off', async () => {
    const scene = new StepScene('google-workspace');
    const { id } = scene.tenant.place({ address: ADDRESS }, { reply: { ...HOLIDAY, isOn: false } });
    await keepAndMake(replyStep(id), scene);
    expect(scene.tenant.holding(id)?.reply.externalHtml).not.toContain('holiday');
  });

  it('waits where the mailbox is not ready', async () => {
    const scene = new StepScene('google-workspace', { readyMs: 1000 });
    const { id } = scene.tenant.bear(
      { ...scene.tenant.place({ address: 'x@old.example' }), address: ADDRESS, signInName: ADDRESS },
      'create',
    );
    await expect(replySet.make(replyStep(id), scene.tools, {})).rejects.toMatchObject({ facts: { kind: 'not-yet' } });
  });
});

describe('reply.set in the place of an earlier one of ours', () => {
  const CLOSED: AutomaticReply = { ...MOVED, internalHtml: 'closed', externalHtml: '<p>We have moved and closed</p>' };
  const under = (ours: AutomaticReply): AutomaticReply => ({
    ...ours,
    internalHtml: `${ours.internalHtml}<hr>away`,
    externalHtml: `${ours.externalHtml}<hr><p>On holiday</p>`,
  });

  it('replaces it, above what the owner had at first, and keeps that: there and back again', async () => {
    const { tenant, tools } = new StepScene('microsoft-365');
    const { id } = tenant.place({ address: ADDRESS }, { reply: under(MOVED) });
    for (const [from, to] of [
      [MOVED, CLOSED],
      [CLOSED, MOVED],
    ] as const) {
      const step = replyStep(id, { reply: to, replaces: { before: HOLIDAY, ours: [from] } });
      // Also where the words of one are the beginning of those of the other.
      expect(await replySet.look(step, tools)).toMatchObject({ standing: 'absent' });
      const kept = (await replySet.before?.(step, tools)) ?? {};
      expect(kept).toEqual({ previous: HOLIDAY });
      await replySet.make(step, tools, kept);
      expect(tenant.holding(id)?.reply).toEqual(under(to));
      expect(await replySet.look(step, tools)).toMatchObject({ standing: 'as-planned' });
    }
  });

  it('is not taken for done where only the day on which it ends is another one', async () => {
    const { tenant, tools } = new StepScene('microsoft-365');
    const { id } = tenant.place({ address: ADDRESS }, { reply: { ...MOVED, endsAt: 1 } });
    const step = replyStep(id, { reply: { ...MOVED, endsAt: 2 }, replaces: { ours: [{ ...MOVED, endsAt: 1 }] } });
    expect(await replySet.look(step, tools)).toMatchObject({ standing: 'absent' });
    await replySet.make(step, tools, {});
    expect(tenant.holding(id)?.reply).toEqual(step.reply);
  });

  it('replaces the one before it, too, where nobody knows whether the newest has arrived', async () => {
    const { tenant, tools } = new StepScene('google-workspace');
    const { id } = tenant.place({ address: ADDRESS }, { reply: MOVED });
    const step = replyStep(id, { reply: { ...CLOSED, externalHtml: 'new' }, replaces: { ours: [CLOSED, MOVED] } });
    expect(await replySet.look(step, tools)).toMatchObject({ standing: 'absent' });
  });

  it('never replaces what the owner has set since, nor one that was switched off', async () => {
    for (const present of [HOLIDAY, { ...MOVED, isOn: false }, { ...MOVED, externalHtml: 'We have moved. Ask Ito' }]) {
      const { tenant, tools } = new StepScene('google-workspace');
      const { id } = tenant.place({ address: ADDRESS }, { reply: present });
      const step = replyStep(id, { reply: CLOSED, replaces: { before: HOLIDAY, ours: [MOVED] } });
      expect(await replySet.look(step, tools)).toMatchObject({ standing: 'different' });
      await expect(replySet.make(step, tools, {})).rejects.toMatchObject({ facts: { kind: 'refused' } });
      expect(tenant.holding(id)?.reply).toEqual(present);
    }
  });

  it('says what is new in it', () => {
    const to = { ...MOVED, externalHtml: '<p>We have moved to <b>new</b>.example</p>' };
    expect(replySet.say(replyStep('1', { reply: to, replaces: { ours: [MOVED] } }))).toBe(
      `set the automatic reply of ${ADDRESS}: "…ve moved" becomes "…ve moved to new .example"`,
    );
    expect(replySet.say(replyStep('1', { replaces: { ours: [MOVED] } }))).toContain('the same words in another form');
  });
});

describe('reply.set on the way back', () => {
  const back = (id: string, reply: AutomaticReply): ReplySet =>
    replyStep(id, { id: `reply.set/${ADDRESS}/before`, undoes: `reply.set/${ADDRESS}`, reply });

  it('puts exactly the old reply back', async () => {
    const scene = new StepScene('google-workspace');
    const { id } = scene.tenant.place({ address: ADDRESS }, { reply: HOLIDAY });
    await keepAndMake(replyStep(id), scene);
    await keepAndMake(back(id, HOLIDAY), scene);
    expect(scene.tenant.holding(id)?.reply).toEqual(HOLIDAY);
    expect(await replySet.look(back(id, HOLIDAY), scene.tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('is not done while our text still stands above the old one', async () => {
    const scene = new StepScene('google-workspace');
    const { id } = scene.tenant.place({ address: ADDRESS }, { reply: HOLIDAY });
    await keepAndMake(replyStep(id), scene);
    expect(await replySet.look(back(id, HOLIDAY), scene.tools)).toMatchObject({ standing: 'absent' });
  });

  it('switches ours off where there was none', async () => {
    const scene = new StepScene('google-workspace');
    const { id } = scene.tenant.place({ address: ADDRESS });
    await keepAndMake(replyStep(id), scene);
    expect(await replySet.look(back(id, NO_REPLY), scene.tools)).toMatchObject({ standing: 'absent' });
    await keepAndMake(back(id, NO_REPLY), scene);
    expect(scene.tenant.holding(id)?.reply.isOn).toBe(false);
    expect(await replySet.look(back(id, NO_REPLY), scene.tools)).toMatchObject({ standing: 'as-planned' });
  });
});

describe('the way back over what the owner has set since', () => {
  const OWN = { ...HOLIDAY, internalHtml: '<p>own</p>', externalHtml: '<p>own</p>' };
  const HOME = { isOn: true, to: 'home@old.example', keepsCopy: true };
  const left = { leftToOwner: true };

  it('leaves a reply of the owner alone, one that is switched off, and one that was added to', async () => {
    const added = { ...MOVED, externalHtml: `${MOVED.externalHtml}<p>Ask Ito</p>` };
    for (const present of [OWN, added, { ...MOVED, isOn: false }]) {
      const { tenant, tools } = new StepScene('google-workspace');
      const { id } = tenant.place({ address: ADDRESS }, { reply: present });
      const back = replyStep(id, { undoes: `reply.set/${ADDRESS}`, reply: HOLIDAY, replaces: { ours: [MOVED] } });
      expect(await replySet.look(back, tools)).toEqual({ standing: 'as-planned', evidence: left });
      expect(await replySet.make(back, tools, {})).toEqual(left);
      expect(tenant.holding(id)?.reply).toEqual(present);
    }
  });

  it('takes ours back, alone or above what was there before, in whatever markup', async () => {
    const both = { ...MOVED, internalHtml: 'moved<br>away', externalHtml: '<i>We have moved</i><hr>On&#x20;holiday' };
    for (const present of [MOVED, both, { ...MOVED, internalHtml: MOVED.externalHtml }]) {
      const { tenant, tools } = new StepScene('google-workspace');
      const { id } = tenant.place({ address: ADDRESS }, { reply: present });
      const back = replyStep(id, { undoes: `reply.set/${ADDRESS}`, reply: HOLIDAY, replaces: { ours: [MOVED] } });
      expect(await replySet.look(back, tools)).toMatchObject({ standing: 'absent' });
      expect(await replySet.make(back, tools, {})).toEqual({});
      expect(tenant.holding(id)?.reply).toEqual(HOLIDAY);
    }
  });

  it('leaves a forwarding alone that is another one, or off, and takes ours back', async () => {
    const ours = { isOn: true, to: 'sato@new.example', keepsCopy: true };
    const before = { isOn: true, to: 'work@old.example', keepsCopy: false };
    for (const present of [HOME, { ...ours, isOn: false }, ours]) {
      const { tenant, tools } = new StepScene('google-workspace');
      const { id } = tenant.place({ address: ADDRESS }, { forwarding: present });
      const back: ForwardSet = {
        ...{ ...BASE, kind: 'forward.set', id: `forward.set/${ADDRESS}/before`, account: { id, address: ADDRESS } },
        ...{ undoes: `forward.set/${ADDRESS}`, forwarding: before, replaces: ours },
      };
      const isLeft = present !== ours;
      expect(await forwardSet.look(back, tools)).toMatchObject({ standing: isLeft ? 'as-planned' : 'absent' });
      expect(await forwardSet.make(back, tools, {})).toEqual(isLeft ? left : {});
      expect(tenant.holding(id)?.forwarding).toEqual(isLeft ? present : before);
    }
  });

  it('leaves a default sender alone that is a third one, and what the old sender is called and signs with', async () => {
    const sender = { address: ADDRESS, displayName: 'Hana', signatureHtml: '<i>own</i>', isAccepted: true };
    const moved = { ...sender, address: 'sato@new.example', displayName: 'Sato', signatureHtml: 'company' };
    const third = { ...sender, address: 'club@old.example' };
    for (const chosen of [third, moved]) {
      const { tenant, tools } = new StepScene('google-workspace');
      const senders = [sender, moved, third].map((one) => ({ ...one, isDefault: one === chosen }));
      const { id } = tenant.place({ address: 'sato@new.example' }, { senders });
      const back: SenderMove = {
        ...{ ...BASE, kind: 'sender.move', id: 'sender.move/back', undoes: 'sender.move/sato@new.example' },
        ...{ account: { id, address: 'sato@new.example' }, from: moved.address, to: ADDRESS, displayName: 'Sato' },
      };
      const kept = (await senderMove.before?.(back, tools)) ?? {};
      expect(await senderMove.make(back, tools, kept)).toEqual(chosen === third ? left : {});
      const expected = chosen === third ? third : sender;
      const wanted = [sender, moved, third].map((one) => ({ ...one, isDefault: one === expected }));
      expect(new Set(tenant.holding(id)?.senders)).toEqual(new Set(wanted));
    }
  });
});

describe('forward.set', () => {
  const step = (id: string, forwarding: ForwardSet['forwarding']): ForwardSet => ({
    ...BASE,
    kind: 'forward.set',
    id: `forward.set/${ADDRESS}`,
    account: { id, address: ADDRESS },
    forwarding,
  });
  const ON = { isOn: true, to: 'sato@new.example', keepsCopy: true };

  it('keeps where mail went before, forwards, and sees it', async () => {
    const { tenant, tools } = new StepScene('google-workspace');
    const before = { isOn: true, to: 'home@old.example', keepsCopy: false };
    const { id } = tenant.place({ address: ADDRESS }, { forwarding: before });
    expect(await forwardSet.before?.(step(id, ON), tools)).toEqual({ previous: before });
    expect(await forwardSet.look(step(id, ON), tools)).toMatchObject({ standing: 'absent' });
    await forwardSet.make(step(id, ON), tools, {});
    expect(tenant.holding(id)?.forwarding).toEqual(ON);
    expect(await forwardSet.look(step(id, ON), tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('is not as planned where the mailbox keeps no copy', async () => {
    const { tenant, tools } = new StepScene('google-workspace');
    const { id } = tenant.place({ address: ADDRESS }, { forwarding: { ...ON, keepsCopy: false } });
    expect(await forwardSet.look(step(id, ON), tools)).toMatchObject({ standing: 'absent' });
  });

  it('stops forwarding', async () => {
    const { tenant, tools } = new StepScene('google-workspace');
    const { id } = tenant.place({ address: ADDRESS }, { forwarding: ON });
    const off = step(id, { isOn: false, keepsCopy: true });
    expect(await forwardSet.look(off, tools)).toMatchObject({ standing: 'absent' });
    await forwardSet.make(off, tools, {});
    expect(await forwardSet.look(off, tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('is our bug where the provider cannot forward by API', async () => {
    const { tenant, tools } = new StepScene('microsoft-365');
    const { id } = tenant.place({ address: ADDRESS });
    await expect(forwardSet.make(step(id, ON), tools, {})).rejects.toThrow('cannot forward by API');
  });
});

describe('sender.move', () => {
  const step = (id: string, needs: readonly string[] = []): SenderMove => ({
    ...BASE,
    needs,
    kind: 'sender.move',
    id: 'sender.move/sato@new.example',
    account: { id, address: 'sato@new.example' },
    from: ADDRESS,
    to: 'sato@new.example',
    displayName: 'Sato Hanako',
  });
  const sender = {
    address: ADDRESS,
    displayName: 'Sato',
    signatureHtml: '<b>Sato</b>',
    isDefault: true,
    isAccepted: true,
  };

  it('carries the signature over and makes the new address the default', async () => {
    const { tenant, tools } = new StepScene('google-workspace');
    const { id } = tenant.place({ address: ADDRESS }, { senders: [sender] });
    expect(await senderMove.look(step(id), tools)).toMatchObject({ standing: 'absent' });
    const kept = (await senderMove.before?.(step(id), tools)) ?? {};
    await senderMove.make(step(id), tools, kept);
    expect(tenant.holding(id)?.senders).toEqual([
      { ...sender, isDefault: false },
      { ...sender, address: 'sato@new.example', displayName: 'Sato Hanako' },
    ]);
    expect(await senderMove.look(step(id), tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('has the signature from before the rename, though the provider shows it no more', async () => {
    const { tenant, tools, evidence } = new StepScene('google-workspace');
    evidence.set('user.rename/x', { senders: [sender] });
    const { id } = tenant.place({ address: 'sato@new.example' });
    const kept = (await senderMove.before?.(step(id, ['user.rename/x']), tools)) ?? {};
    expect(kept).toMatchObject({ signatureHtml: '<b>Sato</b>' });
    // The new address is the default one by now, without a signature: that is not as planned.
    expect(await senderMove.look(step(id, ['user.rename/x']), tools)).toMatchObject({ standing: 'absent' });
    await senderMove.make(step(id, ['user.rename/x']), tools, kept);
    expect(await senderMove.look(step(id, ['user.rename/x']), tools)).toMatchObject({ standing: 'as-planned' });
  });
});

describe('mailbox.wait', () => {
  it('changes nothing, waits while the mailbox does not answer, and is done when it does', async () => {
    const scene = new StepScene('microsoft-365', { readyMs: 60_000 });
    const { id } = scene.tenant.bear(
      {
        address: CREATE.address,
        signInName: CREATE.address,
        aliases: [],
        displayName: 'x',
        isSuspended: false,
        isSynced: false,
        isAdministrator: false,
        licences: [],
      },
      'create',
    );
    const step: MailboxWait = {
      ...BASE,
      kind: 'mailbox.wait',
      id: 'mailbox.wait/x',
      account: { id, address: CREATE.address },
    };
    const effects = scene.tenant.ledger.length;
    expect(await mailboxWait.look(step, scene.tools)).toMatchObject({ standing: 'absent' });
    await expect(mailboxWait.make(step, scene.tools, {})).rejects.toMatchObject({ facts: { kind: 'not-yet' } });
    scene.now = 60_000;
    expect(await mailboxWait.make(step, scene.tools, {})).toEqual({});
    expect(await mailboxWait.look(step, scene.tools)).toMatchObject({ standing: 'as-planned' });
    expect(scene.tenant.ledger).toHaveLength(effects);
  });
});
