// Values of PowerShell as far as the script of the kit has any, and how each becomes a text, a number or a truth.

export type Value =
  null | boolean | number | string | Date | Uint8Array | readonly Value[] | Hash | Custom | Version | Thing;

/** `@{ }`: names without case, in their order. */
export class Hash {
  readonly entries = new Map<string, readonly [name: string, value: Value]>();

  set(name: string, value: Value): void {
    this.entries.set(name.toLowerCase(), [name, value]);
  }
}

/** What ConvertFrom-Json gives. */
export class Custom {
  readonly properties = new Map<string, readonly [name: string, value: Value]>();

  constructor(entries: readonly (readonly [string, Value])[]) {
    for (const [name, value] of entries) this.properties.set(name.toLowerCase(), [name, value]);
  }
}

export class Version {
  readonly parts: readonly number[];

  constructor(text: string) {
    if (!/^\d+(\.\d+){1,3}$/.test(text)) throw new ScriptError(`no version: ${text}`);
    this.parts = text.split('.').map(Number);
  }

  compareTo(other: Version): number {
    for (let place = 0; place < 4; place += 1) {
      const difference = (this.parts[place] ?? -1) - (other.parts[place] ?? -1);
      if (difference !== 0) return difference;
    }
    return 0;
  }
}

export type Method = (args: readonly Value[]) => Value;

/** An object of .NET: what the script may ask of it, by names in lower case. */
export class Thing {
  readonly type: string;
  readonly members: Readonly<Record<string, () => Value>>;
  readonly methods: Readonly<Record<string, Method>>;

  constructor(type: string, parts: Partial<Pick<Thing, 'members' | 'methods'>> = {}) {
    this.type = type;
    this.members = parts.members ?? {};
    this.methods = parts.methods ?? {};
  }
}

/** What the script itself may catch. */
export class ScriptError extends Error {}

/** Something that this stand-in does not know: a fault of the test, or of a script that has left its subset. Nothing catches it. */
export class Unknown extends Error {}

export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** As the pipeline takes it apart: arrays by their elements, nothing as none. */
export function elements(value: Value): readonly Value[] {
  if (value === null) return [];
  if (value instanceof Uint8Array) return [...value];
  return isArray(value) ? value : [value];
}

export function text(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (value instanceof Uint8Array || isArray(value)) return elements(value).map(text).join(' ');
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Version) return value.parts.join('.');
  throw new Unknown(`a text of ${value instanceof Thing ? value.type : value.constructor.name}`);
}

export function truth(value: Value): boolean {
  if (isArray(value)) return value.length > 1 || (value.length === 1 && truth(value[0] ?? null));
  return Boolean(value);
}

export function number(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const found = typeof value === 'string' ? Number(value.trim()) : value;
  if (typeof found !== 'number' || Number.isNaN(found)) throw new ScriptError(`no number: ${text(value)}`);
  return found;
}

export function bytes(value: Value): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value === null) throw new ScriptError('no bytes');
  return Uint8Array.from(elements(value).map(number));
}

/** Seconds and less of a time, as `-` gives them. */
export function span(milliseconds: number): Thing {
  return new Thing('TimeSpan', { members: { totalminutes: () => milliseconds / 60_000 } });
}
