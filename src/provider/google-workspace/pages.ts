// A listing, page by page. One rule: a `next` that failed may be called again, and asks for the same page, so nothing is read twice.

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The token of the next page; absent or empty on the last one. */
  readonly next: string | null | undefined;
}

export function pages<Item>(read: (token: string | undefined) => Promise<Page<Item>>): AsyncIterableIterator<Item> {
  let items: Iterator<Item, undefined> = [].values();
  let token: string | undefined;
  let isLast = false;

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      for (;;) {
        const item = items.next();
        if (item.done !== true) return item;
        if (isLast) return { done: true, value: undefined };
        const page = await read(token);
        items = page.items.values();
        token = page.next ?? '';
        isLast = token === '';
      }
    },
  };
}
