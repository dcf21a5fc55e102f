// The addresses of one row: the old one, the new one (from its cell or by rule), the aliases. All of them are claimed here.

import { nearest } from '../model/nearest.ts';
import type { Place } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { StaffField } from '../model/staff-field.ts';
import { readAddressCell, splitAliases } from './address-cell.ts';
import { makeLocal } from './address-rule.ts';
import type { Claim, Claims, Wish } from './claims.ts';
import { staffProblem } from './problems.ts';
import type { AddressRole, Facts } from './problems.ts';
import type { Row } from './row.ts';

export interface AddressContext {
  readonly settings: Settings;
  readonly claims: Claims;
  readonly addressFault: (address: string) => string | undefined;
  /** Most aliases that an account can have besides those that the move itself makes. */
  readonly mostAliases: number;
  /** Called for what can be told only when all addresses are known, since a free one is to be proposed. */
  readonly onCollision: (collision: Collision) => void;
}

/** `twice` and `made-twice`: who came first. `not-allowed`: what the provider says. */
export type Collision = {
  readonly place: Place;
  readonly heading: string;
  readonly value: string;
  readonly wish: Wish | undefined;
} & (
  | { readonly kind: 'twice' | 'made-twice'; readonly earlier: Claim }
  | { readonly kind: 'not-allowed'; readonly reason: string }
);

export interface RowAddresses {
  readonly old: string;
  readonly new: string;
  readonly aliases: readonly string[];
}

interface Address {
  readonly address: string;
  readonly local: string;
  readonly domain: string;
}

/** Undefined where one of them is faulty. Every address that can be read is claimed all the same, for the sake of later rows. */
export function readAddresses(row: Row<StaffField>, context: AddressContext): RowAddresses | undefined {
  const romaji = readRomaji(row);
  const old = readOld(row, context);
  const fresh = readNew(row, { context, old, romaji });
  const aliases = readAliases(row, context);
  if (old === undefined || fresh === undefined || aliases === undefined) return undefined;
  return { old: old.address, new: fresh, aliases };
}

const NONE: readonly string[] = [];

function readOld(row: Row<StaffField>, context: AddressContext): Address | undefined {
  const { settings } = context;
  const column = row.column('oldAddress');
  const cell = row.read(column, 'address');
  if (cell === '') row.say(column, 'cell-empty', { heading: row.heading(column) });
  if (cell === undefined || cell === '') return undefined;
  const found = readOne(row, { column, cell });
  if (found === undefined) return undefined;
  if (!settings.oldDomains.includes(found.domain)) {
    const near = nearest(found.domain, settings.oldDomains);
    const facts = { heading: row.heading(column), value: found.address, domains: settings.oldDomains.join(', '), near };
    row.add(staffProblem('staff.old-domain', row.place(column), facts));
    return undefined;
  }
  const earlier = context.claims.take(found.address, { line: row.line, role: 'old' });
  if (earlier !== undefined) {
    context.onCollision({
      kind: 'twice',
      place: row.place(column),
      heading: row.heading(column),
      value: found.address,
      wish: undefined,
      earlier,
    });
  }
  return earlier === undefined ? found : undefined;
}

function readNew(
  row: Row<StaffField>,
  { context, old, romaji }: { context: AddressContext; old: Address | undefined; romaji: Romaji },
): string | undefined {
  const { settings } = context;
  const column = row.column('newAddress');
  const cell = row.read(column, 'address');
  if (cell === undefined) return undefined;
  if (cell !== '') {
    const found = readOne(row, { column, cell });
    if (found === undefined || !isOnNewDomain(row, { column, found, settings })) return undefined;
    return claim(row, { context, column, found, role: 'new', kind: 'twice', romaji });
  }
  if (old === undefined) return undefined;
  const source = row.column('oldAddress');
  const made = makeLocal(settings.newAddress, { oldLocal: old.local, ...romaji });
  if ('missing' in made) {
    const missing = row.column(made.missing) ?? source;
    const value = made.missing === 'givenRomaji' ? romaji.given : romaji.family;
    row.add(staffProblem('staff.romaji', row.place(missing), { heading: row.heading(missing), value }));
    return undefined;
  }
  const reading = readAddressCell(`${made.local}@${settings.newDomain}`);
  if ('code' in reading) {
    const facts = { heading: row.heading(source), value: `${made.local}@${settings.newDomain}`, proposal: undefined };
    row.say(source, 'address-invalid', facts);
    return undefined;
  }
  return claim(row, { context, column: source, found: reading, role: 'new', kind: 'made-twice', romaji });
}

function readAliases(row: Row<StaffField>, context: AddressContext): readonly string[] | undefined {
  const cells = row.columns('aliases').map((column) => ({ column, cell: row.read(column, 'address') }));
  const parts = cells.flatMap(({ column, cell }) => splitAliases(cell ?? '').map((part) => ({ column, part })));
  if (parts.length === 0) return cells.every(({ cell }) => cell !== undefined) ? NONE : undefined;
  const aliases = parts.map(({ column, part }) => {
    const found = readOne(row, { column, cell: part });
    if (found === undefined || !isOnNewDomain(row, { column, found, settings: context.settings })) return undefined;
    return claim(row, { context, column, found, role: 'alias', kind: 'twice' });
  });
  if (parts.length > context.mostAliases) {
    const column = row.column('aliases');
    const facts = { heading: row.heading(column), number: parts.length, most: context.mostAliases };
    row.add(staffProblem('staff.aliases-too-many', row.place(column), facts));
  }
  const isWhole = cells.every(({ cell }) => cell !== undefined) && aliases.every((alias) => alias !== undefined);
  return isWhole ? aliases : undefined;
}

function readOne(
  row: Row<StaffField>,
  { column, cell }: { column: number | undefined; cell: string },
): Address | undefined {
  const reading = readAddressCell(cell);
  if (!('code' in reading)) return reading;
  const facts = { heading: row.heading(column), value: cell };
  if (reading.code === 'two-addresses') row.say(column, reading.code, facts);
  else row.say(column, reading.code, { ...facts, proposal: reading.proposal });
  return undefined;
}

function isOnNewDomain(
  row: Row<StaffField>,
  { column, found, settings }: { column: number | undefined; found: Address; settings: Settings },
): boolean {
  if (found.domain === settings.newDomain) return true;
  const near = nearest(found.domain, [settings.newDomain]);
  const facts: Facts<'staff.new-domain'> = {
    heading: row.heading(column),
    value: found.address,
    domain: settings.newDomain,
    near,
  };
  row.add(staffProblem('staff.new-domain', row.place(column), facts));
  return false;
}

function claim(
  row: Row<StaffField>,
  wish: {
    context: AddressContext;
    column: number | undefined;
    found: Address;
    role: AddressRole;
    kind: 'twice' | 'made-twice';
    romaji?: Romaji;
  },
): string | undefined {
  const { context, column, found, role, kind, romaji } = wish;
  const { address: value, local, domain } = found;
  const earlier = context.claims.take(value, { line: row.line, role });
  const reason = context.addressFault(value);
  if (earlier === undefined && reason === undefined) return value;
  const better = romaji === undefined ? undefined : spoken(romaji);
  const shared = {
    place: row.place(column),
    heading: row.heading(column),
    value,
    wish: { local, domain, ...(better !== undefined && { better }) },
  };
  if (earlier !== undefined) context.onCollision({ ...shared, kind, earlier });
  if (reason !== undefined) context.onCollision({ ...shared, kind: 'not-allowed', reason });
  return undefined;
}

interface Romaji {
  readonly given: string;
  readonly family: string;
}

function readRomaji(row: Row<StaffField>): Romaji {
  const given = row.column('givenRomaji');
  const family = row.column('familyRomaji');
  return { given: row.read(given, 'text') ?? '', family: row.read(family, 'text') ?? '' };
}

/** `given.family` in Latin letters, where the list has both. */
function spoken(romaji: Romaji): string | undefined {
  const made = makeLocal({ rule: 'pattern', pattern: '{given}.{family}' }, { oldLocal: '', ...romaji });
  return 'missing' in made ? undefined : made.local;
}
