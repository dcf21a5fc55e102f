// The google part of a seed: `{customer, administrator, domains, skus, users, groups, ...}`. A second seed adds to the first.

import { z } from 'zod';

const ADDRESS = z.string().regex(/^[^\s@]+@[^\s@]+$/).toLowerCase();
const NAME = z.string().min(1).toLowerCase();

const USER = z.strictObject({
  primaryEmail: ADDRESS,
  givenName: z.string().default('Given'),
  familyName: z.string().default('Family'),
  displayName: z.string().optional(),
  aliases: z.array(ADDRESS).default([]),
  isAdmin: z.boolean().default(false),
  isDelegatedAdmin: z.boolean().default(false),
  isSuspended: z.boolean().default(false),
  /** False: the mailbox never comes before a licence is assigned. */
  isMailboxSetup: z.boolean().default(true),
  /** Ids of SKUs. */
  licences: z.array(z.string()).default([]),
  /** HTML, of the primary address. */
  signature: z.string().optional(),
  vacation: z.record(z.string(), z.unknown()).optional(),
  /** Accepted forwarding addresses; the first one is forwarded to where `forwards` is true. */
  forwardingAddresses: z.array(ADDRESS).default([]),
  forwards: z.boolean().default(false),
  filters: z.array(z.record(z.string(), z.unknown())).default([]),
  /** Any further fields of `User`: externalIds, orgUnitPath, phones ... */
  fields: z.record(z.string(), z.unknown()).default({}),
});

const GROUP = z.strictObject({
  email: ADDRESS,
  name: z.string().optional(),
  description: z.string().default(''),
  aliases: z.array(ADDRESS).default([]),
  members: z.array(ADDRESS).default([]),
});

export const GOOGLE_SEED = z.strictObject({
  customer: z.string().optional(),
  administrator: ADDRESS.optional(),
  seats: z.int().positive().optional(),
  isTrial: z.boolean().optional(),
  /** With or without `https://www.googleapis.com/auth/`; null: all again. */
  delegatedScopes: z.array(z.string()).nullable().optional(),
  /** Every new user gets it by itself. */
  automaticSku: z.string().optional(),
  /** Addresses of unmanaged accounts: 202 with resolveConflictAccount. */
  unmanaged: z.array(ADDRESS).optional(),
  domains: z
    .array(z.strictObject({ name: NAME, isVerified: z.boolean().default(true), isPrimary: z.boolean().default(false) }))
    .default([]),
  domainAliases: z
    .array(z.strictObject({ name: NAME, parent: NAME, isVerified: z.boolean().default(true) }))
    .default([]),
  skus: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        name: z.string().min(1),
        total: z.int().nonnegative(),
        productId: z.string().default('Google-Apps'),
      }),
    )
    .default([]),
  users: z.array(USER).default([]),
  groups: z.array(GROUP).default([]),
  /** Filters of users who are there by now; an address that one forwards to is accepted. */
  filters: z
    .array(z.strictObject({ mailbox: ADDRESS, filter: z.record(z.string(), z.unknown()) }))
    .default([]),
  /** Somebody opened the link in the confirmation mail. */
  confirmedForwarding: z.array(z.strictObject({ mailbox: ADDRESS, address: ADDRESS })).default([]),
  confirmedSendAs: z.array(z.strictObject({ mailbox: ADDRESS, address: ADDRESS })).default([]),
});

export type GoogleSeed = z.infer<typeof GOOGLE_SEED>;
export type SeedUser = GoogleSeed['users'][number];
