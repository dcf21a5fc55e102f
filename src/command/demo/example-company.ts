// The companies of the demo: the workspace of `migrate init`, with partners whose mail comes back and a way of sending.

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { exampleSettings } from '../../settings/example.ts';
import { writeWorkspace } from '../init.ts';

/** Of the partners, those at the sandbox whose names say that their mail comes back. */
export const BOUNCING = [
  'K901,Old Harbour Ltd.,,,Mr. John Smith,,gone-smith@old-harbour.example,Anna Weber,en,,,,,,',
  'K902,Old Harbour Ltd.,,,Ms. Ann Jones,,full-jones@old-harbour.example,Anna Weber,en,,,,,,',
  'K903,Night Ferry Ltd.,,,Mr. Paul Brown,,gone-brown@night-ferry.example,Anna Weber,en,,,,,,',
];

/** Gets a copy of each message that goes out by SMTP. */
export const ARCHIVE = 'archive@aozora-trading.example';

/** A real migration takes days over this; the demo must end, at whatever hour it is watched. */
const SENDING = `
sending:
  notices: [change]
  oldDomainReason: The partners know the old addresses only.
  window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }
  ramp: [1000]
  mostBounces: 0.5
`;

/** The sandbox puts its own names, ports and passwords in place of these. */
const MAIL_SERVER = `  way: smtp
  dkimSelectors: [google]
  sender: { name: 青空商事 総務部, address: info@aozora-trading.example }
  smtp:
    host: smtp.aozora-trading.example
    security: tls
    signIn: { user: info@aozora-trading.example, variable: MIGRATE_SMTP_PASSWORD }
    imap: { host: imap.aozora-trading.example, user: info@aozora-trading.example, variable: MIGRATE_IMAP_PASSWORD }
    archive:
      address: ${ARCHIVE}
      imap: { host: imap.aozora-trading.example, user: ${ARCHIVE}, variable: MIGRATE_IMAP_PASSWORD }
`;

/** Mail programs are moved, too; the folders are those that PCs of this company would see. */
const CLIENTS = `
clients:
  helpDesk: { name: 情報システム課, telephone: 03-0000-0199 }
  switchAt: 2026-12-01 09:00
  share: '\\\\files.aozora-shoji.example\\migrate'
  results: '\\\\files.aozora-shoji.example\\migrate-results'
  publishAt: https://move.aozora-trading.example/
`;

/** What carries the letters of each company: the provider itself, or a mail server. */
const WAY = { 'microsoft-365': '', 'google-workspace': MAIL_SERVER } as const;

export type Played = keyof typeof WAY;

/** Once is enough to see it. */
export const HAS_KITS: Readonly<Record<Played, boolean>> = { 'microsoft-365': true, 'google-workspace': false };

/** The workspace of `migrate init`, and a key of our own for the vault, since nobody is there to type a passphrase. */
export async function makeWorkspace(folder: string, provider: Played): Promise<void> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const example = exampleSettings({ provider, sandbox: 'sandbox' });
  writeWorkspace(folder, `${example}\nvaultRecipient: ${recipient}\n${SENDING}${WAY[provider]}${HAS_KITS[provider] ? CLIENTS : ''}`);
  // Rows in ASCII fit into a list in CP932.
  appendFileSync(join(folder, 'data', 'partners.csv'), BOUNCING.map((row) => `${row}\r\n`).join(''));
  mkdirSync(join(folder, 'keys'));
  mkdirSync(join(folder, 'out'));
  writeFileSync(join(folder, 'keys', 'administrator.txt'), `# public key: ${recipient}\n${identity}\n`, {
    mode: 0o600,
  });
}
