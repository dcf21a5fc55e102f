// How the report page looks, on a screen (light and dark) and on A4 paper. States differ by sign and word, never by colour alone.

import { Html } from './escape-html.ts';

export const STYLE = new Html(`
:root {
  color-scheme: light dark;
  --ink: #1c2733; --soft: #5a6876; --paper: #ffffff; --back: #f2f4f6; --line: #dce1e6;
  --finished: #1f7a4d; --unfinished: #64748b; --held: #8a5a00; --failed: #b3261e; --in-doubt: #7a3db8; --taken-back: #3f6fb0;
  --already: #8fbfa5; --refused: #d98d88;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6ebf0; --soft: #9eacb9; --paper: #18202a; --back: #0f151c; --line: #303b47;
    --finished: #5cc593; --unfinished: #94a3b8; --held: #e3b25a; --failed: #f28b82; --in-doubt: #c9a1f5; --taken-back: #8db4ea;
    --already: #3d6b54; --refused: #8f4a46;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--back); color: var(--ink); line-height: 1.6; font-size: 16px;
  font-family: "Segoe UI", "Helvetica Neue", Arial, "Hiragino Sans", "Yu Gothic UI", "Noto Sans CJK JP", "Noto Sans JP", Meiryo, sans-serif;
}
main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
header p { color: var(--soft); margin: 0; }
h1 { font-size: 2.25rem; line-height: 1.25; margin: .25rem 0 .75rem; font-weight: 650; letter-spacing: -.015em; text-wrap: balance; }
h2 { font-size: 1.2rem; margin: 0 0 1rem; font-weight: 650; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.5rem 1.75rem; margin-top: 1.5rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1.75rem 0 0; padding: 0; }
.figures div { background: var(--paper); border: 1px solid var(--line); border-top: .25rem solid var(--tone); border-radius: .5rem; padding: .75rem 1rem; }
.figures dt { color: var(--soft); font-size: .875em; }
.figures dd { margin: 0; font-size: 1.9rem; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums; }
.bar { display: flex; margin: .45em 0; height: .7rem; border-radius: .35rem; overflow: hidden; background: var(--line); min-width: 9rem; gap: 1px; }
.bar span { background: var(--tone); flex: var(--share) 1 0; min-width: 3px; }
.tone-finished { --tone: var(--finished); } .tone-unfinished { --tone: var(--unfinished); } .tone-held { --tone: var(--held); }
.tone-failed { --tone: var(--failed); } .tone-in-doubt { --tone: var(--in-doubt); } .tone-taken-back { --tone: var(--taken-back); }
.tone-already { --tone: var(--already); } .tone-refused { --tone: var(--refused); }
.state { white-space: nowrap; color: var(--tone); font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .55rem .9rem .55rem 0; border-top: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-top: 0; color: var(--soft); font-weight: 600; font-size: .875em; padding-top: 0; }
tbody th { font-weight: 600; word-break: keep-all; }
th.number, td.number { text-align: right; padding-right: 1.75rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.address { overflow-wrap: anywhere; }
.soft { color: var(--soft); font-size: .9em; }
td.soft { font-size: 1em; }
ul.plain { list-style: none; margin: 0; padding: 0; }
article { border-top: 1px solid var(--line); padding: 1rem 0 .25rem; }
article:first-of-type { border-top: 0; padding-top: 0; }
article h3 { margin: 0; font-size: 1.05em; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
article p { margin: .3rem 0; overflow-wrap: anywhere; }
.todo { border-left: .2rem solid var(--tone, var(--held)); padding-left: .75rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--back); border-radius: .4rem; padding: .6rem .8rem; margin: .5rem 0; font-size: .85em; font-family: ui-monospace, Consolas, Menlo, monospace; }
footer { color: var(--soft); font-size: .875em; margin-top: 2rem; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  :root {
    color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --back: #fff; --line: #bbb;
    --finished: #1f7a4d; --unfinished: #64748b; --held: #8a5a00; --failed: #b3261e; --in-doubt: #7a3db8; --taken-back: #3f6fb0;
    --already: #8fbfa5; --refused: #d98d88;
  }
  body { font-size: 10pt; line-height: 1.45; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; } h2 { font-size: 12.5pt; break-after: avoid; }
  section { border: 0; padding: 0; margin-top: 9mm; border-radius: 0; }
  .figures { grid-template-columns: repeat(auto-fill, minmax(24mm, 1fr)); }
  .figures dd { font-size: 16pt; }
  .bar, .bar span, .figures div { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  th, td { padding-top: .3rem; padding-bottom: .3rem; }
  tr, article, .figures div { break-inside: avoid; }
  thead { display: table-header-group; }
}
`);
