// A tenant in memory: what a provider would hold, every version of it, and the ledger of the effects that it has accepted.

import type {
  Account,
  AutomaticReply,
  DomainState,
  Forwarding,
  MailboxLocale,
  SendAs,
} from '../../../src/model/account.ts';
import type { AddressOwner, TenantProvider } from '../../../src/model/directory.ts';
import { RemoteFailure } from '../../../src/model/failure.ts';
import type { FailureFacts } from '../../../src/model/failure.ts';
import type { MailRule } from '../../../src/model/mail-rule.ts';

/** One account with its mailbox. */
export interface Holding {
  readonly account: Account;
  readonly reply: AutomaticReply;
  readonly forwarding: Forwarding;
  readonly senders: readonly SendAs[];
  readonly locale: MailboxLocale;
  readonly rules: readonly MailRule[];
}

export interface Effect {
  readonly at: number;
  readonly kind: string;
  /** The effect as the business sees it. */
  readonly key: string;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly licenceId?: string;
}

interface Version {
  readonly at: number;
  readonly holding: Holding;
}

export interface TenantParts {
  readonly provider: TenantProvider;
  readonly now: () => number;
  /** How long a fresh account answers "not yet" to changes. */
  readonly notYetMs?: number;
  /** How long a fresh mailbox takes. */
  readonly readyMs?: number;
  readonly mostAliases?: number;
}

export const NO_REPLY: AutomaticReply = { isOn: false, internalHtml: '', externalHtml: '', audience: 'none' };

export function refusal(facts: Pick<FailureFacts, 'kind' | 'operation' | 'said'>): RemoteFailure {
  return new RemoteFailure(facts);
}

export class Tenant {
  readonly provider: TenantProvider;
  readonly now: () => number;
  readonly ledger: Effect[] = [];
  readonly domains = new Map<string, DomainState>();
  /** Domains whose records somebody has published. */
  readonly published = new Set<string>();
  readonly pools = new Map<string, { readonly name: string; total: number | undefined; used: number }>();
  readonly groups: Group[] = [];
  readonly mostAliases: number;
  readonly #notYetMs: number;
  readonly #readyMs: number;
  readonly #versions = new Map<string, Version[]>();
  readonly #bornAt = new Map<string, number>();

  constructor(parts: TenantParts) {
    this.provider = parts.provider;
    this.now = parts.now;
    this.#notYetMs = parts.notYetMs ?? 0;
    this.#readyMs = parts.readyMs ?? 0;
    this.mostAliases = parts.mostAliases ?? 30;
  }

  /** An account that somebody else has made, with whatever is said of it. */
  place(wanted: Partial<Account> & { readonly address: string }, mailbox: Partial<Holding> = {}): Account {
    const account: Account = {
      id: `id-${this.#versions.size + 1}`,
      signInName: wanted.address,
      aliases: [],
      displayName: wanted.address,
      isSuspended: false,
      isSynced: false,
      isAdministrator: false,
      licences: [],
      ...wanted,
    };
    const own: SendAs = {
      address: account.address,
      displayName: account.displayName,
      signatureHtml: '',
      isDefault: true,
      isAccepted: true,
    };
    const holding = {
      reply: NO_REPLY,
      forwarding: { isOn: false, keepsCopy: true },
      senders: [own],
      locale: { language: 'xx' },
      rules: [],
      ...mailbox,
      account,
    };
    this.#versions.set(account.id, [{ at: this.now(), holding }]);
    return account;
  }

  /** The account as it is, or as a copy shows it that is `staleMs` behind. */
  holding(id: string, staleMs = 0): Holding | undefined {
    const versions = this.#versions.get(id);
    if (staleMs === 0) return versions?.at(-1)?.holding;
    const asOf = this.now() - staleMs;
    return versions?.findLast(({ at }) => at <= asOf)?.holding;
  }

  holdings(staleMs = 0): readonly Holding[] {
    return [...this.#versions.keys()].flatMap((id) => this.holding(id, staleMs) ?? []);
  }

  ownerOf(address: string, staleMs = 0): AddressOwner | undefined {
    for (const { account } of this.holdings(staleMs)) {
      if (holds(account, address)) return { kind: 'account', account };
    }
    const group = this.groups.find(({ addresses }) => addresses.includes(address));
    return group && { kind: 'other', id: group.id, name: group.name };
  }

  /** True while changes of this account are refused since it is too young. */
  isFresh(id: string): boolean {
    return this.now() < (this.#bornAt.get(id) ?? Number.NEGATIVE_INFINITY) + this.#notYetMs;
  }

  isMailboxReady(id: string): boolean {
    const bornAt = this.#bornAt.get(id);
    if (this.holding(id) === undefined) return false;
    return bornAt === undefined || this.now() >= bornAt + this.#readyMs;
  }

  /** Accepts a new account. */
  bear(account: Omit<Account, 'id'>, operation: string): Account {
    this.refuseTaken(account.address, operation);
    const born = this.place(account);
    this.#bornAt.set(born.id, this.now());
    this.accept('user.create', born.address);
    return born;
  }

  /** Accepts a change of one account or its mailbox. */
  change(id: string, effect: Omit<Effect, 'at'>, next: (holding: Holding) => Holding): void {
    const versions = this.#versions.get(id);
    const latest = versions?.at(-1);
    if (versions === undefined || latest === undefined) {
      throw refusal({ kind: 'refused', operation: effect.kind, said: `there is no account ${id}` });
    }
    versions.push({ at: this.now(), holding: next(latest.holding) });
    this.accept(effect.kind, effect.key);
  }

  accept(kind: string, key: string): void {
    this.ledger.push({ at: this.now(), kind, key });
  }

  refuseTaken(address: string, operation: string, exceptId?: string): void {
    const owner = this.ownerOf(address);
    if (owner === undefined || (owner.kind === 'account' && owner.account.id === exceptId)) return;
    throw refusal({ kind: 'taken', operation, said: `${address} exists already` });
  }
}

export function holds(account: Account, address: string): boolean {
  return account.address === address || account.signInName === address || account.aliases.includes(address);
}
