// What a Gmail mailbox does by itself: filters, the forwarding of all mail, and the addresses that mail may be forwarded to.

import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js';
import type { Mailboxes } from '../../model/directory.ts';
import type { MailRule } from '../../model/mail-rule.ts';
import { orUndefined, whereTaken } from './outcomes.ts';
import { SCOPES } from './scopes.ts';
import type { Sending, Transport } from './transport.ts';

const READ = { lane: 'mailbox', scope: SCOPES.mailbox, isRepeatable: true } as const;
const SHARE = { lane: 'mailbox', scope: SCOPES.sharing, isRepeatable: true } as const;
const SETTINGS = 'gmail.users.settings';
const LIST_FILTERS = { ...READ, operation: `${SETTINGS}.filters.list` };
const GET_FILTER = { ...READ, operation: `${SETTINGS}.filters.get` };
const CREATE_FILTER = { ...READ, isRepeatable: false, operation: `${SETTINGS}.filters.create` };
const DELETE_FILTER = { ...READ, operation: `${SETTINGS}.filters.delete` };
const GET_FORWARDING = { ...READ, operation: `${SETTINGS}.getAutoForwarding` };
const SET_FORWARDING = { ...SHARE, operation: `${SETTINGS}.updateAutoForwarding` };
const LIST_ADDRESSES = { ...READ, operation: `${SETTINGS}.forwardingAddresses.list` };
const GET_ADDRESS = { ...READ, operation: `${SETTINGS}.forwardingAddresses.get` };
/** Kept apart by the address: the second create answers 409. */
const CREATE_ADDRESS = { ...SHARE, operation: `${SETTINGS}.forwardingAddresses.create` };
const DELETE_ADDRESS = { ...SHARE, operation: `${SETTINGS}.forwardingAddresses.delete` };

const ME = 'me';
const FORWARDING = 'forwarding';

export function openRules({ send, apis }: Transport): NonNullable<Mailboxes['rules']> {
  /** One call as the owner of the mailbox. */
  async function call<Body extends object>(
    what:
      | (typeof READ & { readonly operation: string })
      | (typeof SHARE & { readonly operation: string })
      | typeof CREATE_FILTER,
    subject: string,
    request: (settings: gmail_v1.Resource$Users$Settings, sending: Sending) => Promise<{ status: number; data: Body }>,
  ): Promise<Body> {
    const { users } = await apis.gmail();
    return (await send({ ...what, subject }, (sending) => request(users.settings, sending))).data;
  }

  const forwardingOf = async (subject: string): Promise<MailRule | undefined> =>
    forwardingFrom(
      await call(GET_FORWARDING, subject, (settings, { auth, how }) =>
        settings.getAutoForwarding({ userId: ME, auth }, how),
      ),
    );

  return {
    async list({ address }) {
      const { filter = [] } = await call(LIST_FILTERS, address, (settings, { auth, how }) =>
        settings.filters.list({ userId: ME, auth }, how),
      );
      const forwarding = await forwardingOf(address);
      const { forwardingAddresses = [] } = await call(LIST_ADDRESSES, address, (settings, { auth, how }) =>
        settings.forwardingAddresses.list({ userId: ME, auth }, how),
      );
      return [
        ...filter.map(filterFrom),
        ...(forwarding === undefined ? [] : [forwarding]),
        ...forwardingAddresses.map(addressFrom),
      ];
    },

    async find({ address: subject }, ruleId) {
      const [sort = '', id = ''] = partsOf(ruleId);
      if (sort === FORWARDING) return forwardingOf(subject);
      if (sort === 'filter') {
        const filter = await orUndefined(
          call(GET_FILTER, subject, (settings, { auth, how }) => settings.filters.get({ userId: ME, id, auth }, how)),
        );
        return filter && filterFrom(filter);
      }
      const found = await orUndefined(
        call(GET_ADDRESS, subject, (settings, { auth, how }) =>
          settings.forwardingAddresses.get({ userId: ME, forwardingEmail: id, auth }, how),
        ),
      );
      return found && addressFrom(found);
    },

    async remove({ address: subject }, { id: ruleId, whole }) {
      const [sort = '', id = ''] = partsOf(ruleId);
      if (sort === FORWARDING) {
        const requestBody = { ...whole, enabled: false };
        await call(SET_FORWARDING, subject, (settings, { auth, how }) =>
          settings.updateAutoForwarding({ userId: ME, requestBody, auth }, how),
        );
      } else if (sort === 'filter') {
        await call(DELETE_FILTER, subject, (settings, { auth, how }) =>
          settings.filters.delete({ userId: ME, id, auth }, how).then(empty),
        );
      } else {
        await call(DELETE_ADDRESS, subject, (settings, { auth, how }) =>
          settings.forwardingAddresses.delete({ userId: ME, forwardingEmail: id, auth }, how).then(empty),
        );
      }
    },

    async restore({ address: subject }, { id: ruleId, whole: requestBody }) {
      const [sort = ''] = partsOf(ruleId);
      if (sort === FORWARDING) {
        await call(SET_FORWARDING, subject, (settings, { auth, how }) =>
          settings.updateAutoForwarding({ userId: ME, requestBody, auth }, how),
        );
      } else if (sort === 'filter') {
        await call(CREATE_FILTER, subject, (settings, { auth, how }) =>
          settings.filters.create({ userId: ME, requestBody, auth }, how),
        );
      } else {
        // Gmail asks the owner of the address anew before mail goes there.
        const created = call(CREATE_ADDRESS, subject, (settings, { auth, how }) =>
          settings.forwardingAddresses.create({ userId: ME, requestBody, auth }, how),
        );
        await whereTaken(created, () => Promise.resolve());
      }
    },
  };
}

function partsOf(ruleId: string): readonly string[] {
  const at = ruleId.indexOf('/');
  return at < 0 ? [ruleId] : [ruleId.slice(0, at), ruleId.slice(at + 1)];
}

function empty({ status }: { readonly status: number }): { status: number; data: object } {
  return { status, data: {} };
}

function filterFrom({ id, criteria, action }: gmail_v1.Schema$Filter): MailRule {
  const removes = action?.removeLabelIds ?? [];
  const adds = action?.addLabelIds ?? [];
  return {
    id: `filter/${id ?? ''}`,
    name: `filter for ${partText(criteria) || 'everything'}`,
    isOn: true,
    says: `if ${partText(criteria) || 'anything'} then ${partText(action) || 'nothing'}`,
    forwardsTo: action?.forward == null || action.forward === '' ? [] : [action.forward.toLowerCase()],
    hidesMail:
      removes.includes('INBOX') || removes.includes('UNREAD') || adds.includes('TRASH') || adds.includes('SPAM'),
    whole: { criteria: { ...criteria }, action: { ...action } },
  };
}

function partText(part: object | undefined): string {
  return Object.entries(part ?? {})
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

/** Undefined where nothing is forwarded. */
function forwardingFrom({ enabled, emailAddress, disposition }: gmail_v1.Schema$AutoForwarding): MailRule | undefined {
  if (enabled !== true) return undefined;
  const to = emailAddress ?? '';
  return {
    id: FORWARDING,
    name: `forwarding of all mail to ${to}`,
    isOn: true,
    says: `forward all mail to ${to}, own copy: ${disposition ?? 'unknown'}`,
    forwardsTo: to === '' ? [] : [to.toLowerCase()],
    hidesMail: disposition !== 'leaveInInbox',
    whole: { enabled: true, emailAddress: to, ...(disposition == null ? {} : { disposition }) },
  };
}

function addressFrom({ forwardingEmail, verificationStatus }: gmail_v1.Schema$ForwardingAddress): MailRule {
  const to = forwardingEmail ?? '';
  return {
    id: `address/${to}`,
    name: `address ${to}`,
    isOn: verificationStatus === 'accepted',
    says: `mail may be forwarded to ${to} (${verificationStatus ?? 'no status'})`,
    forwardsTo: to === '' ? [] : [to.toLowerCase()],
    hidesMail: false,
    whole: { forwardingEmail: to },
  };
}
