// Every way of sending keeps the same promises: a letter is sent once, whatever becomes of the answers.

import { describe, expect, it } from '@jest/globals';
import { letterTo } from './letters.ts';
import { gmailStage, graphStage, HTTP_TROUBLES, SMTP_TROUBLES, smtpStage } from './mail-stage.ts';
import type { MailStage, Troubles } from './mail-stage.ts';
import { failureOf } from './microsoft-365/tenant.ts';

const keyOf = ({ to, noticeId }: ReturnType<typeof letterTo>) => `${to.address} ${noticeId}`;

const WAYS: readonly [way: string, open: () => Promise<MailStage>, troubles: Troubles][] = [
  ['graph', graphStage, HTTP_TROUBLES],
  ['gmail', gmailStage, HTTP_TROUBLES],
  ['smtp with an archive', () => smtpStage({ hasArchive: true }), SMTP_TROUBLES],
];

describe.each(WAYS)('%s', (_way, open, troubles) => {
  it('sends a letter once, with a receipt, and finds it afterwards', async () => {
    const { mailer, another, taken } = await open();
    const letter = letterTo('suzuki');
    const prepared = await mailer.prepare(letter);
    expect(taken()).toEqual([]);
    expect(await mailer.find(letter, prepared)).toMatchObject({ standing: 'not-sent' });
    const receipt = await mailer.send(letter, prepared);
    expect(receipt).toMatchObject({ messageId: expect.stringMatching(/^<.+@.+>$/) });
    expect(taken()).toEqual([keyOf(letter)]);
    expect(await another().find(letter, prepared)).toMatchObject({
      standing: 'sent',
      receipt: { messageId: receipt['messageId'] },
    });
  });

  it('finds a letter that was sent also where nothing was kept of it, and does not send it again', async () => {
    const { mailer, another, taken } = await open();
    const [letter, other] = [letterTo('suzuki'), letterTo('suzuki', { noticeId: 'f'.repeat(24) })];
    expect(await mailer.find(letter, {})).toMatchObject({ standing: 'not-sent' });
    await mailer.send(letter, await mailer.prepare(letter));
    expect(await another().find(letter, {})).toMatchObject({ standing: 'sent' });
    expect(await another().find(other, {})).toMatchObject({ standing: 'not-sent' });
    const again = another();
    const prepared = await again.prepare(letter);
    expect(await again.find(letter, prepared)).toMatchObject({ standing: 'sent' });
    await again.send(letter, prepared);
    expect(taken()).toEqual([keyOf(letter)]);
  });

  it('is told to slow down before anything is sent, and sends it afterwards', async () => {
    const { mailer, faults, taken } = await open();
    const letter = letterTo('suzuki');
    const prepared = await mailer.prepare(letter);
    await faults([{ at: 'send', ...troubles.throttled }]);
    const { facts } = await failureOf(mailer.send(letter, prepared));
    expect(facts).toMatchObject({ kind: 'throttled' });
    expect(facts.retryAfterMs).toBeGreaterThan(0);
    expect(taken()).toEqual([]);
    await mailer.send(letter, prepared);
    expect(taken()).toEqual([keyOf(letter)]);
  });

  it('never sends the draft of an older version of the letter', async () => {
    const { mailer, taken } = await open();
    const older = letterTo('suzuki');
    const newer = { ...older, text: `${older.text}\n追伸\n` };
    const prepared = await mailer.prepare(older);
    const receipt = await mailer.send(newer, prepared);
    expect(receipt['letter']).not.toBe(prepared['letter']);
    expect(taken()).toEqual([keyOf(newer)]);
  });

  it.each(troubles.lostAfter)('finds out after %s that it was sent', async (kind) => {
    const { mailer, faults, taken } = await open();
    const letter = letterTo('suzuki');
    const prepared = await mailer.prepare(letter);
    await faults([{ at: 'send', kind }]);
    expect((await failureOf(mailer.send(letter, prepared))).facts.kind).toBe('in-doubt');
    expect(await mailer.find(letter, prepared)).toMatchObject({ standing: 'sent' });
    expect(taken()).toEqual([keyOf(letter)]);
  });

  it.each(troubles.lostBefore)('finds out after %s that it was not sent', async (kind) => {
    const { mailer, faults, taken } = await open();
    const letter = letterTo('suzuki');
    const prepared = await mailer.prepare(letter);
    await faults([{ at: 'send', kind }]);
    expect((await failureOf(mailer.send(letter, prepared))).facts.kind).toBe('in-doubt');
    expect(await mailer.find(letter, prepared)).toMatchObject({ standing: 'not-sent' });
    await mailer.send(letter, prepared);
    expect(taken()).toEqual([keyOf(letter)]);
  });
});

describe.each(WAYS.slice(0, 2))('drafts of %s', (_way, open) => {
  it.each(['503-after', 'reset-after'])(
    'that are left behind by %s are taken over, also by another program',
    async (kind) => {
      const { mailer, another, faults, taken, drafts } = await open();
      const letter = letterTo('suzuki');
      await faults([{ at: 'prepare', kind }]);
      await failureOf(mailer.prepare(letter));
      const prepared = await another().prepare(letter);
      expect(drafts()).toHaveLength(1);
      expect(await mailer.prepare(letter)).toEqual(prepared);
      await mailer.send(letter, prepared);
      expect(taken()).toEqual([keyOf(letter)]);
    },
  );
});

describe('smtp without an archive', () => {
  it.each([...SMTP_TROUBLES.lostAfter, ...SMTP_TROUBLES.lostBefore])(
    'cannot find out after %s, and says so',
    async (kind) => {
      const { mailer, faults, taken } = await smtpStage({ hasArchive: false });
      const letter = letterTo('suzuki');
      const prepared = await mailer.prepare(letter);
      await faults([{ at: 'send', kind }]);
      expect((await failureOf(mailer.send(letter, prepared))).facts.kind).toBe('in-doubt');
      expect(await mailer.find(letter, prepared)).toMatchObject({ standing: 'no-way' });
      expect(taken().length).toBe(kind === 'reset-after' ? 1 : 0);
    },
  );
});
