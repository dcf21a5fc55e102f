// migrate rules list, approve and keep: what the old mailboxes do by themselves with mail, and who has agreed that something of it goes.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { csvToRead } from '../model/csv-text.ts';
import type { ApprovedRule } from '../model/mail-rule.ts';
import type { Problem } from '../model/problem.ts';
import { openJobLog } from '../store/job-log.ts';
import { writeFileDurably } from '../store/write-file.ts';
import { isAgreed } from './agree.ts';
import { approveRules, openApprovals, withdrawApprovals } from './approved-rules.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { openJob } from './job.ts';
import { onLockedLog } from './locked-log.ts';
import { findRules, refOf } from './rules-found.ts';
import type { FoundRule, RulesReading } from './rules-found.ts';
import { sayProblems } from './say-problems.ts';
import { signInOptions } from './sign-in-options.ts';
import { tableText } from './text/table-text.ts';
import type { Voice } from './voice.ts';
import { whoIsThere } from './who.ts';
import { connect } from './wire.ts';
import { placesOf, readWorkspace } from './workspace.ts';

const FILE = 'out/old-mailbox-rules.csv';

export interface ApproveRulesOptions {
  /** Those that send mail out of the company. */
  readonly outside?: true;
  readonly yes?: true;
}

/** Read-only at the provider. */
export async function listRules({ folder, voice }: CommandContext): Promise<ExitCode> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings, people } = reading.workspace;
  const connecting = await connect(signInOptions({ folder, settings }, voice));
  if ('problems' in connecting) return sayProblems(connecting.problems, voice);
  const { directory, limits } = connecting.connected;
  const found = await findRules(
    { directory, patience: limits.patience, settings },
    { people, approved: approvedSoFar(folder) },
  );
  if (found === undefined) return sayProblems([noRulesHere()], voice);
  mkdirSync(placesOf(folder).out, { recursive: true });
  await writeFileDurably({ file: join(folder, FILE), role: 'file', goal: 'write the rules down' }, csvOf(found.rules));
  sayRules(found, voice);
  if (settings.provider === 'microsoft-365') {
    voice.say('Graph shows neither hidden rules nor the forwarding of a mailbox itself. In Exchange PowerShell:');
    if (found.rules.some(({ entries }) => entries.length > 0)) {
      voice.say('  Get-Recipient <directory entry>: whether that is a colleague, or a contact who is not');
    }
    voice.say('  Get-InboxRule -Mailbox <address> -IncludeHidden; Get-Mailbox | Format-Table *forward*');
    voice.say(
      '  Get-MailboxPermission -Identity <address>; Get-RecipientPermission -Identity <address>: who else gets in',
    );
  } else {
    voice.say('Who else may open a mailbox is not shown: Gmail, Settings, Accounts, Grant access to your account.');
  }
  voice.say(`All of them are in ${FILE}. Nothing was changed.`);
  if (found.rules.length > 0) voice.say('What shall be removed: migrate rules approve <name...>, or --outside');
  return EXIT.done;
}

export async function approveTheRules(
  { folder, voice }: CommandContext,
  refs: readonly string[],
  { outside, yes }: ApproveRulesOptions,
): Promise<ExitCode> {
  if (refs.length === 0 && outside !== true) return sayProblems([nothingNamed()], voice);
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings, people } = reading.workspace;
  const opening = await openJob({ folder, settings, voice, command: 'rules approve', log: 'create' });
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { job } = opening;
  try {
    const { directory, limits, log } = job;
    const found = await findRules(
      { directory, patience: limits.patience, settings },
      { people, approved: openApprovals(log) },
    );
    if (found === undefined) return sayProblems([noRulesHere()], voice);
    const unknown = refs.filter((ref) => !found.rules.some((rule) => rule.ref === ref));
    if (unknown.length > 0) return sayProblems(unknown.map(noSuchRule), voice);
    const chosen = found.rules.filter(
      (rule) => !rule.isApproved && (refs.includes(rule.ref) || (outside === true && rule.outside.length > 0)),
    );
    if (chosen.length === 0) {
      voice.say('There is nothing to approve: all of these are approved already, or there is none.');
      return EXIT.done;
    }
    sayRules({ ...found, rules: chosen }, voice);
    if (!(await isAgreed(`Remove ${rulesText(chosen.length)} with the next apply?`, { voice, yes }))) {
      return EXIT.declined;
    }
    const by = whoIsThere();
    const added: ApprovedRule[] = chosen.map(({ mailbox, rule, hash }) => ({ mailbox, rule, hash }));
    await approveRules(log, { added, by });
    voice.fact({ type: 'rules.approved', by, count: added.length, hashes: added.map(({ hash }) => hash) });
    voice.say(
      `${rulesText(added.length)} approved by ${by}. Next: migrate plan, migrate apply. Before that migrate rules keep takes it back, afterwards an undo does.`,
    );
    return EXIT.done;
  } finally {
    job.close();
  }
}

/** Takes approvals back, as long as nothing was removed on them. Calls nobody. */
export function keepRules(context: CommandContext, refs: readonly string[]): Promise<ExitCode> {
  const { voice } = context;
  return onLockedLog(context, 'rules keep', async (log) => {
    const chosen = openApprovals(log).filter((approved) => refs.includes(refOf(approved)));
    const unknown = refs.filter((ref) => !chosen.some((approved) => refOf(approved) === ref));
    if (unknown.length > 0) return sayProblems(unknown.map(notApproved), voice);
    const by = whoIsThere();
    await withdrawApprovals(log, { withdrawn: chosen, by });
    voice.fact({ type: 'rules.kept', by, count: chosen.length, hashes: chosen.map(({ hash }) => hash) });
    voice.say(`${rulesText(chosen.length)} will not be removed. Next: migrate plan`);
    return EXIT.done;
  });
}

function approvedSoFar(folder: string): readonly ApprovedRule[] {
  const { log: file } = placesOf(folder);
  if (!existsSync(file)) return [];
  const log = openJobLog(file, { clock: realClock, mode: 'read' });
  try {
    return openApprovals(log);
  } finally {
    log.close();
  }
}

/** Those that send mail out of the company first. */
function sayRules({ rules, mailboxes, without }: RulesReading, voice: Voice): void {
  const ordered = rules.toSorted((one, other) => weight(other) - weight(one));
  for (const { ref, person, mailbox, rule, outside, entries, isApproved } of ordered) {
    const { id, name, isOn, says, forwardsTo, hidesMail } = rule;
    voice.fact({
      type: 'rule',
      ref,
      person: person.key,
      mailbox: mailbox.address,
      id,
      name,
      isOn,
      says,
      forwardsTo,
      outside,
      entries,
      hidesMail,
      isApproved,
    });
  }
  voice.say(
    `${rulesText(rules.length)} in ${mailboxes} old mailboxes${without > 0 ? `; ${without} people have none here` : ''}.`,
  );
  const rows = ordered.map((found) => [found.ref, found.mailbox.address, marksOf(found).join(', '), found.rule.name]);
  for (const line of tableText(rows)) voice.say(line);
}

function weight({ outside, rule }: FoundRule): number {
  return outside.length * 2 + Number(rule.hidesMail);
}

function marksOf({ outside, entries, rule, isApproved }: FoundRule): readonly string[] {
  const inside = entries.length > 0 ? 'forwards inside (directory entry)' : 'forwards inside';
  return [
    ...(outside.length > 0 ? ['FORWARDS OUTSIDE'] : rule.forwardsTo.length > 0 ? [inside] : []),
    ...(rule.hidesMail ? ['hides mail'] : []),
    ...(rule.isOn ? [] : ['off']),
    ...(isApproved ? ['approved'] : []),
  ];
}

const COLUMNS: readonly (readonly [string, (found: FoundRule) => string])[] = [
  ['name', ({ ref }) => ref],
  ['person', ({ person }) => person.displayName],
  ['mailbox', ({ mailbox }) => mailbox.address],
  ['rule', ({ rule }) => rule.name],
  ['on', ({ rule }) => (rule.isOn ? 'yes' : 'no')],
  ['what it does', ({ rule }) => rule.says],
  ['forwards to', ({ rule }) => rule.forwardsTo.join(' ')],
  ['outside of the company', ({ outside }) => outside.join(' ')],
  ['inside, a directory entry', ({ entries }) => entries.join(' ')],
  ['hides mail', ({ rule }) => (rule.hidesMail ? 'yes' : '')],
  ['approved to be removed', ({ isApproved }) => (isApproved ? 'yes' : '')],
];

function csvOf(rules: readonly FoundRule[]): string {
  return csvToRead([COLUMNS.map(([name]) => name), ...rules.map((rule) => COLUMNS.map(([, cell]) => cell(rule)))]);
}

function rulesText(count: number): string {
  return count === 1 ? '1 rule' : `${count} rules`;
}

function noRulesHere(): Problem {
  return {
    code: 'rules.not-shown',
    severity: 'error',
    what: 'This provider shows no rules of mailboxes to us.',
    why: 'What cannot be seen cannot be judged.',
    todo: 'Ask the host what its mailboxes forward and filter, and have it removed there.',
  };
}

function nothingNamed(): Problem {
  return {
    code: 'rules.nothing-named',
    severity: 'error',
    what: 'No rule was named.',
    why: 'Only what somebody has looked at is removed.',
    todo: 'Look first: migrate rules list. Then name rules by the first column, or give --outside.',
  };
}

function noSuchRule(ref: string): Problem {
  return {
    code: 'rules.unknown',
    severity: 'error',
    what: `No rule is called ${ref} now.`,
    why: 'The name holds what a rule does: one that was changed since it was listed has another name.',
    todo: 'Look again: migrate rules list',
  };
}

function notApproved(ref: string): Problem {
  return {
    code: 'rules.not-approved',
    severity: 'error',
    what: `No rule called ${ref} waits to be removed.`,
    why: 'Only an approval on which nothing was removed yet can be taken back.',
    todo: 'Look which are approved: migrate rules list. One that was removed already comes back with: migrate undo',
  };
}
