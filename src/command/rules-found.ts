// The rules of the old mailboxes as they are now, each under a short name that changes with its content.

import PQueue from 'p-queue';
import { again } from '../apply/read-present.ts';
import type { Directory, MailboxRef } from '../model/directory.ts';
import type { Patience } from '../model/lane.ts';
import type { ApprovedRule, MailRule } from '../model/mail-rule.ts';
import type { Person } from '../model/person.ts';
import type { Settings } from '../model/settings.ts';
import { shortHash } from '../plan/short-hash.ts';
import { ruleHash } from '../step/rule-hash.ts';
import { realClock } from './clock.ts';
import { jitter } from './job.ts';

/** Mailboxes that are read at once: each answers a few calls. */
const AT_ONCE = 8;

export interface FoundRule {
  /** Eight hex digits over mailbox, id and content: whoever names it means the rule as it was when it was listed. */
  readonly ref: string;
  readonly person: Person;
  readonly mailbox: MailboxRef;
  readonly rule: MailRule;
  readonly hash: string;
  /** Addresses outside of the company's domains that mail goes on to. */
  readonly outside: readonly string[];
  /** Entries of the company's own directory that mail goes on to: names without a domain, as Exchange keeps them (X.500). */
  readonly entries: readonly string[];
  /** It is approved as it is, and was not removed since. */
  readonly isApproved: boolean;
}

export interface RulesReading {
  readonly rules: readonly FoundRule[];
  readonly mailboxes: number;
  /** People on the list whose old address no account here has. */
  readonly without: number;
}

export function refOf({ mailbox, rule, hash }: Pick<ApprovedRule, 'mailbox' | 'rule' | 'hash'>): string {
  return shortHash(`${mailbox.id} ${rule.id} ${hash}`);
}

/** In the order of the staff list. Throws RemoteFailure where a mailbox cannot be read. */
export async function findRules(
  {
    directory,
    patience,
    settings,
  }: { readonly directory: Directory; readonly patience: Patience; readonly settings: Settings },
  { people, approved }: { readonly people: readonly Person[]; readonly approved: readonly ApprovedRule[] },
): Promise<RulesReading | undefined> {
  const { rules } = directory.mailboxes;
  if (rules === undefined) return undefined;
  const reading = { clock: realClock, patience, random: jitter, signal: new AbortController().signal };
  const isOurs = await ownDomains(settings, () => again(reading, () => directory.domains.list()));
  const isApproved = new Set(approved.map(({ mailbox, rule, hash }) => `${mailbox.id} ${rule.id} ${hash}`));
  const queue = new PQueue({ concurrency: AT_ONCE });
  const found = await Promise.all(
    people.map((person) =>
      queue.add(async (): Promise<readonly FoundRule[] | undefined> => {
        const owner = await again(reading, () => directory.accounts.byAddress(person.oldAddress));
        if (owner?.kind !== 'account') return undefined;
        const { id, address } = owner.account;
        const mailbox = { id, address };
        const list = await again(reading, () => rules.list(mailbox));
        return list.map((rule) => {
          const hash = ruleHash(rule);
          return {
            ref: refOf({ mailbox, rule, hash }),
            person,
            mailbox,
            rule,
            hash,
            outside: rule.forwardsTo.filter((to) => !isEntry(to) && !isOurs(to)),
            entries: rule.forwardsTo.filter(isEntry),
            isApproved: isApproved.has(`${id} ${rule.id} ${hash}`),
          };
        });
      }),
    ),
  );
  const there = found.filter((list) => list !== undefined);
  return { rules: there.flat(), mailboxes: there.length, without: found.length - there.length };
}

/** `/o=ExchangeLabs/ou=.../cn=Recipients/cn=...`: whom Exchange knows by name. With an @ it is an address, whatever it begins with. */
function isEntry(to: string): boolean {
  return /^(?:ex:|x500:)?\/o=[^@]*$/iu.test(to);
}

/** Whatever is verified here is ours too. */
async function ownDomains(
  { oldDomains, newDomain }: Settings,
  list: () => Promise<readonly { readonly name: string; readonly isVerified: boolean }[]>,
): Promise<(address: string) => boolean> {
  const verified = (await list()).filter(({ isVerified }) => isVerified).map(({ name }) => name);
  const ours = new Set([...oldDomains, newDomain, ...verified]);
  return (address) => ours.has(address.slice(address.lastIndexOf('@') + 1));
}
