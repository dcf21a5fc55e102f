// What all evidence is worth now: the devices of the list by verdict, those without a report, and reports of devices that nobody has listed.

import { VERDICTS } from '../../client/verdict.ts';
import type { DeviceStanding } from '../../client/device-gate.ts';
import type { JobLog } from '../../model/job-log.ts';
import type { Problem } from '../../model/problem.ts';
import type { CommandContext } from '../command-context.ts';
import { deviceGateNow } from '../device-gate-now.ts';
import { devicesText } from '../text/device-text.ts';
import { namesText, VERDICT_WORDS } from '../text/evidence-text.ts';
import { readWorkspace } from '../workspace.ts';

const MOST_NAMES = 20;

interface Wish extends CommandContext {
  readonly log: JobLog;
  /** Names in the reports, by `hostKey`. */
  readonly hosts: ReadonlyMap<string, string>;
}

export async function sayVerdicts({ folder, log, voice, hosts }: Wish): Promise<void> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) {
    for (const problem of reading.problems) voice.problem(problem);
    voice.say('The lists have problems, so the reports were not compared with the device list.');
    return;
  }
  const { devices } = reading.workspace;
  const gate = deviceGateNow(reading.workspace, log);
  if (devices === undefined || gate === undefined) {
    voice.say('There is no device list, so there is no device gate either: nobody is held because of these reports.');
    return;
  }
  const listed = new Set(devices.devices.map(({ key }) => key));
  const unlisted = [...hosts].flatMap(([key, host]) => (listed.has(key) ? [] : [host]));
  for (const host of unlisted) voice.fact({ type: 'evidence.unlisted', host });
  if (unlisted.length > 0) voice.problem(notListed(unlisted, devices.file));
  sayCounts(gate.standings, { file: devices.file, voice });
}

function sayCounts(
  standings: readonly DeviceStanding[],
  { file, voice }: { readonly file: string } & Pick<Wish, 'voice'>,
): void {
  const asked = standings.filter(({ isAsked }) => isAsked);
  const groups = VERDICTS.toReversed().map(
    (name) => [name, asked.filter(({ verdict }) => verdict.name === name)] as const,
  );
  voice.fact({ type: 'evidence.verdicts', ...Object.fromEntries(groups.map(([name, of]) => [name, of.length])) });
  const parts = groups.flatMap(([name, of]) => (of.length > 0 ? [`${of.length} ${VERDICT_WORDS[name]}`] : []));
  voice.say(`Of ${devicesText(asked.length)} in ${file} of which a check is asked: ${parts.join(', ')}.`);
  const uncleared = asked.filter(({ verdict, isCleared }) => verdict.name === 'clean' && !isCleared);
  if (uncleared.length > 0) {
    const hosts = namesText(
      uncleared.map(({ device }) => device.host),
      MOST_NAMES,
    );
    voice.say(`  found clean, and not cleared by that: ${hosts}`);
  }
  for (const { device, why, infection } of asked) {
    if (infection?.isOpen !== true) continue;
    voice.fact({ type: 'evidence.infected', host: device.host, why });
    voice.say(`  ${device.host}: ${why}`);
  }
  const missing = asked.filter(({ verdict }) => verdict.name === 'missing').map(({ device }) => device.host);
  for (const host of missing) voice.fact({ type: 'evidence.missing', host });
  if (missing.length > 0) voice.say(`  without a report: ${namesText(missing, MOST_NAMES)}`);
  if (asked.some(({ infection }) => infection?.isOpen === true)) {
    voice.say('What has to be done about infected devices is part of the plan: migrate plan');
  }
}

function notListed(hosts: readonly string[], file: string): Problem {
  return {
    code: 'evidence.not-listed',
    severity: 'warning',
    place: { file },
    what: `Reports came of devices that are not on the list: ${namesText(hosts, MOST_NAMES)}`,
    why: 'They were kept, and clear nobody: nobody has said who uses these devices.',
    todo: 'Enter them in the device list, or find out whose they are. A name that was changed is another device.',
  };
}
