// MIGRATE_FAILPOINT=<name>[:<n>] ends this process like a power cut the n-th time that it passes there. For crash tests only.

import { FAILPOINTS } from '../apply/failpoint.ts';
import { JOB_LOG_FAILPOINTS } from '../store/job-log.ts';
import { KIT_FAILPOINTS } from '../store/kit-shelf.ts';

export const ALL_FAILPOINTS: readonly string[] = [...FAILPOINTS, ...JOB_LOG_FAILPOINTS, ...KIT_FAILPOINTS];

/** Throws on a name that does not exist: a test that kills nobody proves nothing. */
export function failpointFrom(environment: Readonly<Record<string, string | undefined>>): (name: string) => void {
  const wish = environment['MIGRATE_FAILPOINT'];
  if (wish === undefined || wish === '') return () => undefined;
  const [place = '', times = '1'] = wish.split(':');
  if (!ALL_FAILPOINTS.includes(place)) throw new Error(`MIGRATE_FAILPOINT names no place: ${place}`);
  let left = Number(times);
  return (name) => {
    if (name !== place) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
