// The calendar of the notices in words.

import type { SendingForecast } from '../../model/plan.ts';
import { tableText } from './table-text.ts';

/** Days that are listed one by one. */
const MOST_DAYS = 14;

/** Which day how many, and which limit keeps the rest for later; at the end what would lift it. */
export function calendarText({ days, messages }: SendingForecast): readonly string[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return ['Notices can never be sent: sending.window never opens.'];
  const when = days.length === 1 ? `on ${first.day}` : `on ${days.length} days, from ${first.day} to ${last.day}`;
  let sent = 0;
  const rows = days.map((day) => {
    sent += day.messages;
    return [
      day.day,
      String(day.messages),
      `${sent} of ${messages} sent`,
      day.limit === undefined ? '' : `bound by ${day.limit}`,
    ];
  });
  const more = rows.length > MOST_DAYS ? [`  and ${rows.length - MOST_DAYS} days more`] : [];
  const lifts = new Map(
    days.flatMap(({ limit, lift }) => (limit === undefined || lift === undefined ? [] : [[lift, limit]])),
  );
  return [
    `Notices go out ${when}:`,
    ...tableText(rows.slice(0, MOST_DAYS)),
    ...more,
    ...[...lifts.keys()].map((lift) => `  What would lift it: ${lift}.`),
  ];
}
