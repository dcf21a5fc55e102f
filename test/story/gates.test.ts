// What stands between approved letters and their partners: the DNS of the domain that sends, and the sender. Tests go to our own people.

import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { effects, factsOf, FREE, onStage, problemCodes, stepStates, STORY_TIMEOUT_MS } from './on-stage.ts';
import { NEW_DOMAIN, OLD_DOMAIN, withoutOldMailboxes } from './stage.ts';
import type { Stage } from './stage.ts';

const PARTNERS = [
  '会社名,氏名,メールアドレス,当社担当者,連絡方法',
  `株式会社みどり工業,鈴木 一郎,suzuki@midori.example,p1@${OLD_DOMAIN},メール`,
].join('\r\n');
const PARTNER = 'suzuki@midori.example';
const STRANGER = `info@${NEW_DOMAIN}`;
const SENDER = `  sender: { name: 総務部, address: ${STRANGER} }\n`;
const SENDING = `
sending:
  notices: [change]
  ramp: [1000]
${SENDER}  window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }
`;
const DMARC = `_dmarc.${NEW_DOMAIN}`;
/** Ours, and no partner's. */
const ME = 'me@kaisha.example';

describe('a domain that is not ready', () => {
  it(
    'sends nothing until its record is published, and nobody sends who may not',
    async () => {
      const edit = (settings: string) => `${withoutOldMailboxes(settings)}${SENDING}`;
      await onStage({ provider: 'microsoft-365', people: 1, sandbox: FREE, edit }, async (stage) => {
        await writeFile(stage.path('data/partners.csv'), PARTNERS);
        await appendFile(stage.path('sandbox/zone.txt'), `${DMARC} TXT -\n`);
        await refused(stage);
        await published(stage);
        await tested(stage);
        await readBack(stage);
        await sent(stage);
      });
    },
    STORY_TIMEOUT_MS,
  );
});

async function refused(stage: Stage): Promise<void> {
  const planned = await stage.must('plan');
  expect(problemCodes(planned)).toContain('dmarc.missing');
  await stage.must('notice', 'approve', '--yes');
  const applied = await stage.run('apply', '--yes');
  expect(applied.code).toBe(4);
  expect(applied.said).toContain(`${NEW_DOMAIN} is not ready to send: ${NEW_DOMAIN} has no DMARC record`);
  expect(problemCodes(applied)).toEqual(['dmarc.missing']);
  expect(await effects(stage, 'user.create')).toHaveLength(1);
  expect(await effects(stage, 'message.accept')).toEqual([]);
}

/** What the command shows is published as it is shown; then the gate is open, and the next one is seen. */
async function published(stage: Stage): Promise<void> {
  const shown = await stage.run('notice', 'gates', '--json');
  expect(shown.code).toBe(2);
  const gates = factsOf(shown).filter(({ type }) => type === 'gate');
  expect(gates.map(({ check, standing }) => `${String(check)} ${String(standing)}`)).toEqual([
    'mx holds',
    'spf holds',
    'dkim holds',
    'dmarc refused',
  ]);
  const [problem] = gates.at(-1)?.['problems'] as readonly { record: { name: string; type: string; value: string } }[];
  const { name = '', type = '', value = '' } = problem?.record ?? {};
  expect([name, type]).toEqual([DMARC, 'TXT']);
  const zone = stage.path('sandbox/zone.txt');
  const text = await readFile(zone, 'utf8');
  await writeFile(zone, text.replace(`${DMARC} TXT -`, `${name} ${type} ${value}`));
  const applied = await stage.run('apply', '--yes');
  expect(applied.code).toBe(4);
  expect(applied.said).toContain(
    `${STRANGER} may not send: there is no account ${STRANGER}. sending.sender in migrate.yaml names ${STRANGER}`,
  );
  expect(await effects(stage, 'message.accept')).toEqual([]);
  expect(Object.values(stepStates(stage))).not.toContain('failed');
}

async function tested(stage: Stage): Promise<void> {
  expect((await stage.run('notice', 'test', '--to', ME)).told).toContain(`there is no account ${STRANGER}`);
  await stage.edit('migrate.yaml', (settings) => settings.replace(SENDER, ''));
  expect(problemCodes(await stage.run('notice', 'test', '--to', `someone.else@mail.midori.example`))).toEqual([
    'notice.test-to-partner',
  ]);
  await stage.must('notice', 'test', '--to', ME, '--partner', '株式会社みどり工業');
  const accepted = (await stage.ledger()).filter(({ kind }) => kind === 'message.accept');
  expect(accepted).toMatchObject([{ recipient: ME, subject: expect.stringMatching(/^【テスト】\[TEST\] /u) }]);
  expect((await stage.must('log')).said).toMatch(/notice\.tested.*outcome sent/u);
}

/** A mailbox of ours says that everything passes. */
async function readBack(stage: Stage): Promise<void> {
  const own = `p1@${NEW_DOMAIN}`;
  const tested = await stage.must('notice', 'test', '--self', '--to', own);
  expect(tested.said).toContain('arrived in inbox: spf pass, dkim pass, dmarc pass');
  expect((await stage.must('log')).said).toMatch(/notice\.self-tested.*outcome pass/u);
}

/** The test counts for nothing: the partner is told, once. */
async function sent(stage: Stage): Promise<void> {
  await stage.must('plan');
  await stage.must('notice', 'approve', '--yes');
  await stage.must('apply', '--yes');
  const recipients = (await effects(stage, 'message.accept')).map((key) => key.split(' ')[0]);
  expect(recipients).toEqual([ME, `p1@${NEW_DOMAIN}`, PARTNER]);
  expect((await stage.must('log')).said.match(/notice\.gates-held/gu)).toHaveLength(1);
}
