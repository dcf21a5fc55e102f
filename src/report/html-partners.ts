// The part of the report page about the partners: how many stand where, and everyone with what was said.

import { type Html, html } from './escape-html.ts';
import { tableOf } from './html-table.ts';
import { NOTICE_STATES, type NoticeLine, type NoticeState } from './notice-lines.ts';
import type { PersonState, Summary } from './summary.ts';
import { wallText } from '../model/zone.ts';
import { countNotices, NOTICE_WORDS } from './words.ts';

/** As for people: more is of no use on a page. */
const MOST_LISTED = 2000;

const TONES: Readonly<Record<NoticeState, PersonState>> = {
  'in-doubt': 'in-doubt',
  failed: 'failed',
  bounced: 'failed',
  held: 'held',
  started: 'unfinished',
  planned: 'held',
  'to-tell': 'held',
  approved: 'unfinished',
  sent: 'finished',
  told: 'finished',
};

const SIGNS: Readonly<Record<NoticeState, string>> = {
  'in-doubt': '?',
  failed: '✕',
  bounced: '✕',
  held: '…',
  started: '○',
  planned: '…',
  'to-tell': '…',
  approved: '○',
  sent: '✓',
  told: '✓',
};

const NOTHING = html``;

export function partnersSection({ partners, timeZone }: Summary): Html {
  if (partners.length === 0) return NOTHING;
  const counts = countNotices(partners);
  const sorted = partners.toSorted(
    (one, other) => NOTICE_STATES.indexOf(one.state) - NOTICE_STATES.indexOf(other.state),
  );
  const more =
    sorted.length <= MOST_LISTED
      ? NOTHING
      : html`<p class="soft">${MOST_LISTED} of ${sorted.length}; migrate notice status --csv has everyone.</p>`;
  return html`<section aria-labelledby="partners">
    <h2 id="partners">Partners</h2>
    <p>${counts.map(([state, count]) => `${count} ${NOTICE_WORDS[state]}`).join(', ')}.</p>
    ${more}
    ${tableOf(
      ['Partner', 'Notice', 'State', 'Since', 'What was said'],
      sorted.slice(0, MOST_LISTED).map((line) => partnerRow(line, timeZone)),
    )}
  </section>`;
}

function partnerRow(line: NoticeLine, timeZone: string): Html {
  const { partner, name, notice, route, state, toldBy, isAnswered, changedAt, said, receipt } = line;
  const word = toldBy === undefined ? NOTICE_WORDS[state] : `told by ${toldBy}`;
  const answered = isAnswered ? ', has written back' : '';
  return html`<tr>
    <th scope="row" class="address">${route === 'mail' && name !== undefined ? `${name} <${partner}>` : partner}</th>
    <td>${notice}${route === 'mail' ? '' : ` (${route})`}</td>
    <td><span class="state tone-${TONES[state]}">${SIGNS[state]} ${word}</span>${answered}</td>
    <td>${wallText(changedAt, timeZone)}</td>
    <td class="address soft">${said ?? receipt ?? ''}</td>
  </tr> `;
}
