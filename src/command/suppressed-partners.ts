// The partners of the list to whom nothing may be written, as the lists say it now.

import type { Partner } from '../model/partner.ts';
import { readPartnerList } from './partner-list.ts';
import { readWorkspace } from './workspace.ts';

/** Empty where the lists cannot be read: whoever needs them to be right asks migrate check. */
export async function suppressedPartners(folder: string): Promise<readonly Partner[]> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return [];
  const { settings, people } = reading.workspace;
  const { partners } = await readPartnerList({ folder, settings, people });
  return partners.filter(({ suppressed }) => suppressed !== undefined);
}
