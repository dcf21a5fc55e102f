// What a mailbox does by itself with mail that comes in: rules, filters, forwards. Thieves leave some behind.

export interface MailRule {
  /** Within its mailbox: `rule/AQAA`, `filter/ANe1`, `forwarding`, `address/x@y.example`. */
  readonly id: string;
  /** What its owner calls it, or what it is; as hostile as everything from outside. */
  readonly name: string;
  readonly isOn: boolean;
  /** In words: what it looks for and what it does. */
  readonly says: string;
  /** Addresses that mail goes on to, lower case. */
  readonly forwardsTo: readonly string[];
  /** Takes mail out of the owner's sight: deletes, moves, archives or marks it as read. */
  readonly hidesMail: boolean;
  /** In the provider's own form, without its id and what the provider changes by itself: enough to put it back. */
  readonly whole: Readonly<Record<string, unknown>>;
}

/** A rule that somebody has agreed to remove, as it was then. */
export interface ApprovedRule {
  /** As calls want it: the account's immutable id, and its primary address. */
  readonly mailbox: { readonly id: string; readonly address: string };
  readonly rule: MailRule;
  /** Hex sha256 over its content. */
  readonly hash: string;
  /** From 2: it was removed on an earlier approval, and is there again. Each approval is good for one removal. */
  readonly round?: number;
}
