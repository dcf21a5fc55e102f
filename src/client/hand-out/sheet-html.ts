// The page of one person, and the page with all steps, as HTML that stands alone: no script, nothing fetched, and it prints on A4.

import type { Language } from '../../model/person.ts';
import type { KitCompany } from '../kit.ts';
import { qrSvg } from '../qr-svg.ts';
import { htmlText } from './html-text.ts';
import { plainText } from './plain-text.ts';
import { WORDS } from './company-words.ts';
import { stepsForAll } from './sheet-for.ts';
import { SHEET_STYLE } from './sheet-style.ts';
import type { Sheet, SheetCode, SheetDevice, SheetFact, SheetList } from './sheet.ts';

export function sheetHtml(sheet: Sheet): string {
  const { call, department, fakes } = sheet;
  return page(sheet.language, sheet.title, [
    `<header><p class="small">${htmlText(sheet.company)}</p><h1>${htmlText(sheet.title)}</h1>`,
    department === undefined ? '' : `<p class="department">${own(department)}</p>`,
    `<p class="addressee">${own(sheet.addressee)}</p></header>`,
    `<table class="facts">${rows(sheet.facts)}</table>`,
    `<h2>${htmlText(sheet.changes.heading)}</h2>`,
    bullets(sheet.changes),
    sheet.note === undefined ? '' : `<p>${htmlText(sheet.note)}</p>`,
    devices(sheet.devices),
    `<div class="bottom"><section class="fakes"><h3>${htmlText(fakes.heading)}</h3>${bullets(fakes)}</section>`,
    `<section class="call"><h3>${htmlText(call.heading)}</h3><p>${htmlText(call.text)}</p><div class="desk"><div>`,
    `<p>${own(call.name)}</p><p class="telephone">${own(call.telephone)}</p></div>`,
    sheet.help === undefined ? '' : code(sheet.help),
    '</div></section></div>',
  ]);
}

/** Everybody may read it: it names nobody and no telephone. */
export function helpHtml(language: Language, company: KitCompany): string {
  const { title, opening } = WORDS[language].help;
  return page(language, title, [
    `<header><p class="small">${htmlText(plainText(company.name[language]))}</p><h1>${htmlText(title)}</h1></header>`,
    `<p>${htmlText(opening)}</p>`,
    devices(stepsForAll(language, company)),
    `<section class="fakes"><h3>${htmlText(WORDS[language].labels.fakes)}</h3>`,
    bullets({ items: WORDS[language].fakes(company) }),
    '</section>',
  ]);
}

function page(language: Language, title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex, nofollow">
<title>${htmlText(title)}</title>
<style>${SHEET_STYLE}</style>
</head>
<body>
${parts.filter((part) => part !== '').join('\n')}
</body>
</html>
`;
}

/** Words that somebody else wrote: whatever their direction, they do not turn what stands around them. */
function own(text: string): string {
  return `<bdi>${htmlText(text)}</bdi>`;
}

function rows(facts: readonly SheetFact[]): string {
  return facts
    .map(({ label, value, isStrong = false }) => {
      const cell = isStrong ? `<td class="strong">${own(value)}</td>` : `<td>${own(value)}</td>`;
      return `<tr><th>${htmlText(label)}</th>${cell}</tr>`;
    })
    .join('');
}

function bullets({ items }: Pick<SheetList, 'items'>): string {
  return `<ul>${items.map((item) => `<li>${htmlText(item)}</li>`).join('')}</ul>`;
}

function devices({ heading, list, servers, note, byItselfLabel }: Sheet['devices']): string {
  const table =
    servers === undefined
      ? ''
      : `<section class="servers"><h3>${htmlText(servers.heading)}</h3><table>${rows(servers.rows)}</table></section>`;
  const all = list.map((one) => device(one, byItselfLabel)).join('\n');
  return `<h2>${htmlText(heading)}</h2>\n${all}${table}\n<p class="unlisted">${htmlText(note)}</p>`;
}

function device({ name, hosts, byItself, steps, note, codes }: SheetDevice, byItselfLabel: string): string {
  const addresses = codes.flatMap(({ address }) => (address === undefined ? [] : [address]));
  return [
    `<section class="device"><div><h3>${htmlText(name)} <span class="small">${own(hosts)}</span></h3>`,
    byItself === undefined ? '' : `<p class="by-itself">${htmlText(`${byItselfLabel}: ${byItself}`)}</p>`,
    `<ol>${steps.map((step) => `<li>${htmlText(step)}</li>`).join('')}</ol>`,
    ...addresses.map((address) => `<p class="address">${htmlText(address)}</p>`),
    note === undefined ? '' : `<p class="small">${htmlText(note)}</p>`,
    `</div>${codes.map(code).join('')}</section>`,
  ].join('');
}

function code({ content, caption }: SheetCode): string {
  return `<figure>${qrSvg(content)}<figcaption>${htmlText(caption)}</figcaption></figure>`;
}
