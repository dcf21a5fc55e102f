// The DNS of a domain that sends, as a table.

import type { CheckStanding, DomainCheck, DomainJudgement } from '../../provider/dns/judgement.ts';
import { cutText, tableText } from './table-text.ts';

const STANDING: Readonly<Record<CheckStanding, string>> = {
  holds: 'holds',
  weak: 'weak',
  refused: 'REFUSED',
  'cannot-tell': 'CANNOT TELL',
};
const MOST_COLUMNS = 80;

export function gateLines({ domain, checks }: DomainJudgement): readonly string[] {
  const rows = checks.flatMap(({ check, standing, found }) => {
    const [first = 'nothing is published', ...others] = found.map((text) => cutText(oneLine(text), MOST_COLUMNS));
    const head = [check.toUpperCase(), STANDING[standing], standing === 'cannot-tell' ? '' : first];
    return [head, ...others.map((text) => ['', '', text])];
  });
  return [domain, ...tableText(rows)];
}

/** Whatever somebody has published stays on one line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

export function gatesEnd(checks: readonly DomainCheck[]): string {
  const bad = checks.filter(({ standing }) => standing === 'refused').length;
  const unknown = checks.filter(({ standing }) => standing === 'cannot-tell').length;
  if (bad + unknown === 0) return 'Notices may be sent.';
  const parts = [...(bad > 0 ? [`${bad} refused`] : []), ...(unknown > 0 ? [`${unknown} that cannot be told`] : [])];
  return `No notice is sent yet: ${parts.join(', ')}. Publish what is named above, wait until it shows, and look again.`;
}
