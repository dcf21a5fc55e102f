// Writes the letters of a plan. What is wrong with a template or with a field is gathered here, and told once for all whom it concerns.

import { hash } from 'node:crypto';
import type { Correspondent, Letter, LetterHash } from '../model/letter.ts';
import type { Partner } from '../model/partner.ts';
import type { Language, Person } from '../model/person.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { NoticeSettings, Settings } from '../model/settings.ts';
import { cleanText } from '../notice/compile-notice.ts';
import type { Notice, RenderedNotice } from '../notice/compile-notice.ts';
import { writtenFault } from '../notice/compose-check.ts';
import { FoundProblems } from '../notice/found-problems.ts';
import { letterHash } from '../notice/letter-hash.ts';
import type { OwnNames } from '../notice/lint-links.ts';
import { partnerOrigin } from '../notice/list-cells.ts';
import type { ListPlacing } from '../notice/list-cells.ts';
import { renderChecked } from '../notice/lint-rendered.ts';
import type { Recipient } from '../notice/lint-rendered.ts';
import { ourFields, partnerFields } from '../notice/make-fields.ts';
import type { Sender } from '../notice/make-fields.ts';
import { noticeProblem } from '../notice/problems.ts';
import { prepareNotice } from '../notice/prepare-notice.ts';
import type { PreparedNotice } from '../notice/prepare-notice.ts';
import type { NoticeSource } from '../notice/read-templates.ts';
import { noticeMissing, noticeNotByMail, partnerName } from './notice-problems.ts';
import type { Lines } from './notice-problems.ts';

export interface WrittenLetter {
  readonly letter: Letter;
  readonly hash: LetterHash;
  /** Of what it says, as NoticeSend.version. */
  readonly version: string;
}

export interface LetterWish {
  readonly name: string;
  readonly partner: Partner;
  readonly from: Correspondent;
}

/** One notice in one language. */
interface Opened {
  readonly prepared: PreparedNotice | undefined;
  readonly found: FoundProblems;
  readonly sender: Sender;
  /** Of everything in it that is the same for all readers. */
  readonly baseVersion: string;
  /** Where it cannot be used at all. */
  readonly fault: typeof noticeMissing | undefined;
  lines: Lines | undefined;
}

export interface WriterParts {
  readonly settings: Settings;
  readonly voice: NoticeSettings;
  /** Name of the partner list. */
  readonly file: string;
  readonly placing: ListPlacing;
  readonly sources: readonly NoticeSource[];
  readonly people: ReadonlyMap<string, Person>;
  /** False where it is known that every letter is in order. */
  readonly isChecked: boolean;
}

export class LetterWriter {
  readonly #parts: WriterParts;
  readonly #own: OwnNames;
  readonly #opened = new Map<string, Opened>();

  constructor(parts: WriterParts) {
    this.#parts = parts;
    const { settings, voice } = parts;
    this.#own = { website: voice.website, domains: [...settings.oldDomains, settings.newDomain] };
  }

  /** Undefined where something is wrong with it; `problems` tells what. */
  write({ name, partner, from }: LetterWish): WrittenLetter | undefined {
    const opened = this.#open(name, partner.language);
    const { prepared, fault, sender, found } = opened;
    if (fault !== undefined || prepared === undefined) {
      const { first = partner.line, count = 0 } = opened.lines ?? {};
      opened.lines = { file: this.#parts.file, first, count: count + 1 };
      return undefined;
    }
    const { notice, problems } = prepared;
    if (notice === undefined || hasErrors(problems)) return undefined;
    const { people, placing } = this.#parts;
    const fields = partnerFields(partner, { sender, people });
    const reader = { whose: partnerName(partner), fields, origin: partnerOrigin(partner, { placing, people }) };
    const rendered = this.#parts.isChecked ? this.#check(notice, { ...reader, found }) : notice.render(fields);
    if (rendered === undefined) return undefined;
    const letter = { from, to: recipientOf(partner), ...rendered, language: partner.language };
    const unsendable = this.#parts.isChecked ? writtenFault(letter) : undefined;
    if (unsendable !== undefined) {
      const problem = noticeProblem('notice.unsendable', placing.ofPartner(partner, 'name'), { said: unsendable });
      found.add({ problem }, reader);
      return undefined;
    }
    const version = versionOf(opened, fields.contacts);
    return { letter, hash: letterHash(letter), version };
  }

  #check(
    notice: Notice,
    { found, ...reader }: Recipient & { readonly found: FoundProblems },
  ): RenderedNotice | undefined {
    const result = renderChecked(notice, { ...reader, own: this.#own });
    for (const problem of result.problems) found.add(problem, reader);
    return 'rendered' in result && !hasErrors(result.problems.map(({ problem }) => problem))
      ? result.rendered
      : undefined;
  }

  /** Of what the notice says to this partner now, in the language of an earlier letter; undefined where it cannot say anything. */
  versionFor(name: string, { partner, language }: { readonly partner: Partner; readonly language: Language }) {
    const opened = this.#open(name, language);
    if (opened.prepared === undefined) return undefined;
    const { contacts } = partnerFields(partner, { sender: opened.sender, people: this.#parts.people });
    return versionOf(opened, contacts);
  }

  /** Of all letters so far, templates first. */
  problems(): readonly Problem[] {
    return [...this.#opened].flatMap(([key, { prepared, found, fault, lines }]) => {
      const [name = '', language = 'ja'] = key.split('.');
      if (fault !== undefined)
        return lines === undefined ? [] : [fault(lines, { name, language: language === 'en' ? 'en' : 'ja' })];
      return [...(prepared?.problems ?? []), ...found.list()];
    });
  }

  #open(name: string, language: Language): Opened {
    const key = `${name}.${language}`;
    let opened = this.#opened.get(key);
    if (opened === undefined) this.#opened.set(key, (opened = this.#prepare(name, language)));
    return opened;
  }

  #prepare(name: string, language: Language): Opened {
    const { settings, voice, sources } = this.#parts;
    const source = sources.find((one) => one.name === name && one.language === language);
    const isMail = source?.front.audience === 'partner' && source.front.route === 'mail';
    const fault = source === undefined ? noticeMissing : isMail ? undefined : noticeNotByMail;
    const prepared = source === undefined ? undefined : prepareNotice(source, this.#own);
    const sender = { settings, notice: voice, language };
    const baseVersion = JSON.stringify([prepared?.textsHash, ourFields(sender)]);
    return { prepared, fault, sender, baseVersion, found: new FoundProblems(prepared?.problems), lines: undefined };
  }
}

function versionOf({ baseVersion }: Opened, contacts: object): string {
  return hash('sha256', `${baseVersion}\n${JSON.stringify(contacts)}`);
}

/** The message goes to the first address alone. */
function recipientOf({ name, addresses: [address = ''] }: Partner): Correspondent {
  return { ...(name !== undefined && { name: cleanText(name).trim() }), address };
}
