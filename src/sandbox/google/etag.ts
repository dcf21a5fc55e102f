// An etag as Google shows it: quoted, and the same for the same content.

import { createHash } from 'node:crypto';

export function withEtag<T extends object>(value: T): T & { readonly etag: string } {
  const hash = createHash('sha1').update(JSON.stringify(value)).digest('base64url');
  return { ...value, etag: `"${hash}"` };
}
