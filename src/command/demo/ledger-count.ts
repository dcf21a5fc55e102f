// Counts the effects of the demo where they took place: each account once, and each letter that the log calls sent once.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Voice } from '../voice.ts';
import { ARCHIVE } from './example-company.ts';
import type { Play } from './play.ts';

interface Effect {
  readonly kind?: unknown;
  readonly key?: unknown;
  readonly notice?: unknown;
  readonly recipient?: unknown;
}

/** True where nothing is missing and nothing there twice. */
export function sayLedger(play: Play, voice: Voice): boolean {
  const effects = readFileSync(join(play.folder, 'sandbox', 'ledger.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Effect);
  const created = effects.filter(({ kind }) => kind === 'user.create').map(({ key }) => key);
  const sent = effects.flatMap(({ kind, notice, recipient }) =>
    kind === 'message.accept' && typeof notice === 'string' && recipient !== ARCHIVE ? [notice] : [],
  );
  const letters = play.look((log) =>
    [...log.steps({ states: ['done'] })].flatMap(({ step }) => (step.kind === 'notice.send' ? [step.noticeId] : [])),
  );
  const addresses = new Set(created).size;
  const twice = sent.length - new Set(sent).size;
  const missing = letters.filter((id) => !sent.includes(id)).length;
  voice.say();
  voice.say(
    `The provider's own ledger: ${created.length} accounts created, ${addresses} different addresses, ${created.length - addresses} twice.`,
  );
  voice.say(`And ${sent.length} letters to partners: ${missing} missing, ${twice} twice.`);
  const isRight = created.length === addresses && missing === 0 && twice === 0 && sent.length === letters.length;
  return isRight && created.length > 0 && sent.length > 0;
}
