// Group commit: what comes while the disk is being flushed is written together in the next go. After one failure nothing more is taken.

import { setTimeout as sleep } from 'node:timers/promises';

export interface GroupCommit<Item> {
  /** Resolves when the item is on disk; rejects with the trouble that kept it from there. */
  add(item: Item): Promise<void>;
  /** Puts on disk now what is waiting. */
  flush(): void;
  /** What broke it; nothing can be added any more. */
  brokenBy(): Error | undefined;
}

/** How a group gets to the disk. */
export interface GroupWriter<Item> {
  /** Commits all items or, when it throws, none of them. What is committed need not be on the disk yet. */
  write(items: readonly Item[]): void;
  /** Resolves when all that is committed is on the disk; the program goes on meanwhile. */
  persist(): Promise<void>;
  /** The same, and the program waits. */
  persistNow(): void;
  /** What the thrown thing means. */
  explain(thrown: unknown): Error;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/**
 * How long the first item waits for company. A commit costs the same whatever is in it; an answer of a provider takes a hundred times
 * as long as this.
 */
const WINDOW_MS = 4;

export function groupCommit<Item>(writer: GroupWriter<Item>): GroupCommit<Item> {
  let waiting: Waiting<Item>[] = [];
  let broken: Error | undefined;
  let isBusy = false;

  /** Commits what is waiting; undefined where that failed, and everybody knows. */
  function commit(): readonly Waiting<Item>[] | undefined {
    const group = waiting;
    waiting = [];
    try {
      if (group.length > 0) writer.write(group.map((one) => one.item));
      return group;
    } catch (thrown) {
      fail(group, thrown);
      return undefined;
    }
  }

  function fail(group: readonly Waiting<Item>[], thrown: unknown): void {
    const reason = (broken ??= writer.explain(thrown));
    for (const one of [...group, ...waiting]) one.reject(reason);
    waiting = [];
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await sleep(WINDOW_MS);
      const group = commit();
      if (group === undefined) break;
      try {
        await writer.persist();
      } catch (thrown) {
        fail(group, thrown);
        break;
      }
      for (const one of group) one.resolve();
    }
    isBusy = false;
  }

  return {
    flush() {
      if (waiting.length === 0) return;
      const group = commit();
      if (group === undefined) return;
      try {
        writer.persistNow();
      } catch (thrown) {
        fail(group, thrown);
        return;
      }
      for (const one of group) one.resolve();
    },
    brokenBy: () => broken,
    add(item) {
      if (broken !== undefined) return Promise.reject(broken);
      return new Promise<void>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (isBusy) return;
        isBusy = true;
        void run();
      });
    },
  };
}
