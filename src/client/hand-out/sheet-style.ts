// How a hand-out looks in a browser and on paper that a browser prints.

export const SHEET_STYLE = `
@page { size: A4; margin: 12mm 14mm; }
* { box-sizing: border-box; }
body { max-width: 182mm; margin: 8mm auto; padding: 0 4mm; color: #1f2129; font: 10pt/1.55 "Noto Sans JP", "Noto Sans CJK JP",
  "Hiragino Sans", "Yu Gothic UI", "Yu Gothic", Meiryo, system-ui, sans-serif; line-break: strict; overflow-wrap: anywhere; }
p, ul, ol, table, h1, h2, h3, figure { margin: 0; }
h1 { color: #144578; font-size: 18pt; line-height: 1.4; }
h2 { margin: 4mm 0 2mm; border-bottom: 1px solid #144578; color: #144578; font-size: 12pt; }
h3 { font-size: 11pt; }
ul, ol { padding-left: 5.5mm; }
li::marker { color: #144578; }
.small { color: #666b75; font-size: 9pt; font-weight: normal; }
.addressee { font-size: 13pt; font-weight: bold; }
table { border-collapse: collapse; }
th { padding: 0 5mm 0 0; color: #666b75; font-weight: normal; text-align: left; vertical-align: baseline; white-space: nowrap; }
td { vertical-align: baseline; }
.facts { width: 100%; margin-top: 3mm; border: 1px solid #c7d1de; background: #f0f5fb; }
.facts th { width: 1%; padding: 0.5mm 6mm 0.5mm 3.5mm; }
.facts tr:first-child > * { padding-top: 2.5mm; }
.facts tr:last-child > * { padding-bottom: 2.5mm; }
.strong { font-size: 13pt; font-weight: bold; }
.device, .servers, .fakes, .call { margin-bottom: 2.5mm; padding: 2.5mm 3mm; border: 1px solid #c7d1de; break-inside: avoid; }
.device { display: flex; gap: 4mm; }
.device > div { flex: 1; }
.by-itself { color: #144578; }
.address { font-weight: bold; }
.servers, .call { background: #f0f5fb; }
.unlisted { margin-bottom: 2.5mm; font-size: 9pt; }
.bottom { display: flex; gap: 3mm; align-items: stretch; break-inside: avoid; }
.bottom > * { margin: 0; }
.fakes { flex: 1; border-color: #e3ad5c; background: #fff8e8; font-size: 9.2pt; }
.call { flex: 0 0 76mm; font-size: 9.2pt; }
.desk { display: flex; gap: 3mm; justify-content: space-between; margin-top: 2mm; }
.telephone { color: #144578; font-size: 15pt; font-weight: bold; white-space: nowrap; }
figure { flex: 0 0 28mm; }
figure svg { display: block; width: 28mm; height: 28mm; }
figcaption { color: #666b75; font-size: 8pt; text-align: center; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 9pt; line-height: 1.5; } * { print-color-adjust: exact; } }
@media (max-width: 600px) { .bottom, .device { flex-direction: column; } .call { flex-basis: auto; } }
`;
