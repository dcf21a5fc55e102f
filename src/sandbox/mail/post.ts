// Delivers what is due: into the mailboxes of the providers, else to the world beyond; sends back what that world answers.
// One rule: a message leaves the queue and arrives in one transaction, so that it arrives once, whenever the sandbox is killed.

import type { SandboxProvider } from '../kernel/provider.ts';
import type { MailFolder, Mailboxes, Submission } from '../kernel/mailboxes.ts';
import { chanceOf } from '../kernel/random.ts';
import type { World } from '../kernel/world.ts';
import { automaticReply, humanReply, wantsNoReply } from './answers.ts';
import { authenticationResults } from './auth-results.ts';
import { isMissing, operatorOf } from './dns/partner-domains.ts';
import { Zone } from './dns/zone.ts';
import { FORMS, formOf } from './dsn/forms.ts';
import { isHouseMailbox, outsideFolders, putOutside } from './outside.ts';
import { dueMail, queueMail, takeFromQueue, type Mail, type QueuedMail } from './queue.ts';
import { refusalText } from './refusal-text.ts';
import { isRefusing, ruleFor, type Refusing, type Rule } from './rules.ts';

/** Documented milliseconds until something comes back: nobody documents them, these are what one sees. */
const BACK_MS = {
  gone: { least: 5000, most: 30_000 },
  full: { least: 5000, most: 30_000 },
  policy: { least: 5000, most: 30_000 },
  later: { least: 300_000, most: 600_000 },
  delayed: { least: 60_000, most: 120_000 },
  away: { least: 5000, most: 30_000 },
  reply: { least: 120_000, most: 600_000 },
} as const satisfies Partial<Record<Rule['does'], { readonly least: number; readonly most: number }>>;

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

export class Post {
  readonly zone: Zone;
  readonly #world: World;
  readonly #providers: readonly SandboxProvider[];

  constructor(world: World, providers: readonly SandboxProvider[]) {
    this.#world = world;
    this.#providers = providers;
    this.zone = new Zone(world, providers);
  }

  /** Delivers all that is due now, and what comes of it at once. */
  run(): void {
    if (dueMail(this.#world).length > 0) this.zone.file.refresh();
    for (let due = dueMail(this.#world); due.length > 0; due = dueMail(this.#world)) {
      for (const mail of due) {
        this.#world.together(() => {
          takeFromQueue(this.#world, mail);
          this.#deliver(mail);
        });
      }
    }
  }

  /** The folders of an address: its mailbox at a provider, else the one in the world beyond. */
  folders(address: string): readonly MailFolder[] {
    return this.#hostOf(address)?.folders(this.#world, address) ?? outsideFolders(this.#world, address);
  }

  /** What the provider of a user lets it send over SMTP; undefined for those of no provider: everything. */
  submission(user: string): Submission | undefined {
    return this.#hostOf(user)?.submission(this.#world, user);
  }

  #hostOf(address: string): Mailboxes | undefined {
    if (isHouseMailbox(this.#world, address)) return undefined;
    const domain = domainOf(address);
    return this.#providers.find(({ mailboxes }) => mailboxes?.hosts(this.#world, domain))?.mailboxes;
  }

  #deliver(mail: QueuedMail): void {
    const rule = ruleFor(this.#world, mail.to);
    const host = this.#hostOf(mail.to);
    if (rule !== undefined && isRefusing(rule.does) && mail.from !== '') {
      this.#bounce(mail, rule.does, rule);
      if (rule.does !== 'delayed') return;
    }
    const arriving = { ...mail, raw: this.#withTrace(mail) };
    if (host === undefined) this.#deliverOutside(arriving);
    else if (!host.deliver(this.#world, arriving)) this.#bounce(mail, 'gone', { said: `550 5.1.10 Recipient ${mail.to} not found` });
    if (rule !== undefined && !isRefusing(rule.does)) this.#answer(mail, rule);
  }

  #deliverOutside(mail: QueuedMail): void {
    const domain = domainOf(mail.to);
    if (!isMissing(domain)) putOutside(this.#world, mail);
    else this.#bounce(mail, 'gone', { said: `550 5.4.4 Domain ${domain} does not exist` });
  }

  #withTrace(mail: Mail): string {
    return `Return-Path: <${mail.from}>\r\n${authenticationResults(this.zone, mail)}\r\n${mail.raw}`;
  }

  /** Nothing is ever sent back to a notification. */
  #bounce(mail: QueuedMail, refusing: Refusing, { form, said, delayMs }: Partial<Rule>): void {
    if (mail.from === '') return;
    const domain = domainOf(mail.to);
    const operator = operatorOf(domain);
    const [server] = this.zone.look(domain, 'MX').records.map(({ record }) => record.value);
    const write = FORMS[form ?? (operator === 'carrier' && mail.via === 'smtp' ? 'carrier' : formOf(mail.via))];
    const back = this.#dueBack(mail, refusing, delayMs);
    const raw = write({
      ...{ sender: mail.from, recipient: mail.to, raw: mail.raw, remote: server ?? domain, ...back },
      said: said ?? refusalText(refusing, operator, mail.to),
      action: refusing === 'delayed' ? 'delayed' : 'failed',
    });
    queueMail(this.#world, { from: '', to: mail.from, raw, via: 'outside' }, back.at);
  }

  #answer(mail: QueuedMail, { does, delayMs }: Rule): void {
    if (does !== 'reply' && (does !== 'away' || wantsNoReply(mail))) return;
    if (mail.from === '') return;
    const back = this.#dueBack(mail, does, delayMs);
    const raw = does === 'away' ? automaticReply({ mail, ...back }) : humanReply({ mail, ...back });
    queueMail(this.#world, { from: does === 'away' ? '' : mail.to, to: mail.from, raw, via: 'outside' }, back.at);
  }

  /** Counted from when the message was due, however late the sandbox comes to deliver it. */
  #dueBack(mail: QueuedMail, does: keyof typeof BACK_MS, delayMs: number | undefined): { at: number; token: string } {
    const token = this.#world.random.hex(20);
    const { least, most } = BACK_MS[does];
    const documentedMs = delayMs ?? least + (most - least) * chanceOf(`${does} ${mail.to} ${token}`);
    return { at: mail.dueAt + this.#world.clock.scaled(documentedMs), token };
  }
}
