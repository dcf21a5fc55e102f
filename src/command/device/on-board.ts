// The lines of the board that a command is about, and what moves on it when something is recorded.

import type { BoardLine } from '../../client/device-board.ts';
import type { DeviceMark } from '../../model/device-mark.ts';
import { hasErrors } from '../../model/problem.ts';
import type { Problem } from '../../model/problem.ts';
import { DEVICE_WORDS } from '../../report/device-words.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { onLockedLog } from '../locked-log.ts';
import { sayProblems } from '../say-problems.ts';
import type { Voice } from '../voice.ts';
import { boardNow, findDevice, findPerson, readListedWorkspace } from './device-desk.ts';
import type { ListedWorkspace } from './device-desk.ts';
import { markProblem } from './mark-problems.ts';

/** Which lines: those of a device, of a person, or of one of both. `which` is a host name, or else a person. */
export interface Choice {
  readonly which?: string;
  readonly host?: string;
  readonly person?: string;
}

export interface Marking {
  readonly marks: readonly DeviceMark[];
  readonly problems: readonly Problem[];
}

export interface BoardErrand {
  readonly context: CommandContext;
  /** Who holds the lock, for whoever is refused because of it. */
  readonly command: string;
  readonly choice: Choice;
}

/** Records what `work` makes of the lines, at least one, and says what moved. */
export async function onBoard(
  { context, command, choice }: BoardErrand,
  work: (lines: readonly BoardLine[]) => Marking,
): Promise<ExitCode> {
  const { folder, voice } = context;
  const reading = await readListedWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { workspace } = reading;
  const chosen = readChoice(workspace, choice);
  if ('problems' in chosen) return sayProblems(chosen.problems, voice);
  return onLockedLog(context, { name: command, creates: true }, (log) => {
    const board = (): readonly BoardLine[] => (boardNow(workspace, log)?.lines ?? []).filter(chosen.isMeant);
    const before = board();
    if (before.length === 0) return sayProblems([markProblem('no-use', {})], voice);
    const { marks, problems } = work(before);
    if (marks.length === 0) return sayProblems(problems, voice);
    log.keepMarks(marks);
    sayMoves(before, board(), voice);
    for (const problem of problems) voice.problem(problem);
    return hasErrors(problems) ? EXIT.input : EXIT.done;
  });
}

type Chosen = { readonly isMeant: (line: BoardLine) => boolean } | { readonly problems: readonly Problem[] };

function readChoice(workspace: ListedWorkspace, { which, host: given, person: who }: Choice): Chosen {
  const isHost = which !== undefined && 'device' in findDevice(workspace, which);
  const isAddress = which?.includes('@') === true;
  const host = isHost ? which : (given ?? (which === undefined || isAddress ? undefined : which));
  const name = who ?? (isHost ? undefined : which);
  const person = name === undefined ? undefined : findPerson(workspace, name);
  const device = host === undefined ? undefined : findDevice(workspace, host);
  // What is neither a device nor an address may still be the name of a person.
  if (
    device !== undefined &&
    'problems' in device &&
    (which === undefined || person === undefined || 'problems' in person)
  )
    return device;
  if (person !== undefined && 'problems' in person) return person;
  return {
    isMeant: (line) =>
      (device === undefined || 'problems' in device || line.standing.device.key === device.device.key) &&
      (person === undefined || line.person === person.person),
  };
}

/** What moved, line by line. Both boards have the same lines. */
export function sayMoves(before: readonly BoardLine[], after: readonly BoardLine[], voice: Voice): void {
  for (const [index, line] of after.entries()) {
    const was = before[index];
    if (was === undefined || (was.state === line.state && was.why === line.why)) continue;
    const { person, state, why, todo } = line;
    const { host } = line.standing.device;
    voice.fact({
      type: 'device.moved',
      person,
      host,
      from: was.state,
      to: state,
      why,
      ...(todo !== undefined && { todo }),
    });
    voice.say(`${lineName(line)}: ${DEVICE_WORDS[was.state]} -> ${DEVICE_WORDS[state]}. ${why}`);
    if (todo !== undefined) voice.say(`      to do: ${todo}`);
  }
}

/** `PC-001 of taro@old.example`. */
export function lineName({ person, standing }: BoardLine): string {
  return `${standing.device.host} of ${person}`;
}
