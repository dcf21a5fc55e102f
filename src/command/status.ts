// migrate status: where everything stands, from the job log and the lists; also while another command is at work.

import type { StepRecord, StepState } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { HandTask, StepId } from '../model/step.ts';
import { openJobLog } from '../store/job-log.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { readZone } from './device-gate-now.ts';
import { readIfListed } from './device/device-desk.ts';
import { devicesNow } from './device/devices-now.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { whyOlder } from './seen-log.ts';
import { exceptionRow } from './text/board-text.ts';
import { tasksText } from './text/notice-text.ts';
import { cutText, tableText } from './text/table-text.ts';
import { countDeviceStates, deviceCountsText } from '../report/device-words.ts';
import type { DevicesSummary } from '../report/device-lines.ts';
import { exactMomentText } from '../report/time-text.ts';
import type { Voice } from './voice.ts';
import { placesOf } from './workspace.ts';
import type { Workspace } from './workspace.ts';

const LOOK_EVERY_MS = 1000;

type Counts = Partial<Record<StepState, number>>;

interface Standing {
  /** The job log is not the newest one, in words; absent where nothing tells so. */
  readonly older?: string;
  readonly plan: string;
  readonly batches: ReadonlyMap<string, Counts>;
  readonly tasks: readonly HandTask[];
  /** Absent where there is no device list. */
  readonly devices?: DevicesSummary;
  readonly isOpen: boolean;
}

export async function status(
  { folder, voice }: CommandContext,
  { watch }: { readonly watch?: true },
): Promise<ExitCode> {
  const places = placesOf(folder);
  const log = openJobLog(places.log, { clock: realClock, mode: 'read' });
  try {
    const older = whyOlder(log, places.lock);
    const workspace = await readIfListed(folder);
    const timeZone = await readZone(folder);
    const reading = { workspace, timeZone, ...(older !== undefined && { older }) };
    let standing = standingOf(log, reading);
    while (watch === true && voice.isTerminal && standing.isOpen) {
      voice.live(linesOf(standing).map((line) => cutText(line, voice.columns - 1)));
      await realClock.sleep(LOOK_EVERY_MS);
      standing = standingOf(log, reading);
    }
    sayStanding(standing, voice);
    return EXIT.done;
  } finally {
    log.close();
  }
}

interface Reading extends Pick<Standing, 'older'> {
  readonly workspace: Workspace | undefined;
  /** The company's. */
  readonly timeZone: string;
}

function standingOf(log: JobLog, { workspace, timeZone, older }: Reading): Standing {
  const saved = log.currentPlan();
  const batches = new Map<string, Counts>();
  const tasks: HandTask[] = [];
  let isOpen = false;
  for (const { step, state, failure } of shownRecords(log)) {
    const counts = batches.get(step.batch) ?? {};
    batches.set(step.batch, counts);
    counts[state] = (counts[state] ?? 0) + 1;
    if (step.kind === 'hand.task' && state !== 'done') tasks.push(withRecords(step, log));
    else if (['planned', 'started', 'waiting'].includes(state) && failure?.kind !== 'refused') isOpen = true;
  }
  const plan =
    saved === undefined
      ? 'Nothing has been planned yet: migrate plan'
      : `Plan ${saved.number} of ${exactMomentText(saved.at, timeZone)} (${saved.purpose})`;
  const devices = workspace && devicesNow(workspace, log);
  const more = { ...(older !== undefined && { older }), ...(devices !== undefined && { devices }) };
  return { plan, batches, tasks, ...more, isOpen };
}

/** The steps of the current plan, and what earlier plans have done. What an earlier plan only meant to do is gone. */
function* shownRecords(log: JobLog): Generator<StepRecord> {
  const current = new Set<StepId>();
  for (const record of log.steps({ currentPlan: true })) {
    current.add(record.step.id);
    yield record;
  }
  for (const record of log.steps({ states: ['done', 'undone', 'in-doubt', 'started'] })) {
    if (!current.has(record.step.id)) yield record;
  }
}

/** The records of a domain are known once it has been added: the log has them. */
function withRecords(task: HandTask, log: JobLog): HandTask {
  if (task.task !== 'publish-dns') return task;
  for (const need of task.needs) {
    const records = log.step(need)?.evidence?.['records'];
    if (Array.isArray(records)) return { ...task, lines: records.map(recordLine) };
  }
  return task;
}

function recordLine(record: unknown): string {
  if (typeof record !== 'object' || record === null) return '';
  const parts: Readonly<Record<string, unknown>> = { ...record };
  return ['name', 'type', 'priority', 'value'].flatMap((part) => showable(parts[part])).join(' ');
}

function showable(value: unknown): readonly string[] {
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

function sayStanding(standing: Standing, voice: Voice): void {
  const { older } = standing;
  voice.fact({ type: 'status.log', isOlderCopy: older !== undefined, ...(older !== undefined && { said: older }) });
  for (const [batch, counts] of standing.batches) voice.fact({ type: 'status', batch, ...counts });
  for (const task of standing.tasks) voice.fact({ type: 'task', id: task.id, title: task.title, lines: task.lines });
  const { devices } = standing;
  if (devices !== undefined) {
    const exceptions = devices.exceptions.filter(({ state }) => state === 'in-force');
    voice.fact({ type: 'device.status', ...Object.fromEntries(countDeviceStates(devices.board)) });
    for (const exception of exceptions) voice.fact({ type: 'device.exception', ...exception });
  }
  for (const line of linesOf(standing)) voice.say(line);
}

const WORDS: readonly (readonly [StepState, string])[] = [
  ['done', 'done'],
  ['started', 'under way'],
  ['waiting', 'waiting'],
  ['planned', 'not started'],
  ['failed', 'failed'],
  ['in-doubt', 'in doubt'],
  ['undone', 'taken back'],
];

/** The board in one line, and who goes on by exception. */
function deviceLines({ board, exceptions }: DevicesSummary): readonly string[] {
  const open = exceptions.filter(({ state }) => state === 'in-force');
  return [
    `Devices, by person: ${deviceCountsText(board)} (migrate device status)`,
    ...(open.length > 0 ? ['By exception from the device gate', ...tableText(open.map(exceptionRow))] : []),
  ];
}

function linesOf({ older, plan, batches, tasks, devices }: Standing): readonly string[] {
  const rows = [...batches].map(([batch, counts]) => [
    batch === '' ? 'before every batch' : `batch ${batch}`,
    WORDS.flatMap(([state, word]) => (counts[state] === undefined ? [] : [`${counts[state]} ${word}`])).join(', '),
  ]);
  const taskLines = tasksText(tasks, { isAll: false });
  return [
    ...(older === undefined ? [] : [older]),
    plan,
    ...tableText(rows),
    ...(tasks.length > 0 ? ['For people to do', ...taskLines] : []),
    ...(devices !== undefined && devices.board.length > 0 ? deviceLines(devices) : []),
  ];
}
