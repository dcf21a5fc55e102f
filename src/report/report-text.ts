// The summary for a terminal or a mail: what was done, what is left, who is affected.

import {
  DEVICE_WORDS,
  deviceCountsText,
  exceptionText,
  NO_PROOF,
  ownerText,
  whyText,
  unlistedText,
  withoutText,
} from './device-words.ts';
import type { NoticeLine, NoticeState } from './notice-lines.ts';
import type { BoardState } from '../client/device-board.ts';
import type { BatchLine, PersonLine, Reason, RunLine, Summary } from './summary.ts';
import { PERSON_STATES } from './summary.ts';
import { wallText } from '../model/zone.ts';
import { durationText } from './time-text.ts';
import {
  batchName,
  countNotices,
  headline,
  NOTICE_WORDS,
  persons,
  RUN_WORDS,
  STATE_WORDS,
  waitsText,
} from './words.ts';

/** More people of one state than this are counted, not listed: the CSV has them all. */
const MOST_LISTED = 200;

export function reportText(summary: Summary): string {
  const blocks = [
    [...(summary.olderCopy === undefined ? [] : [summary.olderCopy]), headline(summary), ...origin(summary)],
    titled('Batches', summary.batches.filter(({ people }) => people > 0).map(batchText)),
    titled(
      'In the way of everybody',
      summary.troubles.flatMap((reason) => reasonText(reason, '  ')),
    ),
    titled(
      'For people to do',
      summary.tasks.flatMap(({ title, lines, file, holds, stepId }) => [
        `  ${title}${holds > 0 ? ` (${persons(holds)} waiting)` : ''}`,
        ...lines.map((line) => `      ${line}`),
        ...(file === undefined ? [] : [`      file: ${file}`]),
        `      then: migrate done "${stepId}" --evidence "..."`,
      ]),
    ),
    ...PERSON_STATES.filter((state) => state !== 'finished' && state !== 'taken-back').map((state) =>
      titled(STATE_WORDS[state], peopleText(summary.persons.filter((person) => person.state === state))),
    ),
    titled('Devices', devicesText(summary)),
    titled('Partners', partnersText(summary.partners)),
    titled(
      'Runs',
      summary.runs.map((run) => runText(run, summary.timeZone)),
    ),
    workText(summary),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n') + '\n')
    .join('\n');
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title.charAt(0).toUpperCase() + title.slice(1), ...lines];
}

function origin({ at, timeZone, plan, jobId }: Summary): readonly string[] {
  const from = plan === undefined ? '' : `, plan ${plan.number} of ${wallText(plan.at, timeZone)}`;
  return [`Report of ${wallText(at, timeZone)}, migration ${jobId}${from}.`];
}

export function batchText({ name, people, states, alreadyRight, refused }: BatchLine): string {
  const parts = PERSON_STATES.toReversed()
    .filter((state) => states[state] > 0)
    .map((state) => `${states[state]} ${STATE_WORDS[state]}`);
  if (alreadyRight > 0) parts.push(`${alreadyRight} right already`);
  if (refused > 0) parts.push(`${refused} left out (see migrate plan)`);
  return `  ${batchName(name)}: ${persons(people)}: ${parts.join(', ')}`;
}

function peopleText(people: readonly PersonLine[]): readonly string[] {
  const listed = people
    .slice(0, MOST_LISTED)
    .flatMap((person) => [
      `  ${nameText(person)} (${person.batch}), ${person.stepsDone} of ${person.steps} steps done`,
      ...person.reasons.flatMap((reason) => reasonText(reason, '      ')),
    ]);
  const rest = people.length - MOST_LISTED;
  return rest > 0 ? [...listed, `  and ${rest} more: migrate report --format csv`] : listed;
}

/** States in which somebody has to do something. */
const TROUBLES: ReadonlySet<NoticeState> = new Set(['in-doubt', 'failed', 'bounced']);

function partnersText(lines: readonly NoticeLine[]): readonly string[] {
  if (lines.length === 0) return [];
  const counts = countNotices(lines).map(([state, count]) => `${count} ${NOTICE_WORDS[state]}`);
  const troubles = lines.filter(({ state }) => TROUBLES.has(state));
  const listed = troubles
    .slice(0, MOST_LISTED)
    .flatMap(({ partner, notice, state, said = '', todo }) => [
      `  ${partner} (${notice}): ${NOTICE_WORDS[state]}${said === '' ? '' : `: ${said}`}`,
      ...(todo === undefined ? [] : [`      to do: ${todo}`]),
    ]);
  const rest = troubles.length - MOST_LISTED;
  const more = rest > 0 ? [`  and ${rest} more`] : [];
  return [`  ${counts.join(', ')}`, ...listed, ...more, '  every partner: migrate notice status --csv partners.csv'];
}

const IN_HAND: ReadonlySet<BoardState> = new Set(['handed-over', 'done']);
/** States of devices in which somebody has to do something. */
const HELD_DEVICES: ReadonlySet<BoardState> = new Set(['failed', 'gated', 'skipped']);

function devicesText({ devices }: Summary): readonly string[] {
  if (devices === undefined || devices.board.length === 0) return [];
  const others = [withoutText(devices.without), unlistedText(devices.unlisted)].filter((line) => line !== undefined);
  // What is in hand though the gate holds it again asks for something, too.
  const held = devices.board.filter(
    ({ state, todo }) => HELD_DEVICES.has(state) || (IN_HAND.has(state) && todo !== undefined),
  );
  const listed = held
    .slice(0, MOST_LISTED)
    .flatMap((line) => [
      `  ${ownerText(line)}, ${line.host}: ${DEVICE_WORDS[line.state]}. ${whyText(line)}`,
      ...(line.todo === undefined ? [] : [`      to do: ${line.todo}`]),
    ]);
  const rest = held.length - MOST_LISTED;
  return [
    `  by person and device: ${deviceCountsText(devices.board)}`,
    ...listed,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    ...others.map((line) => `  ${line}`),
    ...devices.exceptions.map(
      (line) => `  exception for ${ownerText(line)}, ${line.host ?? 'all devices'}: ${exceptionText(line)}`,
    ),
    '  every device: migrate device status --csv devices.csv',
    `  ${NO_PROOF}`,
  ];
}

function nameText({ displayName, key, newAddress }: PersonLine): string {
  const addresses = newAddress === undefined ? key : `${key} -> ${newAddress}`;
  return displayName === undefined ? addresses : `${displayName} <${addresses}>`;
}

function reasonText({ what, todo }: Reason, indent: string): readonly string[] {
  return [`${indent}${what}`, ...(todo === undefined ? [] : [`${indent}  to do: ${todo}`])];
}

function runText({ startedAt, endedAt, end, done, failed, inDoubt }: RunLine, timeZone: string): string {
  const counts = [
    `${done} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(inDoubt > 0 ? [`${inDoubt} in doubt`] : []),
  ];
  return `  ${wallText(startedAt, timeZone)}, ${durationText(endedAt - startedAt)}: ${counts.join(', ')}; ${RUN_WORDS[end]}`;
}

function workText({ runs, workedMs, throttle }: Summary): readonly string[] {
  if (runs.length === 0) return [];
  return [`Worked for ${durationText(workedMs)} in all. ${waitsText(throttle)}`];
}
