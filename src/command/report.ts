// migrate report: what was done, what is left, who is affected. From the job log alone.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { JobLog } from '../model/job-log.ts';
import type { Settings } from '../model/settings.ts';
import { summarise } from '../report/summarise.ts';
import type { Summary } from '../report/summary.ts';
import { sentenceOf } from '../step/kinds.ts';
import { openJobLog } from '../store/job-log.ts';
import { writeFileDurably } from '../store/write-file.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { whySendingStopped } from './sending-lane.ts';
import { placesOf, readWorkspace } from './workspace.ts';

export type ReportFormat = 'text' | 'csv' | 'json' | 'html';

export async function report(
  { folder, voice }: CommandContext,
  { format, out }: { readonly format: ReportFormat; readonly out?: string },
): Promise<ExitCode> {
  const reading = await readWorkspace(folder);
  const workspace = 'workspace' in reading ? reading.workspace : undefined;
  // The log keeps people by their old addresses; the staff list, where it can be read, gives them their names.
  const names = new Map(workspace?.people.map(({ key, displayName }) => [key, displayName]));
  const log = openJobLog(placesOf(folder).log, { clock: realClock, mode: 'read' });
  let summary: Summary;
  try {
    summary = summarise(log, {
      clock: realClock,
      say: (step) => sentenceOf(step).say(step),
      nameOf: (person) => names.get(person),
      ...whyStopped(log),
    });
  } finally {
    log.close();
  }
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
