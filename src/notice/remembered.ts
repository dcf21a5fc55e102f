// What was made of a text before. Most lines of a letter are the same for every reader, so most of its work is done once.

/** Bounded: of two generations the older one is forgotten, whatever the readers bring. */
export class Remembered<Value extends object | string> {
  readonly #make: (text: string) => Value;
  readonly #most: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** `make` depends on its text alone. */
  constructor(make: (text: string) => Value, most = 1000) {
    this.#make = make;
    this.#most = most;
  }

  of(text: string): Value {
    const known = this.#young.get(text);
    if (known !== undefined) return known;
    const value = this.#old.get(text) ?? this.#make(text);
    if (this.#young.size >= this.#most) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, value);
    return value;
  }
}
