// One notice before its readers: what is wrong with it for everybody, and, where it can be compiled, how it is rendered.

import { hash } from 'node:crypto';
import type { Problem } from '../model/problem.ts';
import { compileNotice } from './compile-notice.ts';
import type { Notice } from './compile-notice.ts';
import type { OwnNames } from './lint-links.ts';
import { distinct, filesOf, lintStructure, lintWording } from './lint-source.ts';
import type { NoticeSource } from './read-templates.ts';

export interface PreparedNotice {
  readonly problems: readonly Problem[];
  /** Absent where it cannot be compiled. */
  readonly notice?: Notice;
  /** Hex sha256 over the texts that can reach a reader. */
  readonly textsHash: string;
}

export function prepareNotice(source: NoticeSource, own: OwnNames): PreparedNotice {
  const textsHash = hash('sha256', JSON.stringify([source.subject, ...filesOf(source)].map(({ text }) => text)));
  const wording = lintWording(source, own);
  const structure = lintStructure(source);
  if (structure.length > 0) return { problems: distinct([...structure, ...wording]), textsHash };
  return { problems: wording, notice: compileNotice(source), textsHash };
}
