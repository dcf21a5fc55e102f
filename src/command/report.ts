// migrate report: what was done, what is left, who is affected. From the job log and the lists; nobody is called.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { DevicesSummary } from '../report/device-lines.ts';
import { summarise } from '../report/summarise.ts';
import type { Summary } from '../report/summary.ts';
import { sentenceOf } from '../step/kinds.ts';
import { openJobLog } from '../store/job-log.ts';
import { writeFileDurably } from '../store/write-file.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { readZone, zoneOfReports } from './device-gate-now.ts';
import { devicesNow } from './device/devices-now.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { whyOlder } from './seen-log.ts';
import { whySendingStopped } from './sending-lane.ts';
import { placesOf, readWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

export type ReportFormat = 'text' | 'csv' | 'json' | 'html';

export async function report(
  { folder, voice }: CommandContext,
  { format, out }: { readonly format: ReportFormat; readonly out?: string },
): Promise<ExitCode> {
  const reading = await readWorkspace(folder);
  const workspace = 'workspace' in reading ? reading.workspace : undefined;
  if (workspace === undefined) voice.problem(listsMissing());
  // The log keeps people by their old addresses; the staff list, where it can be read, gives them their names.
  const names = new Map(workspace?.people.map(({ key, displayName }) => [key, displayName]));
  const places = placesOf(folder);
  const log = openJobLog(places.log, { clock: realClock, mode: 'read' });
  let summary: Summary;
  try {
    summary = summarise(log, {
      clock: realClock,
      timeZone: workspace === undefined ? await readZone(folder) : zoneOfReports(workspace.settings),
      say: (step) => sentenceOf(step).say(step),
      nameOf: (person) => names.get(person),
      ...whyStopped(log),
      ...devicesOf(workspace, log),
      ...olderOf(log, places.lock),
    });
  } finally {
    log.close();
  }
  // A table has no line for it.
  if (format === 'csv' && summary.olderCopy !== undefined) voice.complain(summary.olderCopy);
  const text = await textOf(summary, format, workspace?.settings);
  if (out === undefined) {
    voice.output(text);
    return EXIT.done;
  }
  const file = resolve(out);
  if (!existsSync(dirname(file))) await mkdir(dirname(file), { recursive: true });
  await writeFileDurably({ file, role: 'report', goal: 'write it' }, text);
  voice.fact({ type: 'report', file, format });
  voice.say(`The report is in ${file}`);
  return EXIT.done;
}

function whyStopped(log: JobLog): { readonly whyStopped?: string } {
  const why = whySendingStopped(log);
  return why === undefined ? {} : { whyStopped: why };
}

function devicesOf(workspace: Workspace | undefined, log: JobLog): { readonly devices?: DevicesSummary } {
  const devices = workspace && devicesNow(workspace, log);
  return devices === undefined ? {} : { devices };
}

function olderOf(log: JobLog, lockFile: string): { readonly olderCopy?: string } {
  const olderCopy = whyOlder(log, lockFile);
  return olderCopy === undefined ? {} : { olderCopy };
}

function listsMissing(): Problem {
  return {
    code: 'report.without-lists',
    severity: 'warning',
    what: 'The report lacks the names of people and the board of devices.',
    why: 'migrate.yaml or a list cannot be read as it is now.',
    todo: 'See what is wrong with: migrate check',
  };
}

async function textOf(summary: Summary, format: ReportFormat, settings: Settings | undefined): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('../report/report-text.ts')).reportText(summary);
    case 'csv':
      return (await import('../report/report-csv.ts')).reportCsv(summary);
    case 'json':
      return (await import('../report/report-json.ts')).reportJson(summary);
    case 'html': {
      const { reportHtml } = await import('../report/report-html.ts');
      if (settings === undefined) return reportHtml(summary);
      const { company, oldDomains, newDomain } = settings;
      return reportHtml(summary, { company, from: oldDomains, to: newDomain });
    }
  }
}
