// The figures and tables of the report page: at a glance, by batch, by run, and everyone.

import { type Html, html } from './escape-html.ts';
import { tableOf } from './html-table.ts';
import { type BatchLine, PERSON_STATES, type PersonLine, type PersonState, type Summary } from './summary.ts';
import { wallText } from '../model/zone.ts';
import { durationText } from './time-text.ts';
import { batchName, RUN_WORDS, STATE_SIGNS, STATE_WORDS, waitsText } from './words.ts';

/** A page with more people is slow in a browser and of no use on paper: then only those who are not finished are listed. */
const MOST_LISTED = 2000;

const NOTHING = html``;

interface Share {
  readonly tone: PersonState | 'already' | 'refused';
  readonly words: string;
  readonly count: number;
}

function sharesOf({
  states,
  alreadyRight,
  refused,
}: Pick<BatchLine, 'states' | 'alreadyRight' | 'refused'>): readonly Share[] {
  const byState = PERSON_STATES.toReversed().map((state) => ({
    tone: state,
    words: STATE_WORDS[state],
    count: states[state],
  }));
  const all: readonly Share[] = [
    ...byState.slice(0, 1),
    { tone: 'already', words: 'right already', count: alreadyRight },
    ...byState.slice(1),
    { tone: 'refused', words: 'left out', count: refused },
  ];
  return all.filter(({ count }) => count > 0);
}

export function figures(summary: Summary): Html {
  const shares = sharesOf(summary);
  if (shares.length === 0) return NOTHING;
  return html`<dl class="figures">
    ${shares.map(
      ({ tone, words, count }) =>
        html`<div class="tone-${tone}">
          <dt>${words}</dt>
          <dd>${count}</dd>
        </div> `,
    )}
  </dl>`;
}

export function batchesSection({ batches }: Summary): Html {
  const shown = batches.filter(({ people }) => people > 0);
  if (shown.length === 0) return NOTHING;
  return html`<section aria-labelledby="batches">
    <h2 id="batches">By batch</h2>
    ${tableOf(['Batch', { figures: 'People' }, 'Progress', 'In words'], shown.map(batchRow))}
  </section>`;
}

function batchRow(batch: BatchLine): Html {
  const shares = sharesOf(batch);
  const words = shares.map(({ words: state, count }) => `${count} ${state}`).join(', ');
  return html`<tr>
    <th scope="row">${batchName(batch.name)}</th>
    <td class="number">${batch.people}</td>
    <td>
      <div class="bar" aria-hidden="true">
        ${shares.map(({ tone, count }) => html`<span class="tone-${tone}" style="--share:${count}"></span>`)}
      </div>
    </td>
    <td>${words}</td>
  </tr> `;
}

export function runsSection({ runs, workedMs, throttle, timeZone }: Summary): Html {
  if (runs.length === 0) return NOTHING;
  return html`<section aria-labelledby="runs">
    <h2 id="runs">How it went</h2>
    <p>${durationText(workedMs)} of work in all. ${waitsText(throttle)}</p>
    ${tableOf(
      ['Started', 'Took', { figures: 'Steps done' }, { figures: 'Failed' }, { figures: 'In doubt' }, 'End'],
      runs.map(
        (run) =>
          html`<tr>
            <th scope="row">${wallText(run.startedAt, timeZone)}</th>
            <td>${durationText(run.endedAt - run.startedAt)}</td>
            <td class="number">${run.done}</td>
            <td class="number">${run.failed}</td>
            <td class="number">${run.inDoubt}</td>
            <td>${RUN_WORDS[run.end]}</td>
          </tr> `,
      ),
    )}
  </section>`;
}

export function everyoneSection({ persons }: Summary): Html {
  const isWhole = persons.length <= MOST_LISTED;
  const listed = isWhole ? persons : persons.filter(({ state }) => state !== 'finished').slice(0, MOST_LISTED);
  if (listed.length === 0) return NOTHING;
  const more = isWhole
    ? NOTHING
    : html`<p class="soft">${listed.length} of ${persons.length}; migrate report --format csv has everyone.</p>`;
  return html`<section aria-labelledby="everyone">
    <h2 id="everyone">Everyone</h2>
    ${more}
    ${tableOf(['Name', 'Old address', 'New address', 'Batch', { figures: 'Steps' }, 'State'], listed.map(personRow))}
  </section>`;
}

function personRow({ displayName, key, newAddress, batch, stepsDone, steps, state }: PersonLine): Html {
  return html`<tr>
    <th scope="row">${displayName ?? key}</th>
    <td class="address soft">${key}</td>
    <td class="address">${newAddress ?? ''}</td>
    <td>${batch}</td>
    <td class="number">${stepsDone} / ${steps}</td>
    <td>${stateMark(state)}</td>
  </tr> `;
}

export function stateMark(state: PersonState): Html {
  return html`<span class="state tone-${state}">${STATE_SIGNS[state]} ${STATE_WORDS[state]}</span>`;
}
