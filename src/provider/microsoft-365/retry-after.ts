// How long the remote end asks us to wait: Retry-After as seconds, decimals or an HTTP date; x-ms-retry-after-ms.

/** Milliseconds to wait; 0 for a date that is past; undefined where nothing readable was said. */
export function retryAfterMs(header: (name: string) => string | null | undefined, now: number): number | undefined {
  const exact = header('x-ms-retry-after-ms')?.trim();
  if (exact !== undefined && /^\d+$/.test(exact)) return Number(exact);
  const said = header('retry-after')?.trim();
  if (said === undefined || said === '') return undefined;
  if (/^\d+(?:\.\d+)?$/.test(said)) return Math.ceil(Number(said) * 1000);
  // Only a form with letters is a date: Date.parse would take "-3" for a year.
  const at = /[a-z]/i.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
