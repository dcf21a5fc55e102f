// Why a Thunderbird profile is left alone, in words.

import type { PrefsFault } from '../../client/thunderbird/prefs-text.ts';
import type { Problem } from '../../model/problem.ts';

export type ProfileFault = 'none' | 'in-use' | 'cannot-tell' | 'changed-meanwhile' | 'unreadable' | 'overruled';

interface Circumstances {
  readonly profile?: string;
  readonly file?: string;
  readonly fault?: PrefsFault;
  readonly names?: readonly string[];
  readonly said?: string;
}

export function profileProblem(fault: ProfileFault, circumstances: Circumstances): Problem {
  const { file, fault: place } = circumstances;
  return {
    code: `profile.${fault}`,
    severity: 'error',
    ...(file !== undefined && { place: { file, ...place } }),
    ...wordsOf(fault, circumstances),
  };
}

function wordsOf(
  fault: ProfileFault,
  { profile = '', said = '', names = [] }: Circumstances,
): Pick<Problem, 'what' | 'why' | 'todo'> {
  switch (fault) {
    case 'none':
      return {
        what: `There is no Thunderbird profile in ${profile}: it has no prefs.js.`,
        why: 'A profile is one folder, below Thunderbird/Profiles in the application folder of its user (on Linux .thunderbird).',
        todo: 'In Thunderbird: Help, Troubleshooting Information, Profile Folder. Give that folder.',
      };
    case 'in-use':
      return {
        what: `Thunderbird is using the profile ${profile}: ${said}.`,
        why: 'When it closes it writes its settings over whatever is written now, and what is copied while it runs may be broken.',
        todo: 'Close Thunderbird on that computer, also its window in the background, and try again.',
      };
    case 'cannot-tell':
      return {
        what: `Whether Thunderbird is using the profile ${profile} cannot be told: ${said}.`,
        why: 'When it runs, it writes its settings over whatever is written now, and what is copied may be broken.',
        todo: 'Look at the computer where the profile is used. Where Thunderbird is closed there: the same command with --closed',
      };
    case 'changed-meanwhile':
      return {
        what: `The settings of ${profile} have changed while the profile was copied.`,
        why: 'Another program writes to them. Nothing has been changed by us.',
        todo: 'Close Thunderbird, and try again.',
      };
    case 'unreadable':
      return {
        what: 'The settings of the profile are not what Thunderbird writes.',
        why: 'What cannot be read whole is not written: a setting of the user could be lost.',
        todo: 'Start Thunderbird and close it, so that it writes the file anew, and try again.',
      };
    case 'overruled':
      return {
        what: `user.js sets what must change: ${names.join(', ')}.`,
        why: 'Thunderbird sets it anew at every start, over what is written now.',
        todo: `Take these lines out of user.js in ${profile}, and try again.`,
      };
  }
}
