// Why a command about notices cannot begin.

import type { Problem } from '../model/problem.ts';
import { SETTINGS_FILE } from './workspace.ts';

export function noSending(): Problem {
  return {
    code: 'notice.no-sending',
    severity: 'error',
    place: { file: SETTINGS_FILE },
    what: 'The section sending is missing.',
    why: 'It says who sends the notices, and through which servers.',
    todo: 'Take it over from the file that migrate init writes into a new folder, and fill it in.',
  };
}
