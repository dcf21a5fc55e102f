// migrate notice gates: what stands between the letters and their partners: the DNS of each domain that sends, with what to publish.

import type { DomainCheck, DomainJudgement } from '../provider/dns/judgement.ts';
import type { CommandContext } from './command-context.ts';
import { factsOf, judgeAll } from './dns-gate.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { noSending } from './notice-problems.ts';
import { readPartnerList } from './partner-list.ts';
import { gateLines, gatesEnd } from './text/gates-text.ts';
import { readWorkspace, readWorkspaceSettings } from './workspace.ts';
import { sayProblems } from './say-problems.ts';

/** Read-only, and asks anew however often it is called. Ends with 2 while something is refused or cannot be told. */
export async function showGates({ folder, voice }: CommandContext): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings } = reading;
  const { sending } = settings;
  if (sending === undefined) return sayProblems([noSending()], voice);
  const old = (await oldDomainsThatSend(folder)) ?? settings.oldDomains;
  const domains = [settings.newDomain, ...(sending.oldDomainReason === undefined ? [] : old)];
  const facts = await factsOf(domains, { folder, settings, sending });
  const judgements = await judgeAll(facts, { folder, settings });
  for (const judgement of judgements) {
    for (const check of judgement.checks) voice.fact(factOf(judgement, check));
    for (const line of gateLines(judgement)) voice.say(line);
  }
  const checks = judgements.flatMap((judgement) => judgement.checks);
  if (!voice.isJson) for (const { problems } of checks) for (const problem of problems) voice.problem(problem);
  voice.say(gatesEnd(checks));
  return checks.some(({ standing }) => standing === 'refused' || standing === 'cannot-tell') ? EXIT.input : EXIT.done;
}

function factOf({ domain }: DomainJudgement, { check, standing, found, problems }: DomainCheck) {
  return { type: 'gate', domain, check, standing, found, problems };
}

/** Of the partners that are written to from there; undefined where the lists cannot be read. */
async function oldDomainsThatSend(folder: string): Promise<readonly string[] | undefined> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return undefined;
  const { settings, people } = reading.workspace;
  const { partners } = await readPartnerList({ folder, settings, people });
  const senders = new Set(
    partners.filter(({ route, from }) => route === 'mail' && from !== 'new').flatMap(({ contacts }) => contacts),
  );
  const used = new Set(
    people
      .filter(({ key }) => senders.has(key))
      .map(({ oldAddress }) => oldAddress.slice(oldAddress.lastIndexOf('@') + 1)),
  );
  return settings.oldDomains.filter((domain) => used.has(domain));
}
