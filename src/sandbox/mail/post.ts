// Delivers what is due: into the mailboxes of the providers, else to the world beyond; sends back what that world answers.
// One rule: a message leaves the queue and arrives in one transaction, so that it arrives once, whenever the sandbox is killed.

import type { SandboxProvider } from '../kernel/provider.ts';
import type { MailFolder } from '../kernel/mailboxes.ts';
import type { World } from '../kernel/world.ts';
import { outsideFolders, putOutside } from './outside.ts';
import { dueMail, takeFromQueue, type Mail } from './queue.ts';

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

export class Post {
  readonly #world: World;
  readonly #providers: readonly SandboxProvider[];

  constructor(world: World, providers: readonly SandboxProvider[]) {
    this.#world = world;
    this.#providers = providers;
  }

  /** Delivers all that is due now, and what comes of it at once. */
  run(): void {
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
    const host = this.#hostOf(address);
    return host?.folders(this.#world, address) ?? outsideFolders(this.#world, address);
  }

  #hostOf(address: string) {
    const domain = domainOf(address);
    return this.#providers.find(({ mailboxes }) => mailboxes?.hosts(this.#world, domain))?.mailboxes;
  }

  #deliver(mail: Mail): void {
    const isInside = this.#hostOf(mail.to)?.deliver(this.#world, mail) === true;
    if (!isInside) putOutside(this.#world, mail);
  }
}
