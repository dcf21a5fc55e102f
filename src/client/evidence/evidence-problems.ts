// The words of what can be wrong with a file of evidence: what was not taken in, and why.

import type { Problem } from '../../model/problem.ts';
import { shownText } from './report-words.ts';

interface At {
  readonly file: string;
  readonly line?: number;
}

export function notKnown({ file }: At): Problem {
  return {
    code: 'evidence.not-known',
    severity: 'warning',
    place: { file },
    what: 'This file was left out: it is no report that we know.',
    why: 'We read reports of EmoCheck (*_emocheck.json, *_emocheck.txt), exports of Microsoft Defender (CSV), and a plain CSV.',
    todo: 'Nothing, if it is something else. Results of other tools: hostname,checked_at,tool,version,verdict,evidence',
  };
}

export function fileTooLarge({ file }: At): Problem {
  return {
    code: 'evidence.too-large',
    severity: 'error',
    place: { file },
    what: 'Nothing of it was taken in: it is larger than 32 MB.',
    why: 'No report is that large, and reading it would take the memory of this computer.',
    todo: 'Look at what it is. An export of very many devices can be parted into several files, each with the headings.',
  };
}

export function noHost({ file, line }: At): Problem {
  return {
    code: 'evidence.no-host',
    severity: 'error',
    place: { file, ...(line !== undefined && { line }) },
    what: 'It was not taken in: nothing says which device it is about.',
    why: 'A text report of EmoCheck has the name of the computer in the name of its file only.',
    todo: 'Bring back the name that EmoCheck gave the file (PC-001_20261124093000_emocheck.txt), or check the device again.',
  };
}

export function unreadable(
  { file, line }: At,
  { host, said }: { readonly host: string; readonly said: string },
): Problem {
  return {
    code: 'evidence.unreadable',
    severity: 'error',
    place: { file, ...(line !== undefined && { line }) },
    what: `The report of ${shownText(host)} cannot be read: ${said}`,
    why: 'It was kept, and clears nobody.',
    todo: 'Check the device again and take the new report in.',
  };
}

export function headingsMissing({ file }: At, missing: readonly string[]): Problem {
  return {
    code: 'evidence.headings-missing',
    severity: 'error',
    place: { file, line: 1 },
    what: `Nothing of it was taken in: it lacks ${missing.join(', ')}.`,
    why: 'Without them no row says what was found, where, when and by what.',
    todo: 'The headings are hostname,checked_at,tool,version,verdict,evidence',
  };
}

export function brokenRow({ file, line }: At): Problem {
  return {
    code: 'evidence.row-broken',
    severity: 'error',
    place: { file, ...(line !== undefined && { line }) },
    what: 'The row that begins here was not taken in: a quote is not closed, or text follows one.',
    why: 'Nobody can say where its cells end.',
    todo: 'Export the file again, or correct the quotes.',
  };
}
