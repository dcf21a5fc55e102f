// The properties of a user that callers may write, and how what they send becomes values. Unknown ones are refused, as Graph does.

import { z } from 'zod';
import { badRequest, GraphRefusal } from '../answers.ts';

const TEXT = z.string().nullable();
const TEXTS = z.array(z.string());
const ATTRIBUTES = z.record(z.string().regex(/^extensionAttribute([1-9]|1[0-5])$/), TEXT);

/** Writable by create and update, in Graph's spelling. */
const PLAIN = {
  displayName: z.string().min(1).max(256),
  mailNickname: z.string().min(1).max(64),
  accountEnabled: z.boolean(),
  givenName: TEXT,
  surname: TEXT,
  jobTitle: TEXT,
  department: TEXT,
  companyName: TEXT,
  officeLocation: TEXT,
  employeeId: z.string().max(16).nullable(),
  employeeType: TEXT,
  usageLocation: z.string().regex(/^[A-Za-z]{2}$/).nullable(),
  preferredLanguage: TEXT,
  preferredDataLocation: TEXT,
  mobilePhone: TEXT,
  faxNumber: TEXT,
  businessPhones: TEXTS.max(1),
  otherMails: TEXTS,
  city: TEXT,
  state: TEXT,
  country: TEXT,
  postalCode: TEXT,
  streetAddress: TEXT,
  ageGroup: TEXT,
  userType: z.enum(['Member', 'Guest']).nullable(),
  passwordPolicies: TEXT,
  onPremisesImmutableId: TEXT,
  onPremisesExtensionAttributes: ATTRIBUTES,
  showInAddressList: z.boolean().nullable(),
} as const;

const SPECIAL = {
  userPrincipalName: z.string(),
  mail: TEXT,
  passwordProfile: z.looseObject({ password: z.string().min(8).max(256).optional() }),
} as const;

const USER = z.strictObject({ ...PLAIN, ...SPECIAL }).partial();

export type UserInput = z.infer<typeof USER>;

/** Graph refuses to write these at all. */
const READ_ONLY = ['id', 'proxyAddresses', 'assignedLicenses', 'assignedPlans', 'provisionedPlans', 'createdDateTime', 'imAddresses'];

const byLowerCase = new Map([...Object.keys({ ...PLAIN, ...SPECIAL }), ...READ_ONLY].map((name) => [name.toLowerCase(), name]));

/** Reads the body of a create or an update. Letter case of names does not count. */
export function readUserInput(body: unknown): UserInput {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new GraphRefusal(400, 'BadRequest', { message: 'Unable to read JSON request payload.' });
  }
  const named: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(body)) {
    if (given.includes('@')) continue;
    const name = byLowerCase.get(given.toLowerCase());
    if (name === undefined) throw badRequest(`Property '${given}' does not exist on type 'microsoft.graph.user'.`);
    if (READ_ONLY.includes(name)) throw readOnly(name);
    named[name] = value;
  }
  const read = USER.safeParse(named);
  if (read.success) return read.data;
  const property = String(read.error.issues[0]?.path[0] ?? '');
  throw badRequest(`Invalid value specified for property '${property}' of resource 'User'.`, [
    { code: 'InvalidValue', message: 'Invalid value specified for property', target: property },
  ]);
}

function readOnly(property: string): GraphRefusal {
  return badRequest(`Property '${property}' is read-only and cannot be set.`, [
    { code: 'InvalidValue', message: 'The property is read-only.', target: property },
  ]);
}

/** The part of an input that is kept as it is: all but names and password. */
export function plainProperties(input: UserInput): Readonly<Record<string, unknown>> {
  const kept = Object.entries(input).filter(([name]) => !(name in SPECIAL));
  return Object.fromEntries(kept);
}
