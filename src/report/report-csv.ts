// One row a person, for Excel: UTF-8 with BOM, CRLF, every cell quoted, nothing that a spreadsheet would run.

import { csvToRead } from '../model/csv-text.ts';
import { exactWallText } from '../model/zone.ts';
import type { DeviceLine } from './device-lines.ts';
import { DEVICE_WORDS } from './device-words.ts';
import type { PersonLine, Summary } from './summary.ts';
import { STATE_WORDS } from './words.ts';

type Cell = string | number | undefined;

interface Beside {
  readonly devices: readonly DeviceLine[];
  /** Times are those of the wall clocks there, as a spreadsheet reads them. */
  readonly timeZone: string;
}

const COLUMNS: readonly (readonly [string, (person: PersonLine, beside: Beside) => Cell])[] = [
  ['name', ({ displayName }) => displayName],
  ['old address', ({ key }) => key],
  ['new address', ({ newAddress }) => newAddress],
  ['batch', ({ batch }) => batch],
  ['state', ({ state }) => STATE_WORDS[state]],
  ['reason', ({ reasons }) => reasons.map(({ what }) => what).join('; ')],
  ['to do', ({ reasons }) => [...new Set(reasons.flatMap(({ todo }) => todo ?? []))].join('; ')],
  ['steps done', ({ stepsDone }) => stepsDone],
  ['steps', ({ steps }) => steps],
  ['attempts', ({ attempts }) => attempts],
  ['told to wait', ({ throttled }) => throttled],
  ['started at', ({ startedAt }, { timeZone }) => startedAt && exactWallText(startedAt, timeZone)],
  ['changed at', ({ changedAt }, { timeZone }) => changedAt && exactWallText(changedAt, timeZone)],
  ['devices', (_person, { devices }) => devices.map(({ host, state }) => `${host}: ${DEVICE_WORDS[state]}`).join('; ')],
];

export function reportCsv({ persons, devices, timeZone }: Summary): string {
  const byPerson = Map.groupBy(devices?.board ?? [], ({ person }) => person);
  const heading = COLUMNS.map(([name]) => name);
  const rows = persons.map((person) =>
    COLUMNS.map(([, value]) => String(value(person, { devices: byPerson.get(person.key) ?? [], timeZone }) ?? '')),
  );
  return csvToRead([heading, ...rows]);
}
