// The board of devices in words, person by person.

import { BOARD_STATES } from '../../client/device-board.ts';
import {
  EXCEPTION_WORDS,
  DEVICE_WORDS,
  deviceCountsText,
  exceptionText,
  ownerText,
  whyText,
  unlistedText,
  withoutText,
} from '../../report/device-words.ts';
import type { DeviceLine, DevicesSummary, ExceptionLine } from '../../report/device-lines.ts';
import { wallText } from '../../model/zone.ts';
import { tableText } from './table-text.ts';

/** People whose devices are listed; the table has them all. */
const MOST_PEOPLE = 100;

/** `shown`: the lines that were asked for. Whoever needs somebody comes first. */
export function boardText(
  shown: readonly DeviceLine[],
  { board, exceptions, without, unlisted, timeZone }: DevicesSummary,
): readonly string[] {
  if (board.length === 0) return ['There is no device on the list.'];
  const people = [...Map.groupBy(shown, ownerText)].toSorted(([, one], [, other]) => urgency(one) - urgency(other));
  const rest = people.length - MOST_PEOPLE;
  return [
    `By person and device: ${deviceCountsText(board)}.`,
    ...(shown.length < board.length ? [`  shown: ${shown.length} of ${board.length}`] : []),
    ...people.slice(0, MOST_PEOPLE).flatMap(([owner, lines]) => [owner, ...personText(lines, timeZone)]),
    ...(rest > 0 ? [`and ${rest} people more: migrate device status --csv devices.csv has them all`] : []),
    ...[withoutText(without), unlistedText(unlisted)].filter((line) => line !== undefined),
    ...exceptionsText(exceptions.filter(({ state }) => state === 'in-force')),
  ];
}

function exceptionsText(exceptions: readonly ExceptionLine[]): readonly string[] {
  return exceptions.length === 0 ? [] : ['Exceptions from the device gate', ...tableText(exceptions.map(exceptionRow))];
}

/** Who, which device, in force or not, the rest in words. */
export function exceptionRow(line: ExceptionLine): readonly string[] {
  return [ownerText(line), line.host ?? 'all devices', EXCEPTION_WORDS[line.state], exceptionText(line)];
}

function urgency(lines: readonly DeviceLine[]): number {
  return Math.min(...lines.map(({ state }) => BOARD_STATES.indexOf(state)));
}

function personText(lines: readonly DeviceLine[], timeZone: string): readonly string[] {
  const rows = lines.map((line) => [deviceText(line), DEVICE_WORDS[line.state], whyText(line)]);
  return tableText(rows).flatMap((row, index) => {
    const { todo, since } = lines[index] ?? {};
    return [
      since === undefined ? row : `${row} (${wallText(since, timeZone)})`,
      ...(todo === undefined ? [] : [`      to do: ${todo}`]),
    ];
  });
}

function deviceText({ host, clients }: DeviceLine): string {
  return clients.length === 0 ? host : `${host} (${clients.join(', ')})`;
}
