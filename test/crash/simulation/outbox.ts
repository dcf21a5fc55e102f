// Mail as a tenant holds it: drafts, messages that were taken for delivery, and the copies of those, which appear later.

import { refusal } from './tenant.ts';

interface Draft {
  readonly id: string;
  readonly noticeId: string;
  readonly at: number;
  sentAt: number | undefined;
}

interface Taken {
  readonly noticeId: string;
  /** When a search may find its copy. */
  readonly seenAt: number;
}

/** What is on its way: to whom, and by which id it is found. */
export interface Addressed {
  readonly noticeId: string;
  readonly to: { readonly address: string };
}

export class Outbox {
  readonly #now: () => number;
  readonly #copyLateMs: number;
  readonly #accept: (kind: string, key: string) => void;
  readonly #drafts: Draft[] = [];
  /** Each message as often as it was taken. */
  readonly #taken: Taken[] = [];

  constructor(parts: {
    readonly now: () => number;
    /** How long the copy of what was sent takes until it can be found. */
    readonly copyLateMs: number;
    /** Writes what was taken into the ledger. */
    readonly accept: (kind: string, key: string) => void;
  }) {
    this.#now = parts.now;
    this.#copyLateMs = parts.copyLateMs;
    this.#accept = parts.accept;
  }

  /** The truth: what no look of a sender can see. */
  wasTaken(noticeId: string): boolean {
    return this.#taken.some((message) => message.noticeId === noticeId);
  }

  /** Whether a search that is `staleMs` behind finds the copy of what was sent. */
  seesCopy(noticeId: string, staleMs: number): boolean {
    const asOf = this.#now() - staleMs;
    return this.#taken.some((message) => message.noticeId === noticeId && message.seenAt <= asOf);
  }

  /** A draft of the notice, as a copy shows it that is `staleMs` behind. */
  draftOf(noticeId: string, staleMs: number): string | undefined {
    const asOf = this.#now() - staleMs;
    return this.#drafts.find(
      (draft) => draft.noticeId === noticeId && draft.at <= asOf && (draft.sentAt === undefined || draft.sentAt > asOf),
    )?.id;
  }

  makeDraft({ noticeId }: Addressed): string {
    const id = `draft-${this.#drafts.length + 1}`;
    this.#drafts.push({ id, noticeId, at: this.#now(), sentAt: undefined });
    return id;
  }

  /** A draft is sent once: then it is gone. */
  sendDraft(id: string, letter: Addressed): void {
    const draft = this.#drafts.find((one) => one.id === id);
    if (draft === undefined || draft.sentAt !== undefined) {
      throw refusal({ kind: 'refused', operation: 'send draft', said: `there is no draft ${id}` });
    }
    draft.sentAt = this.#now();
    this.take(letter);
  }

  /** A message is taken as often as it is handed over. */
  take({ noticeId, to: { address } }: Addressed): void {
    this.#taken.push({ noticeId, seenAt: this.#now() + this.#copyLateMs });
    this.#accept('message.accept', `${noticeId} ${address}`);
  }
}
