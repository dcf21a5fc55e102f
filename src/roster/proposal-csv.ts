// Proposed rows as a partner list for Excel: UTF-8 with BOM, CRLF, every cell quoted. 確認 is left for a person to fill in, and 担当者
// where nobody of ours is known to have written.

import { csvToTakeIn } from '../model/csv-text.ts';
import type { Proposal } from './propose-partners.ts';

const ROUTES: Readonly<Record<Proposal['route'], string>> = { phone: '電話', letter: '郵送', '': '' };

/** `source` is the name of the address book, for the column 備考. */
export function proposalCsv(proposals: readonly Proposal[], source: string): string {
  const most = Math.max(1, ...proposals.map(({ addresses }) => addresses.length));
  const numbered = Array.from({ length: most }, (_, index) => `メールアドレス${index === 0 ? '' : index + 1}`);
  const headings = ['確認', '会社名', '部署', '役職', '氏名', ...numbered, '担当者', '言語', '経路', '送信元'];
  const rows = proposals.map((proposal) => [
    '',
    proposal.company,
    proposal.department,
    proposal.title,
    proposal.name,
    ...numbered.map((_, index) => proposal.addresses[index] ?? ''),
    proposal.writers.join(';'),
    proposal.language,
    ROUTES[proposal.route],
    '',
    proposal.phone,
    proposal.postalCode,
    proposal.postalAddress,
    proposal.note === '' ? `${proposal.line}: ${source}` : proposal.note,
  ]);
  return csvToTakeIn([[...headings, '電話番号', '郵便番号', '住所', '備考'], ...rows]);
}
