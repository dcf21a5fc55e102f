// The one question before anything is changed. Nobody there to answer means no.

import type { Voice } from './voice.ts';

/** True where the administrator typed yes, or has said so on the command line. */
export async function isAgreed(
  question: string,
  { voice, yes }: { readonly voice: Voice; readonly yes: true | undefined },
): Promise<boolean> {
  if (yes === true) return true;
  const answer = await voice.ask(`${question} Type yes: `);
  if (answer === 'yes') return true;
  voice.fact({ type: 'declined', isAsked: answer !== undefined });
  voice.say(
    answer === undefined
      ? 'Nobody is there to ask: run it with --yes. Nothing has been changed.'
      : 'Nothing has been changed.',
  );
  return false;
}
