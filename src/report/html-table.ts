// A table of the report page: what its columns are called, and its rows.

import { type Html, html } from './escape-html.ts';

/** A heading; those of figures stand on the right, as their figures do. */
export type Heading = string | { readonly figures: string };

export function tableOf(headings: readonly Heading[], rows: readonly Html[]): Html {
  return html`<table>
    <thead>
      <tr>
        ${headings.map(headingCell)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function headingCell(heading: Heading): Html {
  return typeof heading === 'string'
    ? html`<th scope="col">${heading}</th> `
    : html`<th scope="col" class="number">${heading.figures}</th> `;
}
