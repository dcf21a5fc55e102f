// What each refusal of a draft or of its sending proves, and what it stops. Sources: the error codes of the Outlook mail API and of EWS,
// which it stands on (ResponseCodeType); non-delivery codes of Exchange Online; the texts are as tenants report them.

import type { FailureRule } from './failure-rule.ts';

const MESSAGES = /\/messages\b/;

export const MAIL_RULES: readonly FailureRule[] = [
  {
    operation: MESSAGES,
    message: /5\.7\.233|tenant external recipient rate limit|5\.7\.236|5\.1\.90|daily limit/i,
    kind: 'refused',
    stops: 'campaign',
    todo: 'A daily limit of the tenant is used up. Wait a day, or set sending.tenantPerDay in migrate.yaml to what the tenant may send.',
  },
  {
    operation: MESSAGES,
    message: /5\.7\.70[58]|tenant has exceeded threshold|5\.1\.8\b|blocked from sending/i,
    kind: 'refused',
    stops: 'campaign',
    todo: 'Microsoft has blocked sending, as it does after an outbreak. Open the Defender portal, Restricted entities, or ask its support.',
  },
  {
    // The mailbox may send no more for now; the message was not taken.
    operation: MESSAGES,
    code: /^ErrorExceededMessageLimit$|^ErrorExceededRecipientLimit$/i,
    kind: 'throttled',
    stops: 'mailbox',
    todo: 'The mailbox has reached its daily limit. Its other messages wait.',
  },
  {
    operation: MESSAGES,
    code: /^ErrorSendAsDenied$|^ErrorSubmissionNotAllowed$/i,
    kind: 'refused',
    stops: 'mailbox',
    todo: 'The mailbox may not send as this address. Give it the permission Send As, or allow sending from aliases in Exchange.',
  },
  {
    operation: MESSAGES,
    code: /^ErrorAccountSuspend/i,
    kind: 'refused',
    stops: 'mailbox',
    todo: 'Exchange has suspended sending for this mailbox. Sign in to it in a browser and follow the instructions there.',
  },
  {
    operation: MESSAGES,
    code: /^ErrorQuotaExceeded$/i,
    kind: 'refused',
    stops: 'mailbox',
    todo: 'The mailbox is full. Make room in it.',
  },
  { operation: MESSAGES, code: /MailboxInfoStale/i, kind: 'not-yet' },
  {
    operation: MESSAGES,
    code: /^(?:MailboxNotEnabledForRESTAPI|ResourceNotFound|ErrorNonExistentMailbox|ErrorMailboxStoreUnavailable)$/,
    kind: 'not-yet',
    todo: 'The mailbox is not ready. Exchange takes minutes, at times up to 24 hours; without a licence it never comes.',
  },
  {
    status: [403],
    operation: MESSAGES,
    kind: 'refused',
    stops: 'mailbox',
    todo: 'Grant Mail.Send and Mail.ReadWrite to the app, with admin consent, for this mailbox too where they are limited to some.',
  },
];
