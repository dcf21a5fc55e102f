// migrate notice show: the letters of one partner, as they were sent or will be, from the record alone.

import type { StepRecord } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import { openJobLog } from '../store/job-log.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { nothingForPartner, partnerRecords } from './partner-steps.ts';
import { sayProblems } from './say-problems.ts';
import { isApproved } from './letters-on-record.ts';
import { letterLines } from './text/letter-text.ts';
import { exactMomentText } from '../report/time-text.ts';
import { placesOf } from './workspace.ts';

/** `partner`: an address, the key, or the name as it stands in the list. */
export function showNotices({ folder, voice }: CommandContext, partner: string): Promise<ExitCode> {
  const log = openJobLog(placesOf(folder).log, { clock: realClock, mode: 'read' });
  try {
    const records = [...partnerRecords(log, partner)];
    if (records.length === 0) return Promise.resolve(sayProblems([nothingForPartner(partner)], voice));
    for (const record of records) {
      const { step } = record;
      const standing = standingOf(record, log);
      if (step.kind !== 'notice.send') {
        voice.fact({ type: 'notice.task', id: step.id, state: record.state });
        voice.say(voice.paint('dim', `--- ${step.id}: ${standing}`));
        if (step.kind === 'hand.task') voice.say(step.title);
        continue;
      }
      const letter = log.letter(step.letter);
      voice.fact({ type: 'notice.letter', id: step.id, state: record.state, standing, hash: step.letter, ...letter });
      voice.say(voice.paint('dim', `--- ${step.id}: ${standing}`));
      for (const line of letter === undefined ? ['The letter is not on record.'] : letterLines(letter)) voice.say(line);
      voice.say();
    }
    return Promise.resolve(EXIT.done);
  } finally {
    log.close();
  }
}

function standingOf({ step, state, at }: StepRecord, log: JobLog): string {
  switch (state) {
    case 'done':
      return step.kind === 'notice.send' ? `sent ${exactMomentText(at)}` : `done ${exactMomentText(at)}`;
    case 'started':
    case 'in-doubt':
      return 'in doubt: migrate settle';
    case 'failed':
      return 'failed: migrate retry --failed';
    case 'undone':
      return 'taken back';
    case 'planned':
    case 'waiting':
      if (step.kind !== 'notice.send') return 'waits for a person';
      return isApproved(step, log) ? 'approved, not sent' : 'not approved: migrate notice approve';
  }
}
