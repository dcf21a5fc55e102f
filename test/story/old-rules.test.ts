// Rules that thieves left in old mailboxes: shown, removed once somebody has agreed, and put back by an undo. Nothing else is touched.

import { describe, expect, it } from '@jest/globals';
import type { TenantProvider } from '../../src/model/directory.ts';
import type { Exchange } from '../../src/sandbox/kernel/exchange.ts';
import { heldAgainstContract } from '../contract/exchanges.ts';
import { effects, factsOf, FREE, onStage, problemCodes, repeatedEffects, STORY_TIMEOUT_MS } from './on-stage.ts';
import { linesOf, OLD_DOMAIN } from './stage.ts';
import type { Stage } from './stage.ts';
import { tenantPicture } from './tenant-picture.ts';

const THIEF = 'thief@stranger.example';
const OWNER = `p1@${OLD_DOMAIN}`;
/** What each provider calls it when a rule goes and when one comes. */
const EFFECTS = {
  'microsoft-365': { gone: 'rule.delete', made: 'rule.add' },
  'google-workspace': { gone: 'filter.delete', made: 'filter.create' },
} as const;

/** As Exchange names somebody whom it has in its own directory. */
const ENTRY = '/o=exchangelabs/ou=exchange administrative group (fydibohf23spdlt)/cn=recipients/cn=boss';
const COLLEAGUE = { emailAddress: { address: ENTRY, name: 'boss' } };

/** One rule that sends everything to a stranger and hides it, and one of the owner's own. */
function seedOf(provider: TenantProvider): object {
  if (provider === 'google-workspace') {
    return {
      google: {
        confirmedForwarding: [{ mailbox: OWNER, address: THIEF }],
        filters: [
          {
            mailbox: OWNER,
            filter: { criteria: { query: '=cmd' }, action: { forward: THIEF, removeLabelIds: ['INBOX'] } },
          },
          {
            mailbox: OWNER,
            filter: { criteria: { from: 'news@paper.example' }, action: { addLabelIds: ['STARRED'] } },
          },
        ],
      },
    };
  }
  const recipient = { emailAddress: { address: THIEF, name: 'x' } };
  return {
    microsoft: {
      rules: [
        {
          userPrincipalName: OWNER,
          rule: { displayName: '=cmd', sequence: 1, actions: { forwardTo: [recipient], delete: true } },
        },
        { userPrincipalName: OWNER, rule: { displayName: 'news', sequence: 2, actions: { markAsRead: true } } },
        { userPrincipalName: OWNER, rule: { displayName: 'boss', sequence: 3, actions: { redirectTo: [COLLEAGUE] } } },
      ],
    },
  };
}

interface RuleFact {
  readonly ref: string;
  readonly id: string;
  readonly forwardsTo: readonly string[];
  readonly outside: readonly string[];
  readonly entries: readonly string[];
  readonly isApproved: boolean;
}

async function rulesOf(stage: Stage): Promise<readonly RuleFact[]> {
  const facts = factsOf(await stage.must('rules', 'list', '--json'));
  return facts.filter(({ type }) => type === 'rule') as unknown as readonly RuleFact[];
}

/** A template that is edited after it was set is set again, in the place of what it said. */
async function sayOtherwise(stage: Stage): Promise<void> {
  const before = await effects(stage, 'reply.set');
  await stage.edit('templates/automatic-reply.ja.html', (text) => text.replace('<p>', '<p>再度のご案内です。'));
  expect((await stage.must('plan')).said).toContain('~ changed automatic reply');
  expect((await stage.must('apply', '--yes', '--json')).said).toContain('becomes');
  expect(await effects(stage, 'reply.set')).toHaveLength(before.length * 2);
}

describe.each<TenantProvider>(['microsoft-365', 'google-workspace'])('rules in old mailboxes at %s', (provider) => {
  it(
    'are listed, removed where somebody has approved them as they are, and come back with an undo',
    () =>
      onStage({ provider, people: 2, sandbox: [...FREE, '--record'] }, async (stage) => {
        await stage.control('POST', 'seed', seedOf(provider));
        const listed = await rulesOf(stage);
        // Whom the company's own directory knows is not outside.
        const toEntries = listed.filter(({ forwardsTo }) => forwardsTo.includes(ENTRY));
        expect(toEntries.map(({ outside, entries }) => [outside, entries])).toEqual(
          provider === 'microsoft-365' ? [[[], [ENTRY]]] : [],
        );
        const thieves = listed.filter(({ outside }) => outside.includes(THIEF));
        const thief = thieves.find(({ id }) => !id.startsWith('address/'));
        expect(thief).toMatchObject({ isApproved: false, forwardsTo: [THIEF] });
        // A spreadsheet must not run what a thief has called his rule.
        const csv = await stage.read('out/old-mailbox-rules.csv');
        expect(csv).toContain(THIEF);
        expect(csv).not.toMatch(/"=/u);

        // A name holds what the rule does: of one that was changed since it was listed nobody has heard.
        expect(problemCodes(await stage.run('rules', 'approve', '00000000', '--yes'))).toEqual(['rules.unknown']);

        await stage.must('rules', 'approve', thief?.ref ?? '', '--yes');
        expect((await stage.must('plan')).said).toContain('1 rule to remove');
        await stage.must('apply', '--yes');
        expect(await effects(stage, EFFECTS[provider].gone)).toHaveLength(1);
        if (provider === 'microsoft-365') await sayOtherwise(stage);
        expect((await stage.must('plan', '--detailed-exitcode')).said).toContain('Nothing to do');

        await stage.must('undo', '--yes');
        expect((await tenantPicture(stage)).replying).toBe(0);
        expect(await effects(stage, EFFECTS[provider].made)).toHaveLength(1);
        const back = (await rulesOf(stage)).filter(({ outside }) => outside.includes(THIEF));
        expect(back).toHaveLength(thieves.length);
        expect(back.map(({ isApproved }) => isApproved)).not.toContain(true);
        // An approval is good for one removal: what was put back stays until somebody approves it again.
        expect((await stage.must('plan')).said).not.toContain('to remove');
        await stage.must('apply', '--yes');
        expect(await effects(stage, EFFECTS[provider].gone)).toHaveLength(1);
        expect(await repeatedEffects(stage)).toEqual([]);
        const exchanges = linesOf(await stage.read('sandbox/exchanges.ndjson')) as readonly Exchange[];
        expect(heldAgainstContract(provider, exchanges)?.errors ?? []).toEqual([]);
        const again = back.find(({ id }) => !id.startsWith('address/'));
        await stage.must('rules', 'approve', again?.ref ?? '', '--yes');
        await stage.must('rules', 'keep', again?.ref ?? '');
        expect((await stage.must('plan')).said).not.toContain('to remove');
        expect(problemCodes(await stage.run('rules', 'keep', again?.ref ?? ''))).toEqual(['rules.not-approved']);
        if (provider === 'google-workspace') return;
        await stage.must('rules', 'approve', again?.ref ?? '', '--yes');
        expect((await stage.must('plan')).said).toContain('1 rule to remove');
        await stage.must('apply', '--yes');
        expect(await effects(stage, EFFECTS[provider].gone)).toHaveLength(2);
      }),
    STORY_TIMEOUT_MS,
  );
});
