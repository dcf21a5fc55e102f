// Looks into values of which nothing is known yet. What is not of the wanted kind is as if it were not there.

import type { Path } from './document.ts';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => {
    if (Array.isArray(inner)) return inner[Number(part)];
    return isRecord(inner) && Object.hasOwn(inner, part) ? inner[String(part)] : undefined;
  }, value);
}

export function textAt(value: unknown, path: Path): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' ? found : undefined;
}

export function listAt(value: unknown, path: Path): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}
