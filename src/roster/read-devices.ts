// The device list: from text to devices, and all of its problems at once. Rows of one host name are one device.

import { hostKey, isIpAddress, peopleOf } from '../model/device.ts';
import type { Device, DeviceSystem, DeviceUse, MailClient, MailProtocol } from '../model/device.ts';
import type { DeviceField } from '../model/device-field.ts';
import type { Person } from '../model/person.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { cleanName } from './clean.ts';
import { clientChoice, isBareOutlook, isKindOfDevice, protocolChoice, systemChoice } from './device-choices.ts';
import { DEVICES } from './device-kind.ts';
import { deviceProblem } from './device-problems.ts';
import { ourPeople } from './our-people.ts';
import type { OurPeople } from './our-people.ts';
import { byPlace, readList } from './read-list.ts';
import type { Row } from './row.ts';
import { checkLength, readChoiceCell } from './row-cells.ts';
import { readPeopleCells } from './row-people.ts';

export interface DevicesReading {
  /** In the order of the list; a row with an error is not among them. */
  readonly devices: readonly Device[];
  /** By line and column. */
  readonly problems: readonly Problem[];
}

export interface DevicesOptions {
  /** The name that places and messages show. */
  readonly file: string;
  readonly settings: Settings;
  readonly people: readonly Person[];
  /** The staff list has errors, so `people` is not everybody: whom it lacks is not told here. */
  readonly isStaffFaulty?: true;
}

const MOST_NAME = 64;
/** Names become parts of commands that people copy, and of file names. */
const HOST_SIGNS = /^[\p{L}\p{M}\p{N} ._()#・-]+$/u;
/** Characters that no account of Windows has: https://learn.microsoft.com/windows/win32/adschema/a-samaccountname */
const LOGON = /^(?:[^"/\\[\]:;|=,+*?<>@\p{Cc}]{1,64}\\)?[^"/\\[\]:;|=,+*?<>@\p{Cc}]{1,64}$/u;
const MOST_NOTE = 200;
/** GetComputerName gives the NetBIOS name: https://learn.microsoft.com/windows/win32/sysinfo/computer-names */
const NETBIOS_LENGTH = 15;
/** Names that a warning about many people shows. */
const MOST_NAMES = 5;

export function readDevices(text: string, options: DevicesOptions): DevicesReading {
  const { file, settings } = options;
  const people = ourPeople(options.people);
  const isStaffFaulty = options.isStaffFaulty === true;
  const devices = new Map<string, OpenDevice>();
  const { problems } = readList(text, {
    file,
    kind: DEVICES,
    mapped: settings.lists.deviceColumns ?? {},
    missing: () => ['host', 'people'],
    onRow: (row) => {
      const said = readRow(row, { people, isStaffFaulty });
      if (said !== undefined) addTo(devices, said, row);
    },
  });
  const read = [...devices.values()].map(({ key, host, system, uses }): Device => {
    return { key, host, ...(system !== undefined && { system }), uses };
  });
  // Who has a row with an error is not without a device.
  const without = hasErrors(problems) || isStaffFaulty ? [] : peopleWithout(read, options);
  return { devices: read, problems: [...problems, ...without].toSorted(byPlace) };
}

interface RowSaid {
  readonly key: string;
  readonly host: string;
  readonly people: readonly string[];
  readonly system: DeviceSystem | undefined;
  readonly client: MailClient | undefined;
  readonly protocol: MailProtocol | undefined;
  readonly logon: string;
  readonly note: string;
}

interface OpenDevice {
  readonly key: string;
  readonly host: string;
  readonly line: number;
  /** The first name with a domain, and where it stands. */
  full: { readonly host: string; readonly line: number } | undefined;
  system: DeviceSystem | undefined;
  readonly uses: DeviceUse[];
}

/** Undefined where the row has an error. */
function readRow(
  row: Row<DeviceField>,
  context: { readonly people: OurPeople; readonly isStaffFaulty: boolean },
): RowSaid | undefined {
  const system = readChoiceCell(row, {
    field: 'system',
    choice: systemChoice,
    unknown: (place, facts) => deviceProblem('device.system-unknown', place, facts),
  });
  const host = readHost(row, system);
  if (row.isEmpty('people')) {
    row.say(row.column('people'), 'cell-empty', { heading: row.heading(row.column('people')) });
  }
  const people = readPeopleCells(row, {
    ...context,
    field: 'people',
    unknown: (place, facts) => deviceProblem('device.person-unknown', place, facts),
    ambiguous: (place, facts) => deviceProblem('device.person-ambiguous', place, facts),
  });
  const client = readClient(row);
  const protocol = readChoiceCell(row, {
    field: 'protocol',
    choice: protocolChoice,
    unknown: (place, facts) => deviceProblem('device.protocol-unknown', place, facts),
  });
  const logon = readLogon(row);
  const note = cleanName(row.read(row.column('note'), 'address') ?? '');
  checkLength(row, { column: row.column('note'), text: note, most: MOST_NOTE });
  if (host === undefined || people === undefined || hasErrors(row.problems)) return undefined;
  return { key: hostKey(host), host, people, system, client, protocol, logon, note };
}

function readHost(row: Row<DeviceField>, system: DeviceSystem | undefined): string | undefined {
  const column = row.column('host');
  const cell = row.read(column, 'text');
  const heading = row.heading(column);
  if (cell === '') row.say(column, 'cell-empty', { heading });
  if (cell === undefined || cell === '') return undefined;
  const host = cleanName(cell);
  checkLength(row, { column, text: host, most: MOST_NAME });
  const facts = { heading, value: cell };
  const key = hostKey(host);
  if (!HOST_SIGNS.test(host)) row.add(deviceProblem('device.host-signs', row.place(column), facts));
  else if (isKindOfDevice(host)) row.add(deviceProblem('device.host-kind', row.place(column), facts));
  else if (isIpAddress(key)) row.add(deviceProblem('device.host-address', row.place(column), facts));
  else if (key.length > NETBIOS_LENGTH && (system ?? 'windows') === 'windows') {
    const short = key.slice(0, NETBIOS_LENGTH).toUpperCase();
    row.add(deviceProblem('device.host-long', row.place(column), { ...facts, short }));
  }
  return host;
}

function readClient(row: Row<DeviceField>): MailClient | undefined {
  const column = row.column('client');
  return readChoiceCell(row, {
    field: 'client',
    choice: clientChoice,
    unknown: (place, facts) =>
      isBareOutlook(facts.value)
        ? deviceProblem('device.outlook-which', place, { heading: facts.heading, value: facts.value })
        : deviceProblem('device.client-unknown', row.place(column), facts),
  });
}

function readLogon(row: Row<DeviceField>): string {
  const column = row.column('logon');
  const cell = row.read(column, 'text') ?? '';
  const logon = cleanName(cell);
  if (logon !== '' && !LOGON.test(logon)) {
    const facts = { heading: row.heading(column), value: cell };
    row.add(deviceProblem('device.logon-signs', row.place(column), facts));
  }
  return logon;
}

/** Joins the row to its device, or tells why it cannot be the same one. */
function addTo(devices: Map<string, OpenDevice>, said: RowSaid, row: Row<DeviceField>): void {
  const { key, host, system } = said;
  const device = devices.get(key) ?? { key, host, line: row.line, full: undefined, system, uses: [] };
  const column = row.column('host');
  const { line, full } = device;
  if (full !== undefined && suffixOf(host) !== '' && suffixOf(full.host) !== suffixOf(host)) {
    const facts = { heading: row.heading(column), value: host, line: full.line, other: full.host };
    row.add(deviceProblem('device.same-name', row.place(column), facts));
    return;
  }
  if (device.system !== undefined && system !== undefined && device.system !== system) {
    const at = row.column('system');
    const facts = { heading: row.heading(at), value: system, line, host: device.host, other: device.system };
    row.add(deviceProblem('device.system-differs', row.place(at), facts));
    return;
  }
  device.system ??= system;
  if (suffixOf(host) !== '') device.full ??= { host, line: row.line };
  devices.set(key, device);
  for (const person of said.people) addUse(device, { ...said, person }, row);
}

function addUse(device: OpenDevice, said: RowSaid & { readonly person: string }, row: Row<DeviceField>): void {
  const { person, client, protocol, logon, note } = said;
  const earlier = device.uses.find((use) => use.person === person && use.client === client);
  if (earlier !== undefined) {
    const facts = { host: device.host, line: earlier.line };
    row.add(deviceProblem('device.use-twice', row.place(row.column('host')), facts));
    return;
  }
  device.uses.push({
    line: row.line,
    person,
    ...(client !== undefined && { client }),
    ...(protocol !== undefined && { protocol }),
    ...(logon !== '' && { logon }),
    ...(note !== '' && { note }),
  });
}

/** The domain behind a host name; '' where there is none. */
function suffixOf(host: string): string {
  const whole = host.normalize('NFKC').toLowerCase().replace(/\.$/, '');
  return whole.slice(hostKey(host).length);
}

function peopleWithout(devices: readonly Device[], { people, file }: DevicesOptions): readonly Problem[] {
  const having = new Set(devices.flatMap(peopleOf));
  const without = people.filter(({ key }) => !having.has(key));
  if (without.length === 0) return [];
  const shown = without.slice(0, MOST_NAMES).map(({ displayName }) => displayName);
  const more = without.length - shown.length;
  const names = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
  return [deviceProblem('device.people-without', { file }, { names, number: without.length })];
}
