// How messages about migrate.yaml are made of words and values.

/** What is wrong; why it matters; what to do. */
export type Words = readonly [what: string, why: string, todo: string];

/** A value as a message shows it: on one line, and not longer than a line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
