// Group commit: what is added within a few milliseconds is written in one go. After one failure nothing more is taken.

export interface GroupCommit<Item> {
  /** Resolves when the item is on disk; rejects with the trouble that kept it from there. */
  add(item: Item): Promise<void>;
  /** Writes now what is waiting. */
  flush(): void;
  /** What broke it; nothing can be added any more. */
  brokenBy(): Error | undefined;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/**
 * How long the first item waits for company. A durable commit costs a flush of the disk, whatever is in it; an answer of a
 * provider takes a hundred times as long as this.
 */
const WINDOW_MS = 4;

/** `write` puts all items on disk or, when it throws, none of them; `explain` tells what the thrown thing means. */
export function groupCommit<Item>(
  write: (items: readonly Item[]) => void,
  explain: (thrown: unknown) => Error,
): GroupCommit<Item> {
  let waiting: Waiting<Item>[] = [];
  let broken: Error | undefined;

  function flush(): void {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      write(group.map((one) => one.item));
    } catch (thrown) {
      broken = explain(thrown);
      for (const one of group) one.reject(broken);
      return;
    }
    for (const one of group) one.resolve();
  }

  return {
    flush,
    brokenBy: () => broken,
    add(item) {
      if (broken !== undefined) return Promise.reject(broken);
      return new Promise<void>((resolve, reject) => {
        if (waiting.length === 0) setTimeout(flush, WINDOW_MS);
        waiting.push({ item, resolve, reject });
      });
    },
  };
}
