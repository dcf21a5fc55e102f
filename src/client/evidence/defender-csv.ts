// Microsoft Defender for Endpoint: the device inventory as the portal exports it, or what /api/machines gives, saved as CSV.
// https://learn.microsoft.com/defender-endpoint/machines-view-overview, https://learn.microsoft.com/defender-endpoint/api/machine

import type { EvidenceClaim } from '../../model/device-evidence.ts';
import type { CsvRow } from './csv-rows.ts';
import { readTime } from './report-words.ts';

export const DEFENDER = 'Microsoft Defender';

/** Headings without spaces and signs: those of the API, then those of the portal. */
const HOST = ['computerdnsname', 'devicename', 'name'] as const;
const RISK = ['riskscore', 'risklevel'] as const;
const HEALTH = ['healthstatus', 'sensorhealthstate'] as const;
const ONBOARDING = ['onboardingstatus'] as const;
const ANTIVIRUS = ['defenderavstatus', 'antivirusstatus'] as const;
const SEEN = ['lastseen', 'lastdeviceupdate'] as const;

export function isDefenderCsv(headings: readonly string[]): boolean {
  return [HOST, RISK, SEEN].every((any) => any.some((heading) => headings.includes(heading)));
}

export interface RowSaid {
  readonly host: string;
  readonly tool: string;
  readonly version?: string;
  readonly checkedAt?: number;
  readonly claim: EvidenceClaim;
  readonly said: string;
}

/** Clean needs no risk, a sensor that reports, and a time; only what Defender calls a medium or high risk is an infection. */
export function defenderRow(row: CsvRow, timeZone: string): RowSaid {
  const [risk, health, onboarding] = [row.cell(...RISK), row.cell(...HEALTH), row.cell(...ONBOARDING)];
  const antivirus = row.cell(...ANTIVIRUS);
  const checkedAt = readTime(row.cell(...SEEN), timeZone);
  return {
    host: row.cell(...HOST),
    tool: DEFENDER,
    ...(checkedAt !== undefined && { checkedAt }),
    ...judged({ risk, health, onboarding, antivirus, isTimed: checkedAt !== undefined }),
  };
}

interface Cells {
  readonly risk: string;
  readonly health: string;
  readonly onboarding: string;
  readonly antivirus: string;
  readonly isTimed: boolean;
}

function judged({ risk, health, onboarding, antivirus, isTimed }: Cells): Pick<RowSaid, 'claim' | 'said'> {
  const level = word(risk);
  if (level === 'high' || level === 'medium') {
    return { claim: 'infected', said: `Defender rates the risk ${risk}, by its open alerts.` };
  }
  if (level !== 'none' && level !== 'noknownrisk' && level !== 'informational') {
    const rated = risk === '' ? 'Defender does not rate the risk.' : `Defender rates the risk ${risk}.`;
    return { claim: 'unclear', said: `${rated} Look at its alerts and resolve them.` };
  }
  if (onboarding !== '' && word(onboarding) !== 'onboarded') {
    return { claim: 'unwatched', said: `Defender does not watch it: onboarding status ${onboarding}.` };
  }
  if (word(health) !== 'active') {
    return {
      claim: 'unwatched',
      said: `Its sensor does not report: health status ${health === '' ? 'unknown' : health}.`,
    };
  }
  if (['notupdated', 'outofdate', 'disabled'].includes(word(antivirus))) {
    return { claim: 'outdated', said: `Its antivirus is ${antivirus}.` };
  }
  if (!isTimed) return { claim: 'unclear', said: 'The export does not say when Defender saw it last.' };
  return { claim: 'clean', said: `Defender knows of no open alert (risk ${risk}).` };
}

function word(text: string): string {
  return text.toLowerCase().replace(/[^a-z]+/g, '');
}
