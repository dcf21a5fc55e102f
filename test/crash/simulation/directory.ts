// The Directory seam over a tenant in memory. How a call travels, and what becomes of it on the way, is the carrier's business.

import type { Directory, MailboxRef } from '../../../src/model/directory.ts';
import { addressesOf, requireGrown } from './directory-addresses.ts';
import type { Carry } from './carry.ts';
import { refusal } from './tenant.ts';
import type { Holding, Tenant } from './tenant.ts';

export function directoryOf(tenant: Tenant, carry: Carry): Directory {
  return {
    provider: tenant.provider,
    accounts: { ...readsOf(tenant, carry), ...addressesOf(tenant, carry) },
    domains: domainsOf(tenant, carry),
    licences: licencesOf(tenant, carry),
    mailboxes: mailboxesOf(tenant, carry),
    permissions: () => Promise.resolve([]),
    addressFault: () => undefined,
  };
}

function readsOf(
  tenant: Tenant,
  carry: Carry,
): Pick<Directory['accounts'], 'list' | 'listOthers' | 'byId' | 'byAddress'> {
  return {
    async *list() {
      yield* await carry({ operation: 'list users', does: 'read' }, (staleMs) =>
        tenant.holdings(staleMs).map(({ account }) => account),
      );
    },
    async *listOthers() {
      yield* await carry({ operation: 'list groups', does: 'read' }, () => tenant.groups);
    },
    byId: (id) => carry({ operation: 'get user', does: 'read' }, (staleMs) => tenant.holding(id, staleMs)?.account),
    byAddress: (address) =>
      carry({ operation: 'find user', does: 'read' }, (staleMs) => tenant.ownerOf(address, staleMs)),
  };
}

function domainsOf(tenant: Tenant, carry: Carry): Directory['domains'] {
  return {
    list: () => carry({ operation: 'list domains', does: 'read' }, () => [...tenant.domains.values()]),
    add: (name) =>
      carry({ operation: 'add domain', does: 'make' }, () => {
        if (tenant.domains.has(name)) {
          throw refusal({ kind: 'taken', operation: 'add domain', said: `${name} exists already` });
        }
        tenant.domains.set(name, { name, isVerified: false, isPrimary: false });
        tenant.accept('domain.add', name);
      }),
    records: (name) =>
      carry({ operation: 'list records', does: 'read' }, () => [{ name, type: 'TXT', value: `proof-of-${name}` }]),
    verify: (name) =>
      carry({ operation: 'verify domain', does: 'set' }, () => {
        if (!tenant.published.has(name)) {
          throw refusal({ kind: 'not-yet', operation: 'verify domain', said: 'the record is not visible' });
        }
        tenant.domains.set(name, { name, isVerified: true, isPrimary: false });
        tenant.accept('domain.verify', name);
      }),
  };
}

function licencesOf(tenant: Tenant, carry: Carry): Directory['licences'] {
  return {
    list: () =>
      carry({ operation: 'list licences', does: 'read' }, () =>
        [...tenant.pools].map(([id, { name, total, used }]) => ({
          id,
          name,
          used,
          ...(total === undefined ? {} : { total }),
        })),
      ),
    groupByName: (name) =>
      carry({ operation: 'find group', does: 'read' }, () => tenant.groups.find((group) => group.name === name)?.id),
    assign: ({ id }, way) =>
      carry({ operation: 'assign licence', does: 'set' }, () => {
        requireGrown(tenant, id, 'assign licence');
        const group = way.by === 'group' ? tenant.groups.find((one) => one.id === way.groupId) : undefined;
        const licenceId = way.by === 'direct' ? way.licenceId : group?.licenceId;
        const pool = tenant.pools.get(licenceId ?? '');
        if (licenceId === undefined || pool === undefined) {
          throw refusal({ kind: 'refused', operation: 'assign licence', said: 'there is no such licence' });
        }
        if (tenant.holding(id)?.account.licences.includes(licenceId) === true) return;
        if (pool.total !== undefined && pool.used >= pool.total) {
          throw refusal({ kind: 'exhausted', operation: 'assign licence', said: `all ${pool.total} are used` });
        }
        pool.used += 1;
        tenant.change(id, { kind: 'licence.assign', key: `${id}/${licenceId}` }, (holding) => ({
          ...holding,
          account: { ...holding.account, licences: [...holding.account.licences, licenceId] },
        }));
      }),
    held: ({ id }) =>
      carry(
        { operation: 'list licences of user', does: 'read' },
        (staleMs) => seen(tenant, id, staleMs).account.licences,
      ),
  };
}

function mailboxesOf(tenant: Tenant, carry: Carry): Directory['mailboxes'] {
  const read = <Result>({ id }: MailboxRef, pick: (holding: Holding) => Result): Promise<Result> =>
    carry({ operation: 'read mailbox', does: 'read' }, (staleMs) => {
      requireReady(tenant, id);
      return pick(seen(tenant, id, staleMs));
    });
  const set = (kind: string, { id }: MailboxRef, next: (holding: Holding) => Holding): Promise<void> =>
    carry({ operation: kind, does: 'set' }, () => {
      requireReady(tenant, id);
      tenant.change(id, { kind, key: id }, next);
    });
  const mailboxes: Directory['mailboxes'] = {
    isReady: ({ id }) => carry({ operation: 'probe mailbox', does: 'read' }, () => tenant.isMailboxReady(id)),
    reply: (mailbox) => read(mailbox, ({ reply }) => reply),
    setReply: (mailbox, reply) => set('reply.set', mailbox, (holding) => ({ ...holding, reply })),
    rules: {
      list: (mailbox) => read(mailbox, ({ rules }) => rules),
      find: (mailbox, id) => read(mailbox, ({ rules }) => rules.find((rule) => rule.id === id)),
      remove: (mailbox, { id }) =>
        set('rule.remove', mailbox, (holding) => ({
          ...holding,
          rules: holding.rules.filter((rule) => rule.id !== id),
        })),
      // Each call makes one more, under an id of its own.
      restore: ({ id }, rule) =>
        carry({ operation: 'add rule', does: 'make' }, () => {
          requireReady(tenant, id);
          tenant.change(id, { kind: 'rule.restore', key: `${id} ${rule.name}` }, (holding) => ({
            ...holding,
            rules: [...holding.rules, { ...rule, id: `rule/again-${tenant.ledger.length}` }],
          }));
        }),
    },
    locale: {
      read: (mailbox) => read(mailbox, ({ locale }) => locale),
      set: (mailbox, locale) => set('locale.set', mailbox, (holding) => ({ ...holding, locale })),
    },
  };
  if (tenant.provider === 'microsoft-365') return mailboxes;
  return {
    ...mailboxes,
    forwarding: {
      read: (mailbox) => read(mailbox, ({ forwarding }) => forwarding),
      set: (mailbox, forwarding) => set('forward.set', mailbox, (holding) => ({ ...holding, forwarding })),
    },
    signatures: {
      read: (mailbox, address) =>
        read(mailbox, ({ senders }) => {
          const sender = senders.find((one) => one.address === address);
          if (sender === undefined) {
            throw refusal({ kind: 'not-yet', operation: 'get sender', said: 'the sender cannot be seen yet' });
          }
          return sender.signatureHtml;
        }),
      set: (mailbox, { address, html }) =>
        set('signature.set', mailbox, (holding) => ({
          ...holding,
          senders: holding.senders.map((one) => (one.address === address ? { ...one, signatureHtml: html } : one)),
        })),
    },
    sendAs: {
      list: (mailbox) => read(mailbox, ({ senders }) => senders),
      set: (mailbox, entry) =>
        set('sender.set', mailbox, (holding) => ({
          ...holding,
          senders: [
            ...holding.senders
              .filter(({ address }) => address !== entry.address)
              .map((sender) => (entry.isDefault ? { ...sender, isDefault: false } : sender)),
            // As Gmail's adapter does: a signature is never replaced by an empty one.
            entry.signatureHtml === ''
              ? {
                  ...entry,
                  signatureHtml: holding.senders.find(({ address }) => address === entry.address)?.signatureHtml ?? '',
                }
              : entry,
          ],
        })),
    },
  };
}

function seen(tenant: Tenant, id: string, staleMs: number): Holding {
  const holding = tenant.holding(id, staleMs);
  if (holding === undefined) {
    throw refusal({ kind: 'not-yet', operation: 'get user', said: 'the account cannot be seen yet' });
  }
  return holding;
}

function requireReady(tenant: Tenant, id: string): void {
  if (!tenant.isMailboxReady(id)) {
    throw refusal({ kind: 'not-yet', operation: 'mailbox', said: 'the mailbox is not ready' });
  }
}
