// The board of devices in words.

import { BOARD_STATES } from '../client/device-board.ts';
import type { BoardState } from '../client/device-board.ts';
import { CLEAN_IS_NO_PROOF } from '../client/evidence/emocheck.ts';
import type { ExceptionState } from '../model/device-exception.ts';
import type { DeviceLine, DevicesSummary, ExceptionLine } from './device-lines.ts';

export const DEVICE_WORDS: Readonly<Record<BoardState, string>> = {
  failed: 'failed',
  gated: 'held by the gate',
  waiting: 'waiting',
  skipped: 'skipped by exception',
  'kit-ready': 'kit ready',
  'handed-over': 'handed over',
  done: 'done (reported)',
};

export const EXCEPTION_WORDS: Readonly<Record<ExceptionState, string>> = {
  'in-force': 'in force',
  expired: 'expired',
  'taken-back': 'taken back',
};

/** In the order in which a reader wants to see them; only those that there are. */
export function countDeviceStates(
  lines: readonly Pick<DeviceLine, 'state'>[],
): readonly (readonly [BoardState, number])[] {
  return BOARD_STATES.flatMap((state) => {
    const count = lines.filter((line) => line.state === state).length;
    return count === 0 ? [] : [[state, count] as const];
  });
}

/** `3 held by the gate, 40 done`. */
export function deviceCountsText(lines: readonly Pick<DeviceLine, 'state'>[]): string {
  return countDeviceStates(lines)
    .map(([state, count]) => `${count} ${DEVICE_WORDS[state]}`)
    .join(', ');
}

/** `approved by X until 2026-11-30: reason`. */
export function exceptionText(
  line: Pick<ExceptionLine, 'approvedBy' | 'lastDay' | 'reason' | 'endedFor' | 'by'> & {
    readonly state: ExceptionState;
  },
): string {
  const { approvedBy, lastDay, reason, endedFor = '', by } = line;
  switch (line.state) {
    case 'in-force':
      return `approved by ${approvedBy} until ${lastDay}: ${reason}`;
    case 'expired':
      return `approved by ${approvedBy}, expired on ${lastDay}: ${reason}`;
    case 'taken-back':
      return `approved by ${approvedBy}, taken back by ${by}: ${endedFor}`;
  }
}

/** Why a device is in its state, with the exception that lets its person go on. */
export function whyText({ why, exception }: Pick<DeviceLine, 'why' | 'exception'>): string {
  if (exception === undefined) return why;
  return `${why} Exception ${exceptionText({ ...exception, by: '', state: 'in-force' })}`;
}

/** People whom no line of the board is about; undefined where there are none. */
export function withoutText(without: DevicesSummary['without']): string | undefined {
  if (without.length === 0) return undefined;
  const names = without.slice(0, MOST_WITHOUT).map(ownerText);
  const rest = without.length - names.length;
  const who = `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return `Without a device on the list, so held by the gate: ${who}`;
}

const MOST_WITHOUT = 20;

/** Infected devices that no line of the board is about; undefined where there are none. */
export function unlistedText(hosts: readonly string[]): string | undefined {
  if (hosts.length === 0) return undefined;
  const rest = hosts.length - MOST_WITHOUT;
  const names = `${hosts.slice(0, MOST_WITHOUT).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return `Infected, and not on the device list, so nobody is held back for them: ${names}. Enter them with whoever uses them, or keep them off the network.`;
}

/** Whose device: a name where there is one, and the old address. */
export function ownerText({ name, person }: Pick<DeviceLine, 'name' | 'person'>): string {
  return name === undefined ? person : `${name} <${person}>`;
}

/** Has to be said wherever devices are called clean or done. */
export const NO_PROOF = `${CLEAN_IS_NO_PROOF} What is called done was reported by the device or by a person.`;
