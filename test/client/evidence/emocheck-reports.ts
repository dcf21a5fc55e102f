// Reports as EmoCheck writes them (emocheck.cpp of v2.0), in each encoding and with its defect: every 0x5C byte doubled after encoding.

import { encodeCp932 } from '../../store/cp932.ts';

export interface ReportFacts {
  readonly host?: string;
  readonly version?: string;
  readonly time?: string;
  /** Paths of what was found; none: clean. */
  readonly found?: readonly string[];
}

export type Encode = (text: string) => Uint8Array;

export const utf8: Encode = (text) => new TextEncoder().encode(text);

/** As it is written on a Japanese Windows. */
export const doubledCp932: Encode = (text) => {
  const out: number[] = [];
  for (const byte of encodeCp932(text)) out.push(...(byte === 0x5c ? [byte, byte] : [byte]));
  return Uint8Array.from(out);
};

export const utf16: Encode = (text) => Buffer.from(`\uFEFF${text}`, 'utf16le');

/** The values are not escaped: the doubling does that, or whoever encodes has to. */
export function jsonReport(facts: ReportFacts = {}): string {
  const { host = 'PC-001', version = '2.4.0', time = '2026-11-24 09:30:00', found = [] } = facts;
  const head = `{\n  "scan_time":"${time}",\n  "hostname":"${host}",\n  "emocheck_version":"${version}",\n`;
  if (found.length === 0) return `${head}  "is_infected":"no"\n}\n`;
  const processes = found.map(
    (path) =>
      `    {\n      "process_name":"${path.slice(path.lastIndexOf('\\') + 1)}",\n      "process_id":"716",\n      "image_path":"${path}",\n` +
      `      "registry_key":"HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run"\n    }`,
  );
  return `${head}  "is_infected":"yes",\n  "emotet_processes":[\n${processes.join(',\n')}\n  ]\n}\n`;
}

/** The same as JSON that is escaped once, for encodings that double nothing. */
export function escapedReport(facts: ReportFacts = {}): string {
  return jsonReport(facts).replaceAll('\\', '\\\\');
}

const LINE = '_'.repeat(52);

const WORDS = {
  ja: [
    'プログラム実行時刻: ',
    '[結果]\n',
    'Emotetを検知しました。\n\n[詳細]\n     プロセス名    : ',
    '検知しませんでした。',
  ],
  en: [
    'Scan time: ',
    '[Result] \n',
    'Detected Emotet process.\n\n[Emotet Process] \n     Process Name  : ',
    'Emotet was not detected.',
  ],
  fr: [
    "Temps d'éxécution: ",
    '[Résultat] \n',
    'Emotet détecté.\n\n[Processus Emotet] \n     Nom du processus: ',
    "Emotet n'a pas été détecté.",
  ],
} as const;

export const LANGUAGES = ['ja', 'en', 'fr'] as const;

export function textReport(facts: ReportFacts = {}, language: (typeof LANGUAGES)[number] = 'ja'): string {
  const { version = '2.4.0', time = '2026-11-24 09:30:00', found = [] } = facts;
  const [at, result, detected, clean] = WORDS[language];
  const path = { ja: 'イメージパス  ', en: 'Image Path    ', fr: 'Emplacement     ' }[language];
  const body =
    found.length === 0
      ? `${result}${clean}\n`
      : found.map((one) => `${result}${detected}x.exe\n     ${path}: ${one}\n`).join('') + `${LINE}\n`;
  return `[EmoCheck v${version}]\n${at}${time}\n${LINE}\n${body}`;
}

/** `PC-001_20261124093000_emocheck.json` */
export function reportName(form: 'json' | 'txt', host = 'PC-001'): string {
  return `${host}_20261124093000_emocheck.${form}`;
}
