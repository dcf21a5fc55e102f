// EmoCheck of JPCERT/CC: what its reports may say at all, whatever their form. https://github.com/JPCERTCC/EmoCheck
//
// It looks for processes of Emotet that run, and for nothing else: not for what lies on the disk, waits for the next start, or is another
// malware. Started without the rights of an administrator it does not see a process that has them. So "clean" is never a proof.

import type { EvidenceClaim } from '../../model/device-evidence.ts';
import { isOlder } from './report-words.ts';

export const EMOCHECK = 'EmoCheck';

/** Of March 2023. Older ones miss what later Emotet does: https://github.com/JPCERTCC/EmoCheck/releases */
export const LEAST_EMOCHECK = '2.4';

/** What has to be said wherever a device is called clean. */
export const CLEAN_IS_NO_PROOF =
  'Clean is no proof: EmoCheck sees only processes of Emotet that run while it looks. It does not see files that lie on the disk, what starts ' +
  'again later, an infection with more rights than its own, or any other malware.';

/** What a report says, before anything is concluded from it. Texts are as they were written. */
export interface EmoCheckSaid {
  readonly host?: string;
  readonly version?: string;
  readonly time?: string;
  readonly found: 'yes' | 'no' | 'unclear';
  /** What was found, or why it is unclear. */
  readonly said: string;
}

/** "No" counts only from a version that is new enough, at a time that is known. "Yes" always counts. */
export function emoCheckClaim(
  { found, version, said }: Pick<EmoCheckSaid, 'found' | 'version' | 'said'>,
  checkedAt: number | undefined,
): { readonly claim: EvidenceClaim; readonly said: string } {
  if (found === 'yes') return { claim: 'infected', said };
  if (found === 'unclear') return { claim: 'unclear', said };
  const isOld = isOlder(version ?? '', LEAST_EMOCHECK);
  if (isOld === undefined)
    return { claim: 'unclear', said: 'The report does not say which version of EmoCheck wrote it.' };
  if (checkedAt === undefined)
    return { claim: 'unclear', said: 'The report does not say when the device was checked.' };
  if (isOld) return { claim: 'outdated', said: `EmoCheck ${version ?? ''} misses what ${LEAST_EMOCHECK} finds.` };
  return { claim: 'clean', said };
}
