// The code of an error, whichever realm has made it.

/** `ENOTFOUND`; undefined for an error without one, which is a bug of ours. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
