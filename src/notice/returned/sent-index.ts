// The letters that were sent, found by what a message that comes back may name: notice id, Message-ID, address, domain.

import type { StepId } from '../../model/step.ts';

export interface SentLetter {
  readonly id: StepId;
  readonly noticeId: string;
  /** Of the same notice, before somebody had it sent again. */
  readonly earlierIds?: readonly string[];
  /** In angle brackets: ours, and what the provider has put in its place. */
  readonly messageIds: readonly string[];
  /** Of the recipient, lower case. */
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly sentAtMs: number;
  readonly subject: string;
  readonly referenceCode: string;
}

/** Everybody may have an address there: a message from another one says nothing of ours. */
const PUBLIC_MAIL =
  /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|icloud|me|mac|aol|gmx|proton|protonmail)\.|^(?:docomo|ezweb|softbank|vodafone|ymail|nifty|biglobe|ocn|plala|so-net|dion|asahi-net|sakura)\.|^(?:au\.com|i\.softbank\.jp)$/;

export class SentIndex {
  readonly #byNotice = new Map<string, SentLetter>();
  readonly #byMessage = new Map<string, SentLetter>();
  readonly #byAddress = new Map<string, SentLetter[]>();
  readonly #byDomain = new Map<string, SentLetter[]>();
  readonly #subjects = new Set<string>();
  readonly #codes = new Set<string>();

  constructor(letters: Iterable<SentLetter>) {
    for (const letter of letters) {
      for (const noticeId of [letter.noticeId, ...(letter.earlierIds ?? [])]) this.#byNotice.set(noticeId, letter);
      for (const id of letter.messageIds) this.#byMessage.set(id.toLowerCase(), letter);
      grouped(this.#byAddress, letter.address).push(letter);
      const domain = domainOf(letter.address);
      if (!PUBLIC_MAIL.test(domain)) grouped(this.#byDomain, domain).push(letter);
      this.#subjects.add(letter.subject);
      if (letter.referenceCode !== '') this.#codes.add(letter.referenceCode);
    }
  }

  get referenceCodes(): ReadonlySet<string> {
    return this.#codes;
  }

  ofNotice(noticeId: string): SentLetter | undefined {
    return this.#byNotice.get(noticeId.toLowerCase());
  }

  ofMessage(messageId: string): SentLetter | undefined {
    return this.#byMessage.get(messageId.toLowerCase());
  }

  /** The newest one to that address which was sent before `at`. */
  toAddress(address: string, at: number): SentLetter | undefined {
    return newestBefore(this.#byAddress.get(address) ?? [], at);
  }

  /** The one to that company's domain which was sent before `at`; undefined where there are several recipients. */
  toDomainOf(address: string, at: number): SentLetter | undefined {
    const letters = this.#byDomain.get(domainOf(address)) ?? [];
    const recipients = new Set(letters.map((letter) => letter.address));
    return recipients.size === 1 ? newestBefore(letters, at) : undefined;
  }

  isDomainOfPartner(address: string): boolean {
    return this.#byDomain.has(domainOf(address));
  }

  /** `Re: ...` of one of our subjects. */
  isAnswerTo(subject: string): boolean {
    const bare = subject.replace(/^(?:\s*(?:re|aw|sv|fw|fwd|返信|転送)\s*(?:\[\d+\])?\s*[:：])+\s*/i, '');
    return bare !== subject && this.#subjects.has(bare.trim());
  }
}

/** Clocks of mail servers go wrong by minutes, not by hours. */
const CLOCK_TOLERANCE_MS = 60 * 60 * 1000;

function newestBefore(letters: readonly SentLetter[], at: number): SentLetter | undefined {
  return letters
    .filter(({ sentAtMs }) => sentAtMs <= at + CLOCK_TOLERANCE_MS)
    .reduce<SentLetter | undefined>(
      (best, one) => (best === undefined || one.sentAtMs > best.sentAtMs ? one : best),
      undefined,
    );
}

function grouped(groups: Map<string, SentLetter[]>, key: string): SentLetter[] {
  let group = groups.get(key);
  if (group === undefined) groups.set(key, (group = []));
  return group;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
