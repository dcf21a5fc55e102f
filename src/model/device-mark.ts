// What was recorded of one person at one device beyond its checks: that its kit was handed over, what the device reported, that it is done,
// and what took one of these back. Marks are never changed; where a device stands follows from all of them (client/device-board.ts).

/**
 * What the program on a PC says that it has come to:
 *
 * - `applied`               the mail program is set up for the new address
 * - `rolled-back`           the PC was put back to its old profile
 * - `not-applied`           it was to be put back, and nothing had been changed
 * - `waiting-outlook-open`  the user still has Outlook open; it tries again by itself
 * - `waiting-other-run`     the program was at work already; it tries again by itself
 * - `waiting-person`        no script can set up what is in use there; the person has to
 * - `gate-infected`         the PC has found itself infected, and changed nothing
 * - `gate-no-report`        the PC has no report of a check, and changed nothing
 * - `gate-expired`          what cleared the PC counts no longer
 * - `gate-table`            the table is not the one that was signed off, or cannot be reached
 * - `error`                 it failed
 * - `not-listed`            no row of the signed-off table is about this user
 * - `no-outlook`            the PC has no Outlook
 */
export const REPORTED_STATUSES = [
  'applied',
  'rolled-back',
  'not-applied',
  'waiting-outlook-open',
  'waiting-other-run',
  'waiting-person',
  'gate-infected',
  'gate-no-report',
  'gate-expired',
  'gate-table',
  'error',
  'not-listed',
  'no-outlook',
] as const;
export type ReportedStatus = (typeof REPORTED_STATUSES)[number];

interface Base {
  /** The same mark is kept once. Of a report hex sha256 over its person, its device and what it says. */
  readonly key: string;
  /** Key of the person (`Person.key`). */
  readonly person: string;
  /** `Device.key`. */
  readonly device: string;
  /** Who recorded it, and when, in milliseconds since 1970. */
  readonly by: string;
  readonly at: number;
}

/** Somebody has given the kit or the hand-out to the person. */
export interface HandedOver extends Base {
  readonly what: 'handed-over';
  readonly evidence?: string;
}

/** Somebody has seen that the device is set up. */
export interface SaidDone extends Base {
  readonly what: 'done';
  readonly evidence: string;
}

/** The device says it. A report, never a proof: whoever may write to the share may have written it. */
export interface DeviceReport extends Base {
  readonly what: 'reported';
  readonly status: ReportedStatus;
  /** In the words of the device; one line. */
  readonly detail: string;
  /** When it happened, by the clock of the device, in milliseconds since 1970. */
  readonly time: number;
  /** Name of the file that it came in. */
  readonly file: string;
}

/** Takes one mark back: it counts no more. */
export interface TakenBack extends Base {
  readonly what: 'taken-back';
  /** Key of the mark. */
  readonly takesBack: string;
  readonly reason: string;
}

export type DeviceMark = HandedOver | SaidDone | DeviceReport | TakenBack;
