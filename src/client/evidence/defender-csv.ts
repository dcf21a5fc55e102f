// Microsoft Defender for Endpoint: the device inventory as the portal exports it, or what /api/machines gives, saved as CSV.
// https://learn.microsoft.com/defender-endpoint/machines-view-overview, https://learn.microsoft.com/defender-endpoint/api/machine

import type { EvidenceClaim } from '../../model/device-evidence.ts';
import { RAGGED } from './csv-rows.ts';
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
  const checkedAt = readTime(row.cell(...SEEN), timeZone);
  return {
    host: row.cell(...HOST),
    tool: DEFENDER,
    ...(checkedAt !== undefined && { checkedAt }),
    ...judged(row, checkedAt !== undefined),
  };
}

/** Of an antivirus that is on and new; absent where the export lacks the column. */
const ANTIVIRUS_ON: ReadonlySet<string> = new Set(['updated']);
const ANTIVIRUS_OLD: ReadonlySet<string> = new Set(['notupdated', 'outofdate']);
const NO_RISK: ReadonlySet<string> = new Set(['none', 'noknownrisk', 'informational']);

/** Of several cells of one meaning the worst counts. */
function judged(row: CsvRow, isTimed: boolean): Pick<RowSaid, 'claim' | 'said'> {
  const risks = row.cells(...RISK);
  const risk = risks.join(', ');
  if (risks.some((one) => ['high', 'medium'].includes(word(one)))) {
    return { claim: 'infected', said: `Defender rates the risk ${risk}, by its open alerts.` };
  }
  if (risks.length === 0 || risks.some((one) => !NO_RISK.has(word(one)))) {
    const rated = risk === '' ? 'Defender does not rate the risk.' : `Defender rates the risk ${risk}.`;
    return { claim: 'unclear', said: `${rated} Look at its alerts and resolve them.` };
  }
  const onboarding = row.cells(...ONBOARDING).find((one) => word(one) !== 'onboarded');
  if (onboarding !== undefined) {
    return { claim: 'unwatched', said: `Defender does not watch it: onboarding status ${onboarding}.` };
  }
  const health = row.cells(...HEALTH);
  if (health.length === 0 || health.some((one) => word(one) !== 'active')) {
    const said = health.length === 0 ? 'unknown' : health.join(', ');
    return { claim: 'unwatched', said: `Its sensor does not report: health status ${said}.` };
  }
  const antivirus = row.cells(...ANTIVIRUS).find((one) => !ANTIVIRUS_ON.has(word(one)));
  if (antivirus !== undefined) {
    const claim = ANTIVIRUS_OLD.has(word(antivirus)) ? 'outdated' : 'unwatched';
    return { claim, said: `Its antivirus is not known to be on and up to date: ${antivirus}.` };
  }
  if (row.isRagged) return { claim: 'unclear', said: RAGGED };
  if (!isTimed) return { claim: 'unclear', said: 'The export does not say when Defender saw it last.' };
  return { claim: 'clean', said: `Defender knows of no open alert (risk ${risk}).` };
}

function word(text: string): string {
  return text.toLowerCase().replace(/[^a-z]+/g, '');
}
