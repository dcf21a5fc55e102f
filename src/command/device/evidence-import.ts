// migrate evidence import: takes in what checks have found, file by file; what cannot be read is told with its place, and clears nobody.

import { CLEAN_IS_NO_PROOF } from '../../client/evidence/emocheck.ts';
import { fileTooLarge } from '../../client/evidence/evidence-problems.ts';
import { readEvidence } from '../../client/evidence/read-evidence.ts';
import { hostKey } from '../../model/device.ts';
import type { DeviceEvidence } from '../../model/device-evidence.ts';
import type { JobLog } from '../../model/job-log.ts';
import { hasErrors } from '../../model/problem.ts';
import type { Problem } from '../../model/problem.ts';
import { findFiles, readAtMost } from '../../store/report-files.ts';
import type { CommandContext } from '../command-context.ts';
import { zoneOfReports } from '../device-gate-now.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { onLockedLog } from '../locked-log.ts';
import { sayProblems } from '../say-problems.ts';
import { fileText, takenText } from '../text/evidence-text.ts';
import type { Voice } from '../voice.ts';
import { readWorkspaceSettings } from '../workspace.ts';
import { sayVerdicts } from './say-verdicts.ts';

const REPORT_FILE = /\.(?:json|txt|csv)$/i;
/** An export of ten thousand machines has some 10 MB. */
const MOST_BYTES = 32 * 1024 * 1024;
/** So many files share a transaction: all of a file is on the disk, or nothing. */
const FILES_AT_ONCE = 100;
/** Files that are told to people one by one; programs get all. */
const MOST_SHOWN = 200;

export async function importEvidence(context: CommandContext, given: readonly string[]): Promise<ExitCode> {
  const { folder, voice } = context;
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const timeZone = zoneOfReports(reading.settings);
  const found = await findFiles(given, REPORT_FILE);
  return onLockedLog(context, { name: 'evidence import', creates: true }, async (log) => {
    const taking = new Taking(log, voice, timeZone);
    for (const files of inChunks(found.files)) await taking.takeIn(files);
    const problems = [...found.problems, ...taking.problems];
    for (const problem of problems) voice.problem(problem);
    const { taken, known, hosts } = taking;
    const facts = { files: found.files.length, others: found.others, taken, known };
    voice.fact({ type: 'evidence.imported', ...facts, problems: problems.length, note: CLEAN_IS_NO_PROOF });
    if (taking.hidden > 0) voice.say(`and ${taking.hidden} more files (--json names them all)`);
    voice.say(takenText(facts, problems));
    await sayVerdicts({ folder, log, voice, hosts });
    voice.say();
    voice.say(CLEAN_IS_NO_PROOF);
    return hasErrors(problems) ? EXIT.input : EXIT.done;
  });
}

function* inChunks(files: readonly string[]): Generator<readonly string[]> {
  for (let first = 0; first < files.length; first += FILES_AT_ONCE) yield files.slice(first, first + FILES_AT_ONCE);
}

class Taking {
  taken = 0;
  known = 0;
  /** Files that were not told to people. */
  hidden = 0;
  readonly problems: Problem[] = [];
  /** Host names of what was read, as the reports have them, by `hostKey`. */
  readonly hosts = new Map<string, string>();
  readonly #log: JobLog;
  readonly #voice: Voice;
  readonly #timeZone: string;
  #shown = 0;

  constructor(log: JobLog, voice: Voice, timeZone: string) {
    this.#log = log;
    this.#voice = voice;
    this.#timeZone = timeZone;
  }

  async takeIn(files: readonly string[]): Promise<void> {
    const read: { readonly file: string; readonly evidence: readonly DeviceEvidence[] }[] = [];
    for (const file of files) {
      const content = await readAtMost(file, MOST_BYTES);
      if ('problem' in content) this.problems.push(content.problem);
      else if (content.bytes.length > MOST_BYTES) this.problems.push(fileTooLarge({ file }));
      else {
        const { evidence, problems } = readEvidence(content.bytes, { file, timeZone: this.#timeZone });
        this.problems.push(...problems);
        read.push({ file, evidence });
      }
    }
    const fresh = new Set(this.#log.keepEvidence(read.flatMap(({ evidence }) => evidence)).map(({ key }) => key));
    // A copy of a report within these files is new where it comes first.
    for (const { file, evidence } of read) this.#say(file, evidence, (key) => fresh.delete(key));
  }

  #say(file: string, evidence: readonly DeviceEvidence[], isNew: (key: string) => boolean): void {
    if (evidence.length === 0) return;
    const said = evidence.map(({ key, host, claim }) => ({ host, claim, isNew: isNew(key) }));
    const taken = said.filter((one) => one.isNew).length;
    this.taken += taken;
    this.known += said.length - taken;
    for (const { host } of said) this.hosts.set(hostKey(host), host);
    this.#voice.fact({ type: 'evidence.file', file, taken, known: said.length - taken, devices: said });
    if (this.#shown === MOST_SHOWN) this.hidden += 1;
    else {
      this.#shown += 1;
      this.#voice.say(`${file}: ${fileText(said)}`);
    }
  }
}
