// The board of devices and the register of exceptions as plain facts, for a report, a table and a screen.

import type { BoardLine, BoardState } from '../client/device-board.ts';
import type { VerdictName } from '../client/verdict.ts';
import type { DeviceSystem, MailClient } from '../model/device.ts';
import { exceptionState } from '../model/device-exception.ts';
import type { DeviceException, ExceptionState } from '../model/device-exception.ts';
import { wallText } from '../model/zone.ts';

/** One person at one device. */
export interface DeviceLine {
  /** Key of the person: the old address. */
  readonly person: string;
  readonly name: string | undefined;
  readonly host: string;
  readonly system: DeviceSystem | undefined;
  readonly clients: readonly MailClient[];
  readonly state: BoardState;
  readonly why: string;
  readonly todo: string | undefined;
  /** Milliseconds since 1970 of what was recorded last, if anything was. */
  readonly since: number | undefined;
  /** What the checks of the device are worth. */
  readonly verdict: VerdictName;
  /** Whether a check is asked for; of phones it is not. */
  readonly isAsked: boolean;
  /** Who lets the person go on at this device, where it is in force. */
  readonly exception: Pick<ExceptionLine, 'approvedBy' | 'until' | 'lastDay' | 'reason'> | undefined;
}

export interface ExceptionLine extends DeviceException {
  readonly name: string | undefined;
  /** Name of the device; undefined where it is about all of the person. */
  readonly host: string | undefined;
  readonly state: ExceptionState;
  /** The last day on which it is in force, YYYY-MM-DD. */
  readonly lastDay: string;
}

export interface DevicesSummary {
  /** In the order of the device list. */
  readonly board: readonly DeviceLine[];
  /** Those in force first. */
  readonly exceptions: readonly ExceptionLine[];
  /** People whom the gate holds because no device on the list is theirs. */
  readonly without: readonly { readonly person: string; readonly name: string | undefined }[];
  /** Host names of infected devices that are on no list. */
  readonly unlisted: readonly string[];
  /** The company's: all times of day are told in it. */
  readonly timeZone: string;
}

export interface DeviceNaming {
  /** By `Person.key`. */
  readonly nameOf: (person: string) => string | undefined;
  /** By `Device.key`. */
  readonly hostOf: (device: string) => string | undefined;
  /** In which exceptions end with a day. */
  readonly timeZone: string;
}

export function deviceLines(board: readonly BoardLine[], { nameOf, timeZone }: DeviceNaming): readonly DeviceLine[] {
  return board.map(({ person, standing, state, why, todo, since, exception }) => {
    const { device, verdict, isAsked } = standing;
    const clients = device.uses.flatMap((use) => (use.person === person ? (use.client ?? []) : []));
    return {
      person,
      name: nameOf(person),
      host: device.host,
      system: device.system,
      clients: [...new Set(clients)],
      state,
      why,
      todo,
      since,
      verdict: verdict.name,
      isAsked,
      exception: exception && {
        approvedBy: exception.approvedBy,
        until: exception.until,
        lastDay: lastDayOf(exception, timeZone),
        reason: exception.reason,
      },
    };
  });
}

export function exceptionLines(
  exceptions: readonly DeviceException[],
  { now, nameOf, hostOf, timeZone }: DeviceNaming & { readonly now: number },
): readonly ExceptionLine[] {
  const lines = exceptions.map((exception) => ({
    ...exception,
    name: nameOf(exception.person),
    host: exception.device === undefined ? undefined : (hostOf(exception.device) ?? exception.device),
    state: exceptionState(exception, now),
    lastDay: lastDayOf(exception, timeZone),
  }));
  return lines.toSorted((one, other) => Number(other.state === 'in-force') - Number(one.state === 'in-force'));
}

export function lastDayOf({ until }: Pick<DeviceException, 'until'>, timeZone: string): string {
  return wallText(until - 1, timeZone).slice(0, 10);
}
