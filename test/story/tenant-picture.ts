// What stands in the sandbox's tenant, read from its own world and in the same words for both providers.

import type { Stage } from './stage.ts';

export interface TenantPicture {
  /** Primary addresses of accounts that may sign in, sorted. */
  readonly active: readonly string[];
  readonly suspended: readonly string[];
  /** How many mailboxes answer automatically. */
  readonly replying: number;
  /** The addresses that mail leaves under where somebody has chosen one, sorted. */
  readonly senders: readonly string[];
}

interface World {
  readonly 'microsoft.users'?: readonly {
    readonly userPrincipalName: string;
    readonly properties: { readonly accountEnabled: boolean };
  }[];
  readonly 'microsoft.mailboxes'?: readonly {
    readonly settings: { readonly automaticRepliesSetting?: { readonly status?: string } };
  }[];
  readonly 'google.user'?: readonly { readonly primaryEmail: string; readonly isSuspended: boolean }[];
  readonly 'google.mailbox'?: readonly {
    readonly vacation: { readonly enableAutoReply?: boolean };
    readonly defaultSendAs?: string;
  }[];
}

export async function tenantPicture(stage: Stage): Promise<TenantPicture> {
  const world = (await stage.control('GET', 'world')) as World;
  const accounts = [
    ...(world['microsoft.users'] ?? []).map(({ userPrincipalName, properties }) => ({
      address: userPrincipalName,
      isActive: properties.accountEnabled,
    })),
    ...(world['google.user'] ?? []).map(({ primaryEmail, isSuspended }) => ({
      address: primaryEmail,
      isActive: !isSuspended,
    })),
  ];
  const replies = [
    ...(world['microsoft.mailboxes'] ?? []).map(({ settings }) =>
      ['alwaysEnabled', 'scheduled'].includes(settings.automaticRepliesSetting?.status ?? ''),
    ),
    ...(world['google.mailbox'] ?? []).map(({ vacation }) => vacation.enableAutoReply === true),
  ];
  const addressesOf = (isActive: boolean) =>
    accounts
      .filter((account) => account.isActive === isActive)
      .map(({ address }) => address)
      .sort();
  return {
    active: addressesOf(true),
    suspended: addressesOf(false),
    replying: replies.filter(Boolean).length,
    senders: (world['google.mailbox'] ?? []).flatMap(({ defaultSendAs }) => defaultSendAs ?? []).sort(),
  };
}
