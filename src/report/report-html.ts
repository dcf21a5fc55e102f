// The summary as one page that a president can read, print and file: no scripts, nothing fetched, everything escaped.

import { type Html, html } from './escape-html.ts';
import { batchesSection, everyoneSection, figures, runsSection } from './html-tables.ts';
import { devicesSection } from './html-devices.ts';
import { partnersSection } from './html-partners.ts';
import { attentionSection, tasksSection } from './html-troubles.ts';
import { STYLE } from './html-style.ts';
import type { Summary } from './summary.ts';
import { wallText } from '../model/zone.ts';
import { headline } from './words.ts';

export interface PageSubject {
  readonly company: string;
  readonly from: readonly string[];
  readonly to: string;
}

export function reportHtml(summary: Summary, subject?: PageSubject): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${titleOf(subject)}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <header>
            ${olderOf(summary)}
            <p>${titleOf(subject)}</p>
            <h1>${headline(summary)}</h1>
            <p>${originOf(summary)}</p>
          </header>
          ${figures(summary)} ${attentionSection(summary)} ${tasksSection(summary)} ${batchesSection(summary)}
          ${devicesSection(summary)} ${partnersSection(summary)} ${runsSection(summary)} ${everyoneSection(summary)}
          <footer>
            Made by migrate from the job log of migration ${summary.jobId}. Nothing was asked of the provider for it.
          </footer>
        </main>
      </body>
    </html> `;
  return page.text;
}

function olderOf({ olderCopy }: Summary): Html {
  return olderCopy === undefined ? html`` : html`<p><strong>${olderCopy}</strong></p>`;
}

function titleOf(subject: PageSubject | undefined): Html {
  if (subject === undefined) return html`Move to a new mail domain`;
  return html`${subject.company}: move from ${subject.from.join(', ')} to ${subject.to}`;
}

function originOf({ at, timeZone, plan }: Summary): Html {
  if (plan === undefined) return html`As of ${wallText(at, timeZone)}.`;
  return html`As of ${wallText(at, timeZone)}, by plan ${plan.number} of ${wallText(plan.at, timeZone)}.`;
}
