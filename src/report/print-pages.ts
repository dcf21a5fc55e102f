// Several printed notices as one file to print: each page keeps its own form and language.

import { escapeHtml } from './escape-html.ts';

const STYLE = /<style>([\s\S]*?)<\/style>/;
const BODY = /<body[^>]*>([\s\S]*?)<\/body>/;

export interface PrintPage {
  readonly language: string;
  /** A whole HTML document, as a notice is rendered. */
  readonly html: string;
  /** HTML of ours at the end of the sheet. */
  readonly appendix?: string;
}

/** One HTML document with a page break after each; `title` is plain text. */
export function printPages(title: string, pages: readonly PrintPage[]): string {
  const styles = new Set(
    pages.map(({ html }) => (STYLE.exec(html)?.[1] ?? '').replace(/html(\[lang=[^\]]*\])( body)?/g, 'section$1')),
  );
  const sections = pages.map(
    ({ language, html, appendix = '' }) =>
      `<section lang="${language}">${withAppendix(BODY.exec(html)?.[1] ?? html, appendix)}</section>`,
  );
  return [
    '<!doctype html>',
    '<html>',
    `<head><meta charset="utf-8"><title>${escapeHtml(title)}</title>`,
    ...[...styles].map((style) => `<style>${style}</style>`),
    '<style>section { break-after: page; } section:last-child { break-after: auto; }</style></head>',
    '<body>',
    ...sections,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** The sheet is one element around everything: what belongs to it stands before its end. */
function withAppendix(body: string, appendix: string): string {
  const end = body.lastIndexOf('</div>');
  return end === -1 ? body + appendix : body.slice(0, end) + appendix + body.slice(end);
}
