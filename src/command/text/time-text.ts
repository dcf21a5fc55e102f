// Durations and moments in words.

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `a second`, `45 s`, `12 min`, `3 h 20 min`, `2 days 4 h`. */
export function durationText(durationMs: number): string {
  if (durationMs < SECOND_MS) return 'a second';
  if (durationMs < 2 * MINUTE_MS) return `${Math.round(durationMs / SECOND_MS)} s`;
  if (durationMs < 2 * HOUR_MS) return `${Math.round(durationMs / MINUTE_MS)} min`;
  if (durationMs < 2 * DAY_MS) {
    const hours = Math.floor(durationMs / HOUR_MS);
    const minutes = Math.round((durationMs % HOUR_MS) / MINUTE_MS);
    return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  }
  const days = Math.floor(durationMs / DAY_MS);
  const hours = Math.round((durationMs % DAY_MS) / HOUR_MS);
  return hours === 0 ? `${days} days` : `${days} days ${hours} h`;
}

/** `2026-10-10 14:03:22` in the administrator's zone. */
export function momentText(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `14:03:22`. */
export function timeText(atMs: number): string {
  return momentText(atMs).slice(11);
}
