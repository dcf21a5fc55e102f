// The tenant's real id. The Directory API also takes `my_customer`; licensing does not, so it is asked for once.

import { SCOPES } from './scopes.ts';
import type { Call, Transport } from './transport.ts';

const GET: Call = { operation: 'directory.users.get', lane: 'directory', scope: SCOPES.user, isRepeatable: true };
const MINE = 'my_customer';

export function customerIdOf(
  transport: Transport,
  tenant: { readonly customer: string; readonly administrator: string },
): () => Promise<string> {
  let known = tenant.customer === MINE ? undefined : tenant.customer;
  return async () => {
    if (known !== undefined) return known;
    const { users } = await transport.apis.directory();
    const { data } = await transport.send(GET, ({ auth, how }) =>
      users.get({ userKey: tenant.administrator, fields: 'customerId', auth }, how),
    );
    const { customerId } = data;
    if (typeof customerId !== 'string') throw transport.unusable(GET, 'the administrator has no customer id');
    known = customerId;
    return known;
  };
}
