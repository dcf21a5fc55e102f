// The companies of the demo: the workspace of `migrate init`, with partners whose mail comes back and a way of sending.

import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { ProviderName } from '../../model/directory.ts';
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
const WAY: Readonly<Record<ProviderName, string>> = {
  'microsoft-365': '',
  'google-workspace': `${MAIL_SERVER}  dkimSelectors: [google]\n`,
  'imap-host': `${MAIL_SERVER}  dkimSelectors: [mail]\n`,
};

/** Once is enough to see it; a plain mail host has documents of its own for mail programs. */
export const HAS_KITS: Readonly<Record<ProviderName, boolean>> = {
  'microsoft-365': true,
  'google-workspace': false,
  'imap-host': true,
};

/** The old mailboxes are at the same mail host, which lets us set what they answer. */
const OLD_MAILBOXES = 'data/mailboxes.csv';

function withOldMailboxes(settings: string): string {
  return settings.replace('  # accounts: data', '  accounts: data').replace('  # manageSieve: {', '  manageSieve: {');
}

/** As the administrator of a mail host would export them: a staff list of Windows has each in a row. */
function oldMailboxes(folder: string): string {
  const staff = new TextDecoder('shift_jis').decode(readFileSync(join(folder, 'data', 'staff.csv')));
  const found = staff.normalize('NFKC').toLowerCase().match(/[a-z0-9._-]+@aozora-shoji\.example/g) ?? [];
  return ['メールアドレス', ...new Set(found), ''].join('\r\n');
}

/** Where the key to the vault is, in the workspace. */
export const KEY_FILE = join('keys', 'administrator.txt');

/** The workspace of `migrate init`, and a key of our own for the vault, since nobody is there to type a passphrase. */
export async function makeWorkspace(folder: string, provider: ProviderName): Promise<void> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const isHost = provider === 'imap-host';
  const example = exampleSettings({ provider, sandbox: 'sandbox' });
  const more = `vaultRecipient: ${recipient}\n${SENDING}${WAY[provider]}${HAS_KITS[provider] ? CLIENTS : ''}`;
  writeWorkspace(folder, `${isHost ? withOldMailboxes(example) : example}\n${more}`);
  if (isHost) writeFileSync(join(folder, OLD_MAILBOXES), oldMailboxes(folder));
  // Rows in ASCII fit into a list in CP932.
  appendFileSync(join(folder, 'data', 'partners.csv'), BOUNCING.map((row) => `${row}\r\n`).join(''));
  mkdirSync(join(folder, 'keys'));
  mkdirSync(join(folder, 'out'));
  writeFileSync(join(folder, KEY_FILE), `# public key: ${recipient}\n${identity}\n`, {
    mode: 0o600,
  });
}
