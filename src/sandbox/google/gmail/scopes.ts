// Who may call which part of the Gmail API, as its description says. Any one of the scopes is enough.

import type { Guard } from '../route.ts';

const FULL = 'https://mail.google.com/';
const guard = (...scopes: readonly string[]): Guard => ({ door: 'gmail', scopes });

export const READ_PROFILE = guard(FULL, 'gmail.compose', 'gmail.metadata', 'gmail.modify', 'gmail.readonly');
export const READ_LABELS = guard(FULL, 'gmail.labels', 'gmail.metadata', 'gmail.modify', 'gmail.readonly');
export const READ_MESSAGES = guard(FULL, 'gmail.metadata', 'gmail.modify', 'gmail.readonly');
export const SEND_MESSAGES = guard(FULL, 'gmail.compose', 'gmail.modify', 'gmail.send');
export const INSERT_MESSAGES = guard(FULL, 'gmail.insert', 'gmail.modify');
export const READ_DRAFTS = guard(FULL, 'gmail.compose', 'gmail.modify', 'gmail.readonly');
export const WRITE_DRAFTS = guard(FULL, 'gmail.compose', 'gmail.modify');
export const READ_SETTINGS = guard(FULL, 'gmail.modify', 'gmail.readonly', 'gmail.settings.basic');
export const WRITE_SETTINGS = guard('gmail.settings.basic');
export const WRITE_SENDERS = guard('gmail.settings.basic', 'gmail.settings.sharing');
/** Only a service account with domain-wide delegation. */
export const SHARE_SETTINGS: Guard = { ...guard('gmail.settings.sharing'), isDelegatedOnly: true };
