// A property list as XML. The library is loaded where one is written, and nowhere else.

import type { PlistValue } from 'plist';

export async function plistText(value: PlistValue): Promise<string> {
  const { build } = await import('plist');
  return `${build(value)}\n`;
}
