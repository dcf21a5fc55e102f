// How long to wait before the next try: doubling, bounded, with jitter, and never less than the remote end asked for.

export interface Backoff {
  readonly backoffFloorMs: number;
  readonly backoffCeilingMs: number;
}

/** `tries` starts at 1; `random` gives numbers from 0 up to 1. */
export function backoffMs(
  { backoffFloorMs, backoffCeilingMs }: Backoff,
  tries: number,
  options: { readonly random: () => number; readonly askedMs?: number },
): number {
  const doubled = Math.min(backoffCeilingMs, backoffFloorMs * 2 ** Math.min(tries - 1, 30));
  const own = doubled * (0.75 + 0.5 * options.random());
  return Math.ceil(Math.max(own, options.askedMs ?? 0));
}
