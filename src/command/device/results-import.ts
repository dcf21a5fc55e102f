// migrate device results import: what the program on the PCs says that it has come to. Reports, never proofs; they move the board.

import { MOST_RESULT_BYTES, readResult } from '../../client/results/read-result.ts';
import type { ResultWish } from '../../client/results/read-result.ts';
import type { DeviceReport } from '../../model/device-mark.ts';
import type { JobLog } from '../../model/job-log.ts';
import { hasErrors } from '../../model/problem.ts';
import type { Problem } from '../../model/problem.ts';
import { findFiles, readAtMost } from '../../store/report-files.ts';
import { realClock } from '../clock.ts';
import type { CommandContext } from '../command-context.ts';
import { zoneOfReports } from '../device-gate-now.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { onLockedLog } from '../locked-log.ts';
import { sayProblems } from '../say-problems.ts';
import { whoIsThere } from '../who.ts';
import { boardNow, readListedWorkspace } from './device-desk.ts';
import type { ListedWorkspace } from './device-desk.ts';
import { sayMoves } from './on-board.ts';

const RESULT_FILE = /\.json$/i;
/** So many files share a transaction. */
const FILES_AT_ONCE = 200;

export async function importResults(context: CommandContext, given: readonly string[]): Promise<ExitCode> {
  const { folder, voice } = context;
  const reading = await readListedWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { workspace } = reading;
  const found = await findFiles(given, RESULT_FILE);
  return onLockedLog(context, 'device results import', async (log) => {
    const before = boardNow(workspace, log)?.lines ?? [];
    const { fresh, read, problems: faulty } = await takeIn(found.files, { log, workspace });
    const problems = [...found.problems, ...faulty];
    for (const problem of problems) voice.problem(problem);
    for (const { file, status } of fresh) voice.fact({ type: 'result.file', file, status });
    sayMoves(before, boardNow(workspace, log)?.lines ?? [], voice);
    const counts = { files: found.files.length, taken: fresh.length, known: read - fresh.length };
    voice.fact({ type: 'results.imported', ...counts, problems: problems.length });
    const parts = [`${counts.taken} taken in`, `${counts.known} known already`, `${counts.files - read} left out`];
    voice.say(`Results of ${counts.files === 1 ? '1 file' : `${counts.files} files`}: ${parts.join(', ')}.`);
    voice.say('They are reports of the devices, and no proof. Where all stands: migrate device status');
    return hasErrors(problems) ? EXIT.input : EXIT.done;
  });
}

interface TakenIn {
  /** What was not known before. */
  readonly fresh: readonly DeviceReport[];
  /** How many results could be read. */
  readonly read: number;
  readonly problems: readonly Problem[];
}

async function takeIn(
  files: readonly string[],
  { log, workspace }: { readonly log: JobLog; readonly workspace: ListedWorkspace },
): Promise<TakenIn> {
  const wish = wishOf(log, workspace);
  const by = whoIsThere();
  const problems: Problem[] = [];
  const fresh: DeviceReport[] = [];
  let read = 0;
  for (let first = 0; first < files.length; first += FILES_AT_ONCE) {
    const results: DeviceReport[] = [];
    for (const file of files.slice(first, first + FILES_AT_ONCE)) {
      const content = await readAtMost(file, MOST_RESULT_BYTES);
      const reading = 'problem' in content ? content : readResult(content.bytes, { ...wish, file });
      if ('problem' in reading) problems.push(reading.problem);
      else results.push({ ...reading.result, by, at: realClock.now() });
    }
    read += results.length;
    const kept = new Set(log.keepMarks(results).map(({ key }) => key));
    fresh.push(...results.filter(({ key }) => kept.delete(key)));
  }
  return { fresh, read, problems };
}

function wishOf(log: JobLog, { devices, people, settings }: ListedWorkspace): Omit<ResultWish, 'file'> {
  const byHost = new Map(devices.devices.map((device) => [device.key, device]));
  const byAddress = new Map(
    people.flatMap(({ key, oldAddress, newAddress, aliases }) =>
      [oldAddress, newAddress, ...aliases].map((address) => [address, key]),
    ),
  );
  return {
    jobId: log.jobId,
    deviceOf: (key) => byHost.get(key),
    personOf: (address) => byAddress.get(address),
    timeZone: zoneOfReports(settings),
  };
}
