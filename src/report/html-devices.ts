// The part of the report page about the devices: how many stand where, everybody's, and who goes on by exception.

import { BOARD_STATES } from '../client/device-board.ts';
import type { BoardState } from '../client/device-board.ts';
import { type Html, html } from './escape-html.ts';
import type { DeviceLine, ExceptionLine } from './device-lines.ts';
import {
  DEVICE_WORDS,
  deviceCountsText,
  EXCEPTION_WORDS,
  exceptionText,
  NO_PROOF,
  unlistedText,
  whyText,
  withoutText,
} from './device-words.ts';
import { tableOf } from './html-table.ts';
import type { PersonState, Summary } from './summary.ts';
import { wallText } from '../model/zone.ts';

/** As for people: more is of no use on a page. */
const MOST_LISTED = 2000;

const TONES: Readonly<Record<BoardState, PersonState>> = {
  failed: 'failed',
  gated: 'held',
  waiting: 'unfinished',
  skipped: 'in-doubt',
  'kit-ready': 'unfinished',
  'handed-over': 'taken-back',
  done: 'finished',
};

const SIGNS: Readonly<Record<BoardState, string>> = {
  failed: '✕',
  gated: '…',
  waiting: '○',
  skipped: '!',
  'kit-ready': '○',
  'handed-over': '→',
  done: '✓',
};

const NOTHING = html``;

export function devicesSection({ devices }: Summary): Html {
  if (devices === undefined || devices.board.length === 0) return NOTHING;
  const { board, exceptions, timeZone } = devices;
  const without = withoutText(devices.without);
  const unlisted = unlistedText(devices.unlisted);
  const sorted = board.toSorted((one, other) => BOARD_STATES.indexOf(one.state) - BOARD_STATES.indexOf(other.state));
  const more =
    sorted.length <= MOST_LISTED
      ? NOTHING
      : html`<p class="soft">${MOST_LISTED} of ${sorted.length}; migrate device status --csv has them all.</p>`;
  return html`<section aria-labelledby="devices">
    <h2 id="devices">Devices</h2>
    <p>By person and device: ${deviceCountsText(board)}.</p>
    ${without === undefined ? NOTHING : html`<p>${without}</p>`}
    ${unlisted === undefined ? NOTHING : html`<p>${unlisted}</p>`}
    <p class="soft">${NO_PROOF}</p>
    ${more}
    ${tableOf(
      ['Person', 'Device', 'State', 'Since', 'Why'],
      sorted.slice(0, MOST_LISTED).map((line) => deviceRow(line, timeZone)),
    )}
    ${exceptionsTable(exceptions)}
  </section>`;
}

function deviceRow(line: DeviceLine, timeZone: string): Html {
  const { name, person, host, clients, state, since, todo } = line;
  const programs = clients.length === 0 ? NOTHING : html`<br /><span class="soft">${clients.join(', ')}</span>`;
  const way = todo === undefined ? NOTHING : html`<br /><span class="soft">To do: ${todo}</span>`;
  return html`<tr>
    <th scope="row">${name ?? person}</th>
    <td>${host}${programs}</td>
    <td><span class="state tone-${TONES[state]}">${SIGNS[state]} ${DEVICE_WORDS[state]}</span></td>
    <td>${since === undefined ? '' : wallText(since, timeZone)}</td>
    <td class="address">${whyText(line)}${way}</td>
  </tr> `;
}

function exceptionsTable(exceptions: readonly ExceptionLine[]): Html {
  if (exceptions.length === 0) return NOTHING;
  return html`<h3>Exceptions from the device gate</h3>
    ${tableOf(['Person', 'Device', 'State', 'By whom, until when, why'], exceptions.map(exceptionRow))}`;
}

function exceptionRow(line: ExceptionLine): Html {
  return html`<tr>
    <th scope="row">${line.name ?? line.person}</th>
    <td>${line.host ?? 'all devices'}</td>
    <td>${EXCEPTION_WORDS[line.state]}</td>
    <td class="address">${exceptionText(line)}</td>
  </tr> `;
}
