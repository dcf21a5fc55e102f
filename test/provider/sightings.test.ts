// What only one provider does: a message that lies in transport, a sender that is replaced, a draft that somebody deletes.

import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { letterMark } from '../../src/notice/compose-message.ts';
import { letterTo, SENDER } from './letters.ts';
import { gmailStage, graphStage } from './mail-stage.ts';
import { failureOf } from './microsoft-365/tenant.ts';

const OTHER = 'kanri@new.example';

describe('a message in the transport of Exchange', () => {
  it('lies in Drafts for a while, which proves nothing; then it is found as sent', async () => {
    // Three seconds and more at least, of which the sandbox makes some hundred milliseconds.
    const { mailer, faults, taken } = await graphStage({}, { profile: 'fast', timeScale: 10 });
    const letter = letterTo('suzuki');
    const prepared = await mailer.prepare(letter);
    await faults([{ at: 'send', kind: '504-after' }]);
    expect((await failureOf(mailer.send(letter, prepared))).facts.kind).toBe('in-doubt');
    expect(await mailer.find(letter, prepared)).toMatchObject({ standing: 'cannot-tell' });
    let sight = await mailer.find(letter, prepared);
    for (let looks = 0; sight.standing === 'cannot-tell' && looks < 200; looks += 1) {
      await sleep(50);
      sight = await mailer.find(letter, prepared);
    }
    expect(sight.standing).toBe('sent');
    expect(taken()).toHaveLength(1);
  });
});

describe('a message that Exchange has taken, and of which somebody has deleted every copy', () => {
  async function lost(seed: object) {
    const stage = await graphStage(seed);
    const letter = letterTo('suzuki');
    const prepared = await stage.mailer.prepare(letter);
    await stage.faults([{ at: 'send', kind: '504-after' }]);
    expect((await failureOf(stage.mailer.send(letter, prepared))).facts.kind).toBe('in-doubt');
    stage.deleteDrafts();
    return { ...stage, letter, prepared };
  }

  it('is found in the message trace, as that of this partner alone', async () => {
    const { mailer, letter, prepared, taken } = await lost({});
    expect(await mailer.find(letter, prepared)).toMatchObject({
      standing: 'sent',
      receipt: { messageId: prepared['internetMessageId'], traceStatus: 'delivered' },
    });
    const other = { ...letter, to: { address: 'tanaka@partner.example' } };
    expect(await mailer.find(other, prepared)).toMatchObject({ standing: 'cannot-tell' });
    expect(taken()).toHaveLength(1);
  });

  it('stays in doubt where the trace may not be asked, and the words say what would help', async () => {
    const { mailer, letter, prepared } = await lost({ tenant: { withoutRoles: ['ExchangeMessageTrace.Read.All'] } });
    const sight = await mailer.find(letter, prepared);
    expect(sight).toMatchObject({ standing: 'cannot-tell' });
    expect(JSON.stringify(sight)).toContain('ExchangeMessageTrace.Read.All');
  });
});

describe('a sender', () => {
  const ask = { mailbox: SENDER, from: SENDER };

  it('of Microsoft 365 is asked for before the first message', async () => {
    const { mailer } = await graphStage();
    expect(await mailer.senderFault(ask)).toBeUndefined();
    expect(await mailer.senderFault({ ...ask, from: OTHER })).toContain('is no address of the mailbox');
    expect(await mailer.senderFault({ mailbox: OTHER, from: OTHER })).toContain('no account');
  });

  it('of Microsoft 365 that may not send stops its mailbox, and nothing is sent', async () => {
    const users = [
      { userPrincipalName: SENDER, displayName: '佐藤', licences: ['SPE_E3'], proxyAddresses: [`smtp:${OTHER}`] },
    ];
    const { mailer, taken } = await graphStage({ users });
    const letter = letterTo('suzuki', { from: { address: OTHER } });
    const { facts } = await failureOf(mailer.send(letter, await mailer.prepare(letter)));
    expect(facts).toMatchObject({ kind: 'refused', code: 'ErrorSendAsDenied', stops: 'mailbox' });
    expect(taken()).toEqual([]);
  });

  it('of Gmail is asked for before the first message', async () => {
    const { mailer } = await gmailStage();
    expect(await mailer.senderFault(ask)).toBeUndefined();
    expect(await mailer.senderFault({ ...ask, from: OTHER })).toContain('may not send as');
    expect(await mailer.senderFault({ mailbox: OTHER, from: OTHER })).toContain('no account');
  });

  it('of Gmail that was replaced without a word is seen at the draft, and nothing is sent', async () => {
    const { mailer, another, taken } = await gmailStage();
    const letter = letterTo('suzuki', { from: { address: OTHER } });
    for (const program of [mailer, another()]) {
      const { facts } = await failureOf(program.prepare(letter));
      expect(facts).toMatchObject({ kind: 'refused', stops: 'mailbox' });
      expect(facts.said).toContain(SENDER);
    }
    expect(taken()).toEqual([]);
  });
});

describe.each([
  ['graph', graphStage],
  ['gmail', gmailStage],
] as const)('a draft of %s', (_way, open) => {
  it('that somebody has deleted is not made anew blindly: it may have been sent', async () => {
    const { mailer, taken, deleteDrafts } = await open();
    const letter = letterTo('suzuki');
    const prepared = await mailer.prepare(letter);
    deleteDrafts();
    expect(await mailer.find(letter, prepared)).toMatchObject({ standing: 'cannot-tell' });
    expect((await failureOf(mailer.send(letter, prepared))).facts.kind).toBe('in-doubt');
    expect(taken()).toEqual([]);
  });

  it('is found by a program that knows nothing, and only if it holds this very letter is it sent as it is', async () => {
    const { mailer, another, taken, drafts } = await open();
    const older = letterTo('suzuki');
    await mailer.prepare(older);
    const newer = { ...older, html: older.html.replace('様', '様、') };
    const program = another();
    const prepared = await program.prepare(newer);
    expect(prepared['letter']).toBe(letterMark(newer));
    expect(await program.send(newer, prepared)).toMatchObject({ letter: letterMark(newer) });
    expect(taken()).toHaveLength(1);
    expect(drafts().length).toBeLessThanOrEqual(2);
  });
});
