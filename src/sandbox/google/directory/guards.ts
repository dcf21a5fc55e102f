// Who may call which part of the Directory API. Any one of the scopes is enough.

import type { Guard } from '../route.ts';

const guard = (...scopes: readonly string[]): Guard => ({ door: 'directory', scopes });

export const READ_USERS = guard('admin.directory.user', 'admin.directory.user.readonly');
export const WRITE_USERS = guard('admin.directory.user');
export const READ_ALIASES = guard(
  'admin.directory.user',
  'admin.directory.user.readonly',
  'admin.directory.user.alias',
  'admin.directory.user.alias.readonly',
);
export const WRITE_ALIASES = guard('admin.directory.user', 'admin.directory.user.alias');
export const SECURITY = guard('admin.directory.user.security');
export const READ_GROUPS = guard('admin.directory.group', 'admin.directory.group.readonly');
export const WRITE_GROUPS = guard('admin.directory.group');
export const READ_MEMBERS = guard(
  'admin.directory.group',
  'admin.directory.group.readonly',
  'admin.directory.group.member',
  'admin.directory.group.member.readonly',
);
export const WRITE_MEMBERS = guard('admin.directory.group', 'admin.directory.group.member');
export const READ_DOMAINS = guard('admin.directory.domain', 'admin.directory.domain.readonly');
export const WRITE_DOMAINS = guard('admin.directory.domain');
export const READ_CUSTOMER = guard('admin.directory.customer', 'admin.directory.customer.readonly');
export const WRITE_CUSTOMER = guard('admin.directory.customer');
