// The OAuth scopes that the adapter asks for. One rule: a token has one scope, since one that is not delegated spoils the whole token.

const PREFIX = 'https://www.googleapis.com/auth/';

/** Source: the scopes of each method in Google's discovery documents; the narrowest one that the methods here share. */
export const SCOPES = {
  /** Users: list, get, insert, update, aliases. */
  user: `${PREFIX}admin.directory.user`,
  /** Groups: find whoever else holds an address. */
  group: `${PREFIX}admin.directory.group.readonly`,
  /** Members of a group that gives a licence. */
  member: `${PREFIX}admin.directory.group.member`,
  domain: `${PREFIX}admin.directory.domain`,
  verification: `${PREFIX}siteverification`,
  licence: `${PREFIX}apps.licensing`,
  /** Vacation, senders and signatures, and all reads. */
  mailbox: `${PREFIX}gmail.settings.basic`,
  /** New senders and forwarding. Works through domain-wide delegation only. */
  sharing: `${PREFIX}gmail.settings.sharing`,
  /** Drafts, and sending them. */
  compose: `${PREFIX}gmail.compose`,
  /** What was sent is looked for. */
  reading: `${PREFIX}gmail.readonly`,
} as const;

export type Scope = (typeof SCOPES)[keyof typeof SCOPES];
