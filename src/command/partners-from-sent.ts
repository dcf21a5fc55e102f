// migrate partners import --from-sent: proposes as partners whom our people have written to, by the headers of what their old mailboxes
// have sent. Nobody is told who was not confirmed.

import { join } from 'node:path';
import { RemoteFailure } from '../model/failure.ts';
import type { Person } from '../model/person.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { proposePartners } from '../roster/propose-partners.ts';
import { SentContacts } from '../roster/sent-contacts.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { repeatMailReads } from './notice-bounces.ts';
import { readPartnerList, readSuppressList } from './partner-list.ts';
import { PROPOSED_FILE, sayProposed, writeProposals } from './partners.ts';
import { sayProblems } from './say-problems.ts';
import { signInOptions } from './sign-in-options.ts';
import type { Voice } from './voice.ts';
import { connectMailReader } from './wire-mail-reader.ts';
import type { ConnectedReader } from './wire-mail-reader.ts';
import { readWorkspace } from './workspace.ts';

export interface FromSentOptions {
  readonly out?: string;
  /** Old addresses; absent: of everybody on the staff list. */
  readonly mailbox?: readonly string[];
  /** Milliseconds since 1970. */
  readonly since?: number;
}

const YEAR_MS = 366 * 24 * 60 * 60 * 1000;
/** Of one mailbox; more are not looked at, and that is said. */
const MOST_MESSAGES = 20_000;

export async function importFromSent({ folder, voice }: CommandContext, options: FromSentOptions): Promise<ExitCode> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings, people } = reading.workspace;
  if (settings.provider === 'imap-host') return sayProblems([notAtHost()], voice);
  const suppress = await readSuppressList(folder, settings);
  const list = await readPartnerList({ folder, settings, people });
  // Without these lists somebody who is known, or may not be written to, would be proposed.
  if (hasErrors(suppress.problems) || hasErrors(list.problems)) {
    return sayProblems([...suppress.problems, ...list.problems], voice);
  }
  const mailboxes = mailboxesOf(people, options.mailbox);
  if ('problems' in mailboxes) return sayProblems(mailboxes.problems, voice);
  const connecting = await connectMailReader({
    ...signInOptions({ folder, settings }, voice),
    way: settings.provider === 'google-workspace' ? 'gmail' : 'graph',
    repeat: repeatMailReads,
  });
  if ('problems' in connecting) return sayProblems(connecting.problems, voice);
  const sent = await readSent({ connecting, settings, mailboxes: mailboxes.addresses, voice, since: options.since });

  const file = 'sent items';
  const entries = sent.contacts.entries();
  const found = proposePartners(entries, { file, settings, suppress: suppress.entries, listed: list.listed });
  sayProblems([...found.problems, ...sent.problems], voice);
  const out = options.out ?? join(folder, PROPOSED_FILE);
  const problem = writeProposals(found.proposals, { out, source: file });
  if (problem !== undefined) return sayProblems([problem], voice);
  const { leftOut } = sent.contacts;
  const left = entries.length - found.proposals.length - found.listed;
  voice.fact({ type: 'sent-read', mailboxes: mailboxes.addresses.length, messages: sent.messages, leftOut });
  const reasons = Object.entries(leftOut).map(([why, count]) => `${count} ${why}`);
  voice.say(`${sent.messages} sent messages of ${mailboxes.addresses.length} mailboxes looked at.`);
  if (reasons.length > 0) voice.say(`Left out: ${reasons.join(', ')}.`);
  sayProposed({ file, out, proposed: found.proposals.length, listed: found.listed, left }, voice);
  return hasErrors(sent.problems) ? EXIT.failed : EXIT.done;
}

/** Those that are named must be people of the staff list: nobody else's mail is looked at. */
function mailboxesOf(
  people: readonly Person[],
  wanted: readonly string[] | undefined,
): { readonly addresses: readonly string[] } | { readonly problems: readonly Problem[] } {
  if (wanted === undefined) return { addresses: people.map(({ oldAddress }) => oldAddress) };
  const known = new Map(
    people.flatMap(({ oldAddress, newAddress }) => [
      [oldAddress, oldAddress],
      [newAddress, oldAddress],
    ]),
  );
  const problems = wanted.filter((one) => !known.has(one.trim().toLowerCase())).map(notOfStaff);
  if (problems.length > 0) return { problems };
  return { addresses: [...new Set(wanted.flatMap((one) => known.get(one.trim().toLowerCase()) ?? []))] };
}

interface SentWork {
  readonly connecting: ConnectedReader;
  readonly settings: Settings;
  readonly mailboxes: readonly string[];
  readonly voice: Voice;
  readonly since: number | undefined;
}

async function readSent({ connecting, settings, mailboxes, voice, since }: SentWork) {
  const now = realClock.now();
  const contacts = new SentContacts({ ownDomains: [...settings.oldDomains, settings.newDomain], now });
  const problems: Problem[] = [];
  const { signal } = new AbortController();
  let messages = 0;
  for (const [index, mailbox] of mailboxes.entries()) {
    let ofMailbox = 0;
    try {
      const wish = { mailbox, folder: 'sent', sinceMs: since ?? now - YEAR_MS, signal } as const;
      for await (const head of connecting.reader.heads(wish)) {
        if (ofMailbox >= MOST_MESSAGES) {
          problems.push(tooMany(mailbox));
          break;
        }
        contacts.add(head, mailbox);
        ofMailbox += 1;
        messages += 1;
        voice.live([`mailbox ${index + 1} of ${mailboxes.length}, ${mailbox}: ${ofMailbox} messages`]);
      }
    } catch (error) {
      if (!(error instanceof RemoteFailure)) throw error;
      problems.push(unread(mailbox, error));
    }
  }
  await connecting.reader.close();
  return { contacts, problems, messages };
}

function notAtHost(): Problem {
  return {
    code: 'import.not-at-host',
    severity: 'error',
    what: 'The sent mail of people cannot be read at a plain mail host.',
    why: 'Only they themselves have the passwords of their old mailboxes.',
    todo: 'Export the contacts of their mail programs, and take in the files: migrate partners import <file>',
  };
}

function notOfStaff(mailbox: string): Problem {
  return {
    code: 'import.not-of-staff',
    severity: 'error',
    what: `${mailbox} is not on the staff list.`,
    why: 'Only the mailboxes of people who move are looked at.',
    todo: 'Give the old or the new address, as it stands in the staff list.',
  };
}

function tooMany(mailbox: string): Problem {
  return {
    code: 'import.too-many-sent',
    severity: 'warning',
    what: `${mailbox} has sent more than ${MOST_MESSAGES} messages in that time; the others were not looked at.`,
    why: 'Reading them all would take hours.',
    todo: 'If partners are missing, read this mailbox by itself for a shorter time: --mailbox, --since.',
  };
}

function unread(mailbox: string, { facts }: RemoteFailure): Problem {
  return {
    code: 'import.unread',
    severity: 'error',
    what: `The sent items of ${mailbox} could not be read: ${facts.said}`,
    why: 'Partners whom only this person writes to are not proposed.',
    todo: facts.todo ?? 'Run the command again for this mailbox, with --mailbox and another --out.',
  };
}
