// migrate device handed-over, done and undo: what people say of a device, kept with who said it and when. The last word can be taken back.

import { randomUUID } from 'node:crypto';
import type { BoardLine, BoardState } from '../../client/device-board.ts';
import { shownText } from '../../client/evidence/report-words.ts';
import type { DeviceMark } from '../../model/device-mark.ts';
import type { Problem } from '../../model/problem.ts';
import { realClock } from '../clock.ts';
import type { CommandContext } from '../command-context.ts';
import type { ExitCode } from '../exit-code.ts';
import { whoIsThere } from '../who.ts';
import { markProblem } from './mark-problems.ts';
import { lineName, onBoard } from './on-board.ts';
import type { Marking } from './on-board.ts';

/** `which`: a host name, or a person, then all devices of that person. */
export function handOver(
  context: CommandContext,
  which: string,
  { evidence }: { readonly evidence?: string },
): Promise<ExitCode> {
  const said = shownText(evidence ?? '');
  return onBoard({ context, command: 'device handed-over', choice: { which } }, (lines) => {
    const problems: Problem[] = [];
    const marks = lines.flatMap((line): readonly DeviceMark[] => {
      if (line.state === 'gated') problems.push(markProblem('gated', factsOf(line)));
      else if (line.state === 'done' || line.state === 'handed-over')
        problems.push(markProblem('already', factsOf(line)));
      else return [{ what: 'handed-over', ...newMark(line), ...(said !== '' && { evidence: said }) }];
      return [];
    });
    return { marks, problems };
  });
}

interface OfPerson {
  readonly person?: string;
}

export function sayDone(
  context: CommandContext,
  host: string,
  { person, evidence }: OfPerson & { readonly evidence: string },
): Promise<ExitCode> {
  const said = shownText(evidence);
  const choice = { host, ...(person !== undefined && { person }) };
  return onBoard({ context, command: 'device done', choice }, (lines) => {
    if (said === '') return refused(markProblem('empty', { option: '--evidence' }));
    return onlyOne(lines, host, (line) => {
      if (line.state === 'gated') return refused(markProblem('gated', factsOf(line)));
      if (line.state === 'done') return refused(markProblem('already', factsOf(line)));
      return { marks: [{ what: 'done', ...newMark(line), evidence: said }], problems: [] };
    });
  });
}

/** Takes the last state back: what was said before it counts again. */
export function takeBack(
  context: CommandContext,
  host: string,
  { person, reason }: OfPerson & { readonly reason: string },
): Promise<ExitCode> {
  const said = shownText(reason);
  const choice = { host, ...(person !== undefined && { person }) };
  return onBoard({ context, command: 'device undo', choice }, (lines) => {
    if (said === '') return refused(markProblem('empty', { option: '--reason' }));
    const marked = lines.filter(({ mark }) => mark !== undefined);
    return onlyOne(marked.length > 0 ? marked : lines, host, (line) => {
      const { mark, state, lastUndo } = line;
      // Whoever was cut off and says the same again means the same, not the state before it.
      if (mark !== undefined && lastUndo?.reason === said) {
        return refused(markProblem('undone', { ...factsOf(line), reason: said }));
      }
      if (mark === undefined) return refused(markProblem('nothing', { ...factsOf(line), way: WAY_BACK[state] }));
      return { marks: [{ what: 'taken-back', ...newMark(line), takesBack: mark.key, reason: said }], problems: [] };
    });
  });
}

const BY_UNDO = 'It is taken back with: migrate device undo';

/** How else a state is taken back. */
const WAY_BACK: Readonly<Record<BoardState, string>> = {
  gated: 'The gate opens by a clean check (migrate evidence import), or by an exception (migrate device exception).',
  skipped: 'The exception is ended with: migrate device exception-end',
  'kit-ready': 'The kit of a person is taken back with: migrate undo --only PERSON',
  waiting: 'Nothing has been done to the device.',
  failed: BY_UNDO,
  'handed-over': BY_UNDO,
  done: BY_UNDO,
};

function onlyOne(lines: readonly BoardLine[], host: string, work: (line: BoardLine) => Marking): Marking {
  const [line, ...others] = lines;
  if (line !== undefined && others.length === 0) return work(line);
  return refused(markProblem('who', { name: host, people: lines.map(({ person }) => person).join(', ') }));
}

function refused(problem: Problem): Marking {
  return { marks: [], problems: [problem] };
}

function factsOf(line: BoardLine): { readonly name: string; readonly why: string; readonly todo: string } {
  return { name: lineName(line), why: line.why, todo: line.todo ?? '' };
}

function newMark({ person, standing }: BoardLine): Pick<DeviceMark, 'key' | 'person' | 'device' | 'by' | 'at'> {
  return { key: randomUUID(), person, device: standing.device.key, by: whoIsThere(), at: realClock.now() };
}
