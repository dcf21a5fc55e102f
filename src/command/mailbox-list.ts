// The list of the mailboxes that a plain mail host has, where migrate.yaml names one.

import { resolve } from 'node:path';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { ListedMailbox } from '../provider/imap-host/accounts.ts';
import { readMailboxList } from '../roster/mailbox-list.ts';
import { readText } from '../store/text.ts';

export interface MailboxList {
  readonly mailboxes: readonly ListedMailbox[];
  readonly problems: readonly Problem[];
}

/** Empty where there is none. */
export async function readListedMailboxes(folder: string, { connection }: Settings): Promise<MailboxList> {
  const file = connection.provider === 'imap-host' ? connection.accounts : undefined;
  if (file === undefined) return { mailboxes: [], problems: [] };
  const text = await readText(resolve(folder, file), { name: file });
  return 'problems' in text ? { mailboxes: [], problems: text.problems } : readMailboxList(text.text, file);
}
