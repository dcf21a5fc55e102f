// The part of the report page that somebody must act on: who is affected and why, and what people have to do.

import { type Html, html } from './escape-html.ts';
import { stateMark } from './html-tables.ts';
import type { PersonLine, PersonState, Reason, Summary, TaskLine } from './summary.ts';
import { persons as personsText } from './words.ts';

const NEEDS_SOMEBODY: ReadonlySet<PersonState> = new Set(['in-doubt', 'failed']);
/** More than this is no list for a reader: they have one cause, and the CSV has them all. */
const MOST_SHOWN = 300;

const NOTHING = html``;

export function attentionSection({ persons, troubles }: Summary): Html {
  const affected = persons.filter(({ state }) => NEEDS_SOMEBODY.has(state));
  if (affected.length === 0 && troubles.length === 0) return NOTHING;
  const rest = affected.length - MOST_SHOWN;
  const more = rest > 0 ? html`<p class="soft">And ${rest} more: migrate report --format csv.</p>` : NOTHING;
  return html`<section aria-labelledby="attention">
    <h2 id="attention">Needs attention</h2>
    ${troubles.map(
      (reason) =>
        html`<article>
          <h3>Everybody</h3>
          ${reasonLines(reason)}
        </article>`,
    )}
    ${affected.slice(0, MOST_SHOWN).map(personCard)}${more}
  </section>`;
}

function personCard({ displayName, key, newAddress, batch, state, reasons }: PersonLine): Html {
  const addresses = newAddress === undefined ? key : `${key} → ${newAddress}`;
  return html`<article class="tone-${state}">
    <h3>${displayName ?? key} ${stateMark(state)}</h3>
    <p class="soft">${addresses}, batch ${batch}</p>
    ${reasons.map(reasonLines)}
  </article> `;
}

function reasonLines({ what, todo }: Reason): Html {
  return html`<p>${sentence(what)}</p>
    ${todo === undefined ? NOTHING : html`<p class="todo"><strong>To do:</strong> ${todo}</p>`}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function tasksSection({ tasks }: Summary): Html {
  if (tasks.length === 0) return NOTHING;
  return html`<section aria-labelledby="tasks">
    <h2 id="tasks">For people to do</h2>
    ${tasks.map(taskCard)}
  </section>`;
}

function taskCard({ title, lines, file, holds, stepId }: TaskLine): Html {
  const waiting = holds === 0 ? NOTHING : html`<span class="state tone-held">${personsText(holds)} waiting</span>`;
  const list = lines.length === 0 ? NOTHING : html`<pre>${lines.join('\n')}</pre>`;
  const place = file === undefined ? NOTHING : html`<p>File: ${file}</p>`;
  return html`<article class="tone-held">
    <h3>${title} ${waiting}</h3>
    ${list}${place}
    <p class="soft">When it is done: migrate done "${stepId}" --evidence "..."</p>
  </article> `;
}
