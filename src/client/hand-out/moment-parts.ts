// A moment in the parts from which a language makes its words. They are kept, since asking for them takes a fifth of the time of a page
// and everybody changes over at the same moment.

export interface MomentParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  readonly hour: string;
  readonly minute: string;
}

type Forms = Readonly<Pick<Intl.DateTimeFormatOptions, 'month' | 'weekday' | 'hour'>>;

const MOST_KEPT = 20;
const kept = new Map<string, MomentParts>();

/** `at` in milliseconds since 1970; `timeZone` is an IANA name. */
export function momentParts(at: number, where: { language: string; timeZone: string }, forms: Forms): MomentParts {
  const key = JSON.stringify([at, where, forms]);
  const before = kept.get(key);
  if (before !== undefined) return before;
  const { language, timeZone } = where;
  const format = new Intl.DateTimeFormat(language, {
    timeZone,
    year: 'numeric',
    day: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
    ...forms,
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const made = {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    weekday: part('weekday'),
    hour: part('hour'),
    minute: part('minute'),
  };
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
}
