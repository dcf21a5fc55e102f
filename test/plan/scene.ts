// What the tests of planning share: a firm on reserved domains, and the present as plain values. Nothing here calls anything.

import type { Account, AutomaticReply, DomainState, LicencePool } from '../../src/model/account.ts';
import type { StepRecord, StepState } from '../../src/model/event.ts';
import type { Person } from '../../src/model/person.ts';
import type { PlanEntry } from '../../src/model/plan.ts';
import type { Present } from '../../src/model/present.ts';
import type { Settings } from '../../src/model/settings.ts';
import type { Step, StepId } from '../../src/model/step.ts';
import type { PlanInputs } from '../../src/plan/inputs.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { stampOf } from '../../src/plan/stamp.ts';

export const JOB_ID = '0123456789ab';
export const PLAN = { id: 'sku-1', name: 'MAIL_PLAN' };

export function aPerson(name: string, more: Partial<Person> = {}): Person {
  return {
    key: `${name}@old.example`,
    line: 2,
    displayName: name,
    familyName: name,
    givenName: 'Test',
    oldAddress: `${name}@old.example`,
    newAddress: `${name}@new.example`,
    aliases: [],
    batch: 'pilot',
    language: 'ja',
    ...more,
  };
}

export function anAccount(address: string, more: Partial<Account> = {}): Account {
  return {
    id: `id of ${address}`,
    address,
    signInName: address,
    aliases: [],
    displayName: address,
    isSuspended: false,
    isSynced: false,
    isAdministrator: false,
    licences: [],
    ...more,
  };
}

/** The account that this migration has made for a person. */
export function ourAccount(person: Person, more: Partial<Account> = {}): Account {
  return anAccount(person.newAddress, { stamp: stampOf(JOB_ID, person.key), licences: [PLAN.id], ...more });
}

export const SETTINGS: Settings = {
  file: 'migrate.yaml',
  company: 'Example',
  oldDomains: ['old.example'],
  newDomain: 'new.example',
  provider: 'google-workspace',
  connection: { provider: 'google-workspace', keyFile: 'key.json', administrator: 'admin@old.example', customer: 'c' },
  mode: 'new-mailbox',
  country: 'JP',
  newAddress: { rule: 'keep' },
  batches: [
    { name: 'pilot', failureThreshold: 0 },
    { name: 'sales', failureThreshold: 0 },
  ],
  language: 'ja',
  licence: { default: PLAN.name, allowed: [] },
  oldAddress: { reply: true, forward: true, alias: false },
  lists: { staff: 'data/staff.csv', columns: {} },
  evidence: { validForMs: 259_200_000, mostExceptionMs: 2_592_000_000 },
  limits: { mostSteps: 1000, mostGrowth: 0.5, pace: 1 },
};

export const RENAME: Settings = { ...SETTINGS, mode: 'rename' };

export interface World {
  readonly settings?: Settings;
  readonly people?: readonly Person[];
  readonly accounts?: readonly Account[];
  /** Addresses of groups, with the group's name. */
  readonly groups?: Readonly<Record<string, string>>;
  readonly domains?: readonly DomainState[];
  readonly records?: Present['records'];
  readonly licences?: readonly LicencePool[];
  readonly licenceGroupId?: string;
  readonly groupLicenceIds?: readonly string[];
  /** What the log has of steps; absent: only their states. */
  readonly logged?: readonly StepRecord[];
  readonly states?: Readonly<Record<StepId, StepState>>;
  readonly inDoubt?: readonly Step[];
  /** By a person's key. */
  readonly made?: Readonly<Record<string, readonly string[]>>;
  readonly can?: PlanInputs['can'];
  readonly mostAliases?: number;
  readonly signatures?: PlanInputs['signatures'];
  readonly approvedRules?: PlanInputs['approvedRules'];
}

const OLD_DOMAIN: DomainState = { name: 'old.example', isVerified: true, isPrimary: true };
export const DOMAINS: readonly DomainState[] = [
  OLD_DOMAIN,
  { name: 'new.example', isVerified: true, isPrimary: false },
];

export function replyFor({ newAddress }: Person): AutomaticReply {
  return { isOn: true, internalHtml: newAddress, externalHtml: newAddress, audience: 'all' };
}

export function inputsOf(world: World): PlanInputs {
  const accounts = world.accounts ?? [];
  const present: Present = {
    domains: world.domains ?? DOMAINS,
    records: world.records ?? [],
    licences: world.licences ?? [{ ...PLAN, total: 100, used: 0 }],
    ...(world.licenceGroupId === undefined ? {} : { licenceGroupId: world.licenceGroupId }),
    ...(world.groupLicenceIds === undefined ? {} : { groupLicenceIds: world.groupLicenceIds }),
    accountByAddress: (wanted) =>
      accounts.find((one) => one.address === wanted || one.signInName === wanted || one.aliases.includes(wanted)),
    accountByStamp: (stamp) => accounts.find((one) => one.stamp === stamp),
    otherByAddress: (wanted) => world.groups?.[wanted],
  };
  return {
    settings: world.settings ?? SETTINGS,
    people: world.people ?? [],
    present,
    jobId: JOB_ID,
    stateOf: (id) => world.states?.[id],
    recordOf: (id) => world.logged?.find(({ step }) => step.id === id),
    madeFor: (person) => world.made?.[person] ?? [],
    inDoubt: new Map((world.inDoubt ?? []).map((step) => [step.id, step])),
    can: world.can ?? { forward: true, moveSenders: true, setSignatures: true, setLocale: true },
    mostAliases: world.mostAliases ?? 30,
    replyFor,
    ...(world.approvedRules !== undefined && { approvedRules: world.approvedRules }),
    ...(world.signatures !== undefined && { signatures: world.signatures }),
  };
}

export function planOf(world: World): readonly PlanEntry[] {
  return [...makePlan(inputsOf(world))];
}

export function stepsOf(world: World): readonly Step[] {
  return planOf(world).flatMap(({ steps }) => steps);
}

export function idsOf(world: World): readonly StepId[] {
  return stepsOf(world).map(({ id }) => id);
}

/** Codes of all problems of a plan. */
export function codesOf(world: World): readonly string[] {
  return planOf(world).flatMap(({ problems }) => problems.map(({ code }) => code));
}

/** What planning says of one person. */
export function entryOf(world: World, person: Person): PlanEntry {
  const found = planOf(world).filter((entry) => entry.person === person.key);
  const [entry] = found;
  if (entry === undefined || found.length > 1) throw new Error(`${person.key} is in ${found.length} entries`);
  return entry;
}

/** The states of a log in which all of these steps are done. */
export function allDone(steps: readonly Step[]): Readonly<Record<StepId, StepState>> {
  return Object.fromEntries(steps.map(({ id }) => [id, 'done' as const]));
}
