// Whom our people have written to: proposed from the sent items of their old mailboxes, confirmed by nobody, so that nobody is told.

import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { factsOf, FREE, onStage, problemCodes, STORY_TIMEOUT_MS } from './on-stage.ts';
import { OLD_DOMAIN } from './stage.ts';
import type { Stage } from './stage.ts';

const LIST = `会社名,氏名,メールアドレス,当社担当者,連絡方法\r\n株式会社みどり工業,鈴木 一郎,suzuki@midori.example,p1@${OLD_DOMAIN},メール`;

/** As Outlook would: from that mailbox, with a copy in Sent Items. */
async function write(stage: Stage, by: string, to: Readonly<Record<string, string>>): Promise<void> {
  const { url, microsoft = {} } = stage.sandbox();
  const text = (name: string) => String(microsoft[name]);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: text('client'),
    client_secret: text('secret'),
    scope: 'https://graph.microsoft.com/.default',
  });
  const token = await fetch(`${url}/${text('tenant')}/oauth2/v2.0/token`, { method: 'POST', body });
  const { access_token: access } = (await token.json()) as { readonly access_token: string };
  const toRecipients = Object.entries(to).map(([address, name]) => ({ emailAddress: { address, name } }));
  const message = { subject: '見積書', body: { contentType: 'Text', content: 'ご確認ください' }, toRecipients };
  const sent = await fetch(`${url}/v1.0/users/${by}/sendMail`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  });
  if (sent.status !== 202) throw new Error(await sent.text());
}

describe('whom our people have written to', () => {
  it(
    'is proposed, the known and our own left out, and told to nobody',
    async () => {
      await onStage({ provider: 'microsoft-365', people: 2, sandbox: FREE }, async (stage) => {
        await writeFile(stage.path('data/partners.csv'), LIST);
        const [one, two] = [`p1@${OLD_DOMAIN}`, `p2@${OLD_DOMAIN}`];
        await write(stage, one, { 'okada@akane.example': '岡田 実', [two]: 'P2' });
        await write(stage, two, { 'okada@akane.example': '岡田 実', 'suzuki@midori.example': '鈴木' });
        await write(stage, two, { 'no-reply@shop.example': 'Shop', 'carter@globex.example': 'Ann Carter' });
        const imported = await stage.run('partners', 'import', '--from-sent', '--json');
        expect([imported.code, imported.told]).toEqual([0, '']);
        expect(factsOf(imported).slice(-2)).toEqual([
          { type: 'sent-read', mailboxes: 2, messages: 3, leftOut: { own: 1, 'no-reply': 1 } },
          { type: 'proposed', proposed: 2, listed: 1, left: 0 },
        ]);
        const proposed = await stage.read('data/partners-proposed.csv');
        expect(proposed.split('\r\n')[1]).toMatch(
          new RegExp(
            `^"","","","","岡田 実","okada@akane\\.example","p[12]@${OLD_DOMAIN};p[12]@${OLD_DOMAIN}","ja"`,
            'u',
          ),
        );
        // What somebody may have confirmed in the file stays.
        const again = await stage.run('partners', 'import', '--from-sent', '--mailbox', one);
        expect([again.code, problemCodes(again)]).toEqual([2, ['import.already-there']]);
        const strange = await stage.run('partners', 'import', '--from-sent', '--mailbox', 'boss@elsewhere.example');
        expect([strange.code, problemCodes(strange)]).toEqual([2, ['import.not-of-staff']]);
        expect((await stage.run('partners', 'import')).code).toBe(2);
        // Rows that nobody has confirmed are nobody's partners.
        await writeFile(stage.path('data/partners.csv'), proposed);
        const checked = await stage.run('check');
        expect(checked.said).toMatch(/^data\/partners-?.*: 0 partners/mu);
      });
    },
    STORY_TIMEOUT_MS,
  );
});
