// The section `clients` as the program works with it: every default is here, with the reason for its number.

import type { ClientSettings } from '../model/client-settings.ts';
import type { ClientsFile } from './clients-schema.ts';
import { momentAt } from './dates.ts';
import { sure } from './sure.ts';

/** Long enough to finish a sentence and save it, short enough that a logon script is not given up on. */
const CLOSE_WITHIN_SECONDS = 300;
const SECOND_MS = 1000;
const HOUR_MS = 60 * 60 * 1000;

interface Whole {
  readonly newDomain: string;
  readonly timeZone: string;
  /** How long evidence counts, where the section does not say otherwise for the PC itself. */
  readonly validForMs: number;
}

/** Only for a file that was checked as a whole. */
export function clientsOf(said: ClientsFile, { newDomain, timeZone, validForMs }: Whole): ClientSettings {
  const { share, results, publishAt, note, windows = {}, apple = {}, intune } = said;
  const { scanner } = windows;
  const { certificateFile, passwordVariable } = apple;
  return {
    helpDesk: said.helpDesk,
    switchAt: sure(momentAt(said.switchAt, timeZone)),
    ...(share !== undefined && { share: withoutSlash(share) }),
    ...(results !== undefined && { results: withoutSlash(results) }),
    ...(publishAt !== undefined && { publishAt: new URL(publishAt.replace(/\/*$/, '/')).href }),
    ...(note !== undefined && { note: noteOf(note) }),
    windows: {
      closeWithinMs: (windows.closeWithinSeconds ?? CLOSE_WITHIN_SECONDS) * SECOND_MS,
      ...(scanner !== undefined && {
        scanner: {
          file: scanner.file,
          validForMs: scanner.validHours === undefined ? validForMs : scanner.validHours * HOUR_MS,
        },
      }),
    },
    apple: {
      identifier: apple.identifier ?? [...newDomain.split('.').reverse(), 'mail'].join('.'),
      ...(certificateFile !== undefined && {
        sign: { file: certificateFile, ...(passwordVariable !== undefined && { passwordVariable }) },
      }),
    },
    ...(intune !== undefined && { intune }),
  };
}

function noteOf({ ja, en }: NonNullable<ClientsFile['note']>): NonNullable<ClientSettings['note']> {
  return { ...(ja !== undefined && { ja }), ...(en !== undefined && { en }) };
}

function withoutSlash(folder: string): string {
  return folder.replace(/[\\/]+$/, '');
}
