// Texts that somebody could put into any cell of a list to do harm, or that break what was written without care. Kinds after the usual
// collections of such texts; all examples are ours. Whatever is active in them names `evil`, so that it can be found again.

/** Built from code points, so that nothing in this file is invisible. */
const at = String.fromCodePoint;

const HEADERS: readonly string[] = [
  'Suzuki\r\nBcc: thief@evil.example',
  'Suzuki\nBcc: thief@evil.example',
  'Suzuki\rBcc: thief@evil.example',
  'Suzuki%0D%0ABcc: thief@evil.example',
  'Suzuki\\r\\nBcc: thief@evil.example',
  `Suzuki${at(0x2028)}Bcc: thief@evil.example`,
  `Suzuki${at(0x85)}Bcc: thief@evil.example`,
  `Suzuki${at(0x560a)}${at(0x560d)}Bcc: thief@evil.example`,
  'Suzuki" <thief@evil.example>, "',
  'Suzuki <thief@evil.example>',
  '=?utf-8?B?DQpCY2M6IHRoaWVmQGV2aWwuZXhhbXBsZQ==?=',
  'Suzuki =?utf-8?Q?=0D=0ABcc:_thief=40evil.example?=',
  'Suzuki\t(evil) comment',
];

const TEMPLATES: readonly string[] = [
  '{{company}}',
  '{{{company}}}',
  '{{#each contacts}}evil{{/each}}',
  '{{> evil}}',
  '{{constructor.constructor "return process"}}',
  '｛｛company｝｝',
  '${process.env.SECRET}',
  '<%= evil %>',
  '<?php evil() ?>',
  '#{7*7}',
  '%name%',
  '%s%n%x evil',
  '$NAME and `evil`',
  '[[evil]]',
  '@{evil}',
];

const MARKUP: readonly string[] = [
  '<script>evil()</script>',
  '<img src=x onerror=evil()>',
  '"><svg onload=evil()>',
  "' onmouseover='evil()",
  '<a href="javascript:evil()">evil</a>',
  '</td></table><h1>evil</h1>',
  '<!-- evil',
  ']]><evil/>',
  '<style>*{background:url(//evil.example)}</style>',
  '&lt;script&gt;evil()&lt;/script&gt;',
  '&#60;img src=x onerror=evil()&#62;',
  '＜script＞evil()＜/script＞',
  '<scr<script>ipt>evil()</scr</script>ipt>',
  'A&B <C> "D" \'E\'',
];

const TERMINALS: readonly string[] = [
  `evil${at(0x1b)}[2J${at(0x1b)}[31m`,
  `evil${at(0x1b)}]0;title${at(7)}`,
  `evil${at(0x9b)}31m`,
  `evil${at(8)}${at(8)}good`,
  `evil${at(0x7f)}`,
];

const FORMULAS: readonly string[] = [
  "=cmd|'/C evil'!A0",
  '=HYPERLINK("https://evil.example","evil")',
  '+evil()',
  '-1+1|evil',
  '@SUM(1+1)*evil',
  '＝１＋evil',
  '\t=1+evil',
  `${at(0x3000)}=1+evil`,
  'evil;=1+1',
  '"=1+evil"',
];

const UNSEEN: readonly string[] = [
  `evil${at(0x202e)}elpmaxe`,
  `evil${at(0x2066)}live${at(0x2069)}`,
  `ev${at(0x200b)}il`,
  `ev${at(0x200d)}il`,
  `ev${at(0xfeff)}il`,
  `ev${at(0xad)}il`,
  `ev${at(0x2062)}il`,
  `ev${at(0x180e)}il`,
  `ev${at(0xfff9)}il${at(0xfffb)}`,
  `evil${at(0xe0065, 0xe0076, 0xe0069, 0xe006c)}`,
  at(0x3164),
  at(0x2800).repeat(3),
  `e${at(0x301).repeat(60)}vil`,
  at(0xfdfd).repeat(30),
];

const BROKEN: readonly string[] = [at(0xfffe), at(0x1ffff), at(0xe000), at(0xf8ff)];

/** For these the whole file is refused, before anybody asks what is in its cells. */
export const LOST: readonly string[] = [`evil${at(0)}`, at(0xfffd), at(0xfffd).repeat(3)];

/** What reads like one of ours, or sends the reader elsewhere. */
const FAKES: readonly string[] = [
  'https://evil.example/login',
  'www.evil.example',
  'bit.ly/evil',
  `${at(0x430)}ozora-trading.example`,
  'aozora-tradimg.example',
  'aozora‐trading.example',
  '至急 evil 重要',
  'お振込先変更 evil',
  '添付 evil',
  '鈴木様様',
  '○○',
];

const CODE: readonly string[] = [
  "Robert'); DROP TABLE step;-- evil",
  "' OR 1=1 -- evil",
  '$(evil)',
  '`evil`',
  '; evil #',
  '| evil',
  '..\\..\\evil',
  '../../../../evil',
  'C:\\evil\\con',
  'CON',
  'NUL',
  '__proto__',
  'constructor',
  'toString',
  'undefined',
  'null',
  'true',
  'NaN',
  '0',
  '1e309',
  '0x0',
  '١٢٣',
  '{"evil":1}',
  '*)(uid=*))(|(uid=*',
  "evil' or userPrincipalName eq '",
];

/** Names that somebody really has, and characters of this century: they must go through as they are. */
export const HONEST: readonly string[] = [
  '髙橋 𠮷郎',
  '神田 ㈱子',
  '😀 田中',
  'Anna-Lena O’Brien',
  'Nguyễn Văn Ánh',
  'Łukasz Żółć',
  'محمد علي',
  'งาม',
  'José "Pepe" Núñez',
  "D'Angelo & Söhne",
  'Null',
  'ﾊﾝｶｸ ﾀﾛｳ',
];

const HUGE: readonly string[] = ['evil '.repeat(60), '悪'.repeat(300)];

export const NAUGHTY: readonly string[] = [
  ...[...HEADERS, ...TEMPLATES, ...MARKUP, ...TERMINALS, ...FORMULAS, ...UNSEEN],
  ...[...BROKEN, ...FAKES, ...CODE, ...HONEST, ...HUGE],
];

/** Beyond every bound: a cell of a mebibyte. */
export const MEBIBYTE = 'evil'.repeat(2 ** 18);

/** What is made of an address. */
export const NAUGHTY_ADDRESSES: readonly string[] = [
  'one@p.example\r\nBcc: thief@evil.example',
  'one@p.example, thief@evil.example',
  'one@p.example;thief@evil.example',
  'one@p.example、thief@evil.example',
  'one@p.example thief@evil.example',
  'mailto:thief@evil.example',
  'one@p.example?bcc=thief@evil.example',
  '<one@p.example> <thief@evil.example>',
  '"one" <thief@evil.example',
  'one@@evil.example',
  'one evil.example',
  'one@evil',
  'one@.evil.example',
  'one@evil..example',
  'one@-evil.example',
  'one@[127.0.0.1]',
  'one@127.0.0.1',
  'one%evil.example@p.example.',
  '@evil.example:one@p.example',
  'evil.example!one',
  `one${at(0x202e)}@p.example`,
  `one@p.example${at(0x1b)}[31m`,
  `thief@${at(0x430)}pple.example`,
  'one@p.example (evil)',
  '"one\r\n evil"@p.example',
  '"evil"@p.example',
  `${'x'.repeat(65)}@p.example`,
  `one@${'x'.repeat(64)}.example`,
  `one@${'x.'.repeat(130)}example`,
  'undisclosed-recipients:;',
  'one@xn--evil-.example',
  'one@xn--a-ecp.ru',
  'one＠p.example＠evil.example',
  '=1+1@p.example',
  '-one@p.example',
  'one@p.example\tthief@evil.example',
];
