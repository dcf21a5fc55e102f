// The company of a schedule: its staff list, its settings, and its tenant before anything was done.

import type { AutomaticReply } from '../../../src/model/account.ts';
import type { ApprovedRule, MailRule } from '../../../src/model/mail-rule.ts';
import type { Person } from '../../../src/model/person.ts';
import type { Settings } from '../../../src/model/settings.ts';
import { ruleHash } from '../../../src/step/rule-hash.ts';
import type { Schedule } from './schedule.ts';
import { NO_REPLY, Tenant } from './tenant.ts';
import type { Holding } from './tenant.ts';

export const OLD = 'old.example';
export const NEW = 'new.example';
export const JOB_ID = '0123456789ab';
export const LICENCE = { id: 'sku-1', name: 'MAIL_PLAN' };

export function personOf(number: number): Person {
  const name = `person${number}`;
  return {
    key: `${name}@${OLD}`,
    line: number + 1,
    displayName: `Person ${number}`,
    familyName: `${number}`,
    givenName: 'Person',
    oldAddress: `${name}@${OLD}`,
    newAddress: `${name}@${NEW}`,
    aliases: number % 2 === 0 ? [`p${number}@${NEW}`] : [],
    batch: number % 3 === 2 ? 'rest' : 'pilot',
    language: 'en',
  };
}

export function staffOf(count: number): readonly Person[] {
  return Array.from({ length: count }, (_, index) => personOf(index));
}

export function settingsOf({ mode, provider, threshold, seed }: Schedule): Settings {
  return {
    file: 'migrate.yaml',
    company: 'Example',
    oldDomains: [OLD],
    newDomain: NEW,
    provider,
    connection:
      provider === 'microsoft-365'
        ? { provider, tenant: OLD, client: 'client', sign: { with: 'device-code' } }
        : { provider, keyFile: 'key.json', administrator: `admin@${OLD}`, customer: 'my_customer' },
    mode,
    country: 'JP',
    newAddress: { rule: 'keep' },
    batches: ['pilot', 'rest'].map((name) => ({ name, failureThreshold: threshold })),
    language: 'en',
    licence: { default: LICENCE.name, allowed: [] },
    oldAddress: { reply: true, forward: true, alias: false },
    // Each in a part of the schedules: together they would make every schedule half as long again.
    ...(seed % 4 === 0 && { signature: true, locale: true }),
    timeZone: 'Asia/Tokyo',
    lists: { staff: 'data/staff.csv', columns: {} },
    evidence: { validForMs: 259_200_000, mostExceptionMs: 2_592_000_000 },
    limits: { mostSteps: 10_000, mostGrowth: 1, pace: 1 },
  };
}

/** A holiday reply that its owner had set before anybody thought of a migration. */
function holidayOf(person: Person): AutomaticReply {
  const said = `${person.displayName} is on holiday`;
  return { isOn: true, internalHtml: said, externalHtml: `<p>${said}</p>`, audience: 'all' };
}

/** What replies and signatures shall say; each edition says what the one before has said, and more, or as much as the first. */
export function editionText(edition: number): string {
  return edition % 2 === 0 ? '' : ', and our office has moved';
}

export function moveReply(person: Person, edition: number): AutomaticReply {
  const said = `now ${person.newAddress}${editionText(edition)}`;
  return { isOn: true, internalHtml: said, externalHtml: `<p>${said}</p>`, audience: 'all' };
}

/** HTML. */
export function signatureOf({ displayName, newAddress }: Person, edition: number): string {
  return `<p>${displayName}<br>${newAddress}${editionText(edition)}</p>`;
}

export function tenantOf(schedule: Schedule, staff: readonly Person[], now: () => number): Tenant {
  const { provider, notYetMs, readyMs, missingLicences, mode } = schedule;
  const tenant = new Tenant({ provider, now, notYetMs, readyMs });
  tenant.domains.set(OLD, { name: OLD, isVerified: true, isPrimary: true });
  if (schedule.isDomainThere) tenant.domains.set(NEW, { name: NEW, isVerified: true, isPrimary: false });
  const seats = mode === 'rename' ? 0 : Math.max(0, staff.length - missingLicences);
  tenant.pools.set(LICENCE.id, { name: LICENCE.name, total: seats, used: 0 });
  for (const [index, person] of staff.entries()) {
    const { oldAddress: address, displayName } = person;
    const signatureHtml = index % 2 === 0 ? `<b>${displayName}</b>` : '';
    tenant.place(
      { address, displayName },
      {
        ...mailboxBefore(staff, index),
        senders: [{ address, displayName, signatureHtml, isDefault: true, isAccepted: true }],
      },
    );
  }
  return tenant;
}

function ruleOf(id: string, to: string): MailRule {
  return { id, name: to, isOn: true, says: `forward to ${to}`, forwardsTo: [to], hidesMail: false, whole: { to } };
}

/** Of the first rule of every mailbox, which sends mail to a stranger. Nobody has approved the other one. */
export function approvedIn(tenant: Tenant, staff: readonly Person[]): ReadonlyMap<string, readonly ApprovedRule[]> {
  const approved = new Map<string, readonly ApprovedRule[]>();
  for (const [index, { oldAddress }] of staff.entries()) {
    const owner = tenant.ownerOf(oldAddress);
    if (owner?.kind !== 'account') continue;
    const mailbox = { id: owner.account.id, address: owner.account.address };
    const [rule] = mailboxBefore(staff, index).rules;
    if (rule !== undefined) approved.set(mailbox.id, [{ mailbox, rule, hash: ruleHash(rule) }]);
  }
  return approved;
}

/** What a person had set before anybody thought of a migration. */
export function mailboxBefore(
  staff: readonly Person[],
  index: number,
): Pick<Holding, 'reply' | 'forwarding' | 'rules'> {
  const person = staff[index];
  if (person === undefined) throw new Error(`there is no person ${index}`);
  return {
    rules: [ruleOf('rule/thief', `thief${index}@stranger.example`), ruleOf('rule/own', `home${index}@${OLD}`)],
    reply: index % 2 === 0 ? holidayOf(person) : NO_REPLY,
    forwarding: index % 3 === 0 ? { isOn: true, to: `home@${OLD}`, keepsCopy: true } : { isOn: false, keepsCopy: true },
  };
}

/** Somebody else takes the new addresses of the first people, after the plan was made. */
export function letOthersIn(tenant: Tenant, staff: readonly Person[], count: number): ReadonlySet<string> {
  const taken = staff.slice(0, count);
  for (const { newAddress } of taken) tenant.place({ address: newAddress, displayName: 'Somebody else' });
  return new Set(taken.map(({ key }) => key));
}
