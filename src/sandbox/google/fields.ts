// The `fields` parameter of every Google API: a partial answer, `nextPageToken,users(id,name/fullName)`.

interface Mask {
  readonly all: boolean;
  readonly children: ReadonlyMap<string, Mask>;
}

const EVERYTHING: Mask = { all: true, children: new Map() };

/** Undefined where the selector cannot be read. */
export function readMask(selector: string): Mask | undefined {
  const tokens = selector.match(/[A-Za-z0-9_.$-]+|[*/(),]/g) ?? [];
  if (tokens.join('') !== selector.replace(/\s/g, '')) return undefined;
  const reader = { tokens, at: 0 };
  const mask = readList(reader);
  return reader.at === tokens.length ? mask : undefined;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function readList(reader: Reader): Mask | undefined {
  const children = new Map<string, Mask>();
  for (;;) {
    const entry = readEntry(reader);
    if (entry === undefined) return undefined;
    const before = children.get(entry.name);
    children.set(entry.name, before === undefined ? entry.mask : unite(before, entry.mask));
    if (reader.tokens[reader.at] !== ',') return { all: false, children };
    reader.at += 1;
  }
}

function readEntry(reader: Reader): { readonly name: string; readonly mask: Mask } | undefined {
  const name = reader.tokens[reader.at];
  if (name === undefined || '/(),'.includes(name)) return undefined;
  reader.at += 1;
  const next = reader.tokens[reader.at];
  if (next === '/') {
    reader.at += 1;
    const inner = readEntry(reader);
    return inner && { name, mask: { all: false, children: new Map([[inner.name, inner.mask]]) } };
  }
  if (next !== '(') return { name, mask: EVERYTHING };
  reader.at += 1;
  const mask = readList(reader);
  if (mask === undefined || reader.tokens[reader.at] !== ')') return undefined;
  reader.at += 1;
  return { name, mask };
}

function unite(a: Mask, b: Mask): Mask {
  if (a.all || b.all) return EVERYTHING;
  const children = new Map(a.children);
  for (const [name, mask] of b.children) {
    const before = children.get(name);
    children.set(name, before === undefined ? mask : unite(before, mask));
  }
  return { all: false, children };
}

/** Keeps of a value what the mask names; lists are cut entry by entry. */
export function applyMask(value: unknown, mask: Mask): unknown {
  if (mask.all || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => applyMask(entry, mask));
  const kept = Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const chosen = mask.children.get(name) ?? mask.children.get('*');
    return chosen === undefined ? [] : [[name, applyMask(inner, chosen)] as const];
  });
  return Object.fromEntries(kept);
}
