// migrate check: reads migrate.yaml, the lists and the templates, and calls nobody.

import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import { planNotices } from '../plan/plan-notices.ts';
import type { CommandContext } from './command-context.ts';
import { NO_GATE } from './device/say-gate.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { readListedMailboxes } from './mailbox-list.ts';
import { readPartnerList } from './partner-list.ts';
import { sayProblems } from './say-problems.ts';
import { countDevices, deviceLines } from './text/device-text.ts';
import { countPartners, partnerLines } from './text/partner-text.ts';
import { peopleText } from './text/plan-text.ts';
import { readWholeWorkspace } from './whole-workspace.ts';
import { readWorkspace, readWorkspaceSettings } from './workspace.ts';

export async function check({ folder, voice }: CommandContext): Promise<ExitCode> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) {
    return sayProblems([...reading.problems, ...(await partnerProblems(folder))], voice);
  }
  const { settings, people, devices } = reading.workspace;
  const list = await readPartnerList({ folder, settings, people });
  const mailboxes = await readListedMailboxes(folder, settings);
  const problems = [...reading.workspace.problems, ...list.problems, ...mailboxes.problems];
  if (!hasErrors(problems)) problems.push(...(await noticeProblems(folder)));
  const exitCode = sayProblems(problems, voice);
  if (hasErrors(problems)) return exitCode;
  const counts = countPartners(list);
  voice.fact({
    type: 'checked',
    people: people.length,
    partners: counts,
    ...(devices !== undefined && { devices: countDevices(devices.devices) }),
    warnings: problems.length,
  });
  voice.say(`migrate.yaml and ${settings.lists.staff} are in order: ${peopleText(people.length)}.`);
  for (const { name } of settings.batches) {
    const count = people.filter(({ batch }) => batch === name).length;
    voice.say(`  batch ${name}: ${peopleText(count)}`);
  }
  if (list.file !== undefined) for (const line of partnerLines(list.file, list)) voice.say(line);
  for (const line of devices === undefined ? [NO_GATE] : deviceLines(devices.file, devices.devices)) voice.say(line);
  return EXIT.done;
}

/** Of the letters that would be written to the partners of the list: each is rendered and checked. */
async function noticeProblems(folder: string): Promise<readonly Problem[]> {
  const reading = await readWholeWorkspace(folder);
  if ('problems' in reading) return reading.problems.filter(({ severity }) => severity === 'error');
  const { settings, people, notices } = reading.workspace;
  if (notices === undefined) return [];
  const inputs = {
    settings,
    people,
    jobId: '',
    stateOf: () => undefined,
    notices: { ...notices, sentStep: () => undefined },
    moves: new Map(),
  };
  const problems: Problem[] = [];
  for (const entry of planNotices(inputs)) problems.push(...entry.problems);
  return problems;
}

/** Of the partner list, where something else is faulty: everything is told at once. */
async function partnerProblems(folder: string): Promise<readonly Problem[]> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return [];
  return (await readPartnerList({ folder, settings: reading.settings, people: undefined })).problems;
}
