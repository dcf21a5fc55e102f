// Refuses an unsafe plan: every guard has a name, a number, and a way out.

import type { LicencePool } from '../model/account.ts';
import type { PlanSummary } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { tooManySends } from './send-guard.ts';
import type { PlannedSends } from './send-guard.ts';

export interface GuardedPlan {
  readonly settings: Settings;
  readonly steps: number;
  /** Of them, those that somebody has approved one by one before they were planned: rules to be removed. */
  readonly approved?: number;
  /** Licences to be assigned, by licence id. */
  readonly licences: ReadonlyMap<string, number>;
  readonly pools: readonly LicencePool[];
  /** Addresses that the plan makes or moves to. */
  readonly strangers: readonly string[];
  /** Addresses that two steps of the plan would make. */
  readonly twice: readonly string[];
  /** Domains from which notices would come. */
  readonly fromDomains: ReadonlySet<string>;
  readonly last: PlanSummary | undefined;
  /** Absent where nothing is sent. */
  readonly sends?: PlannedSends;
}

/** Plans smaller than this may grow by any share. */
const SMALL_PLAN_STEPS = 50;

/** The problems for which this plan must not be applied; empty where it is safe. */
export function guard(plan: GuardedPlan): readonly Problem[] {
  return [
    ...tooManySteps(plan),
    ...grownTooMuch(plan),
    ...outsideTheNewDomain(plan),
    ...madeTwice(plan),
    ...sentFromOutside(plan),
    ...tooFewLicences(plan),
    ...(plan.sends === undefined ? [] : tooManySends(plan.sends)),
  ];
}

function tooManySteps({ settings, steps }: GuardedPlan): Problem[] {
  const most = settings.limits.mostSteps;
  if (steps <= most) return [];
  return [
    {
      code: 'guard.too-many-steps',
      severity: 'error',
      what: `The plan has ${steps} steps; limits.mostSteps allows ${most}.`,
      why: 'A list that is far longer than expected is more often the wrong list than a large company.',
      todo: 'Check the staff list. If it is right, raise limits.mostSteps in migrate.yaml.',
    },
  ];
}

/** What has been approved for itself is no surprise, however much it is. */
function grownTooMuch({ settings, steps, approved = 0, last }: GuardedPlan): Problem[] {
  if (last === undefined || last.purpose !== 'apply' || last.steps < SMALL_PLAN_STEPS) return [];
  const most = Math.floor(last.steps * (1 + settings.limits.mostGrowth)) + approved;
  if (steps <= most) return [];
  return [
    {
      code: 'guard.grown-too-much',
      severity: 'error',
      what: `The plan has ${steps} steps, the last one had ${last.steps}; limits.mostGrowth allows ${most}.`,
      why: 'A plan that grows that much between two looks usually means that something else has changed than was meant.',
      todo: 'Compare the staff list with the one before. If it is right, raise limits.mostGrowth in migrate.yaml.',
    },
  ];
}

function outsideTheNewDomain({ settings, strangers }: GuardedPlan): Problem[] {
  if (strangers.length === 0) return [];
  return [
    {
      code: 'guard.outside-new-domain',
      severity: 'error',
      what: `${strangers.length} addresses would be made outside ${settings.newDomain}: ${strangers.slice(0, 5).join(', ')}.`,
      why: 'This migration moves people to the new domain and to no other.',
      todo: 'Correct these addresses in the staff list.',
    },
  ];
}

function madeTwice({ twice }: GuardedPlan): Problem[] {
  if (twice.length === 0) return [];
  return [
    {
      code: 'guard.made-twice',
      severity: 'error',
      what: `The plan would make ${twice.length} addresses twice: ${twice.slice(0, 5).join(', ')}.`,
      why: 'An address belongs to one person.',
      todo: 'Correct these addresses in the staff list.',
    },
  ];
}

function sentFromOutside({ settings, fromDomains }: GuardedPlan): Problem[] {
  const { newDomain, oldDomains, sending } = settings;
  const ours = [newDomain, ...(sending?.oldDomainReason === undefined ? [] : oldDomains)];
  const strangers = [...fromDomains].filter((domain) => !ours.includes(domain));
  if (strangers.length === 0) return [];
  return [
    {
      code: 'guard.sender-outside',
      severity: 'error',
      what: `Notices would come from ${strangers.slice(0, 5).join(', ')}; they may come from ${ours.join(', ')}.`,
      why: 'Partners are asked to trust these domains and no other.',
      todo: 'Correct sending.sender in migrate.yaml, or the addresses of the contacts in the staff list.',
    },
  ];
}

function tooFewLicences({ licences, pools }: GuardedPlan): Problem[] {
  const problems: Problem[] = [];
  for (const [id, wanted] of licences) {
    const pool = pools.find((one) => one.id === id);
    if (pool?.total === undefined) continue;
    const free = pool.total - pool.used;
    if (wanted <= free) continue;
    problems.push({
      code: 'guard.too-few-licences',
      severity: 'error',
      what: `The plan assigns ${wanted} of ${pool.name}; ${free} of ${pool.total} are free.`,
      why: 'The last ones would get an account without a mailbox.',
      todo: `Buy ${wanted - free} more of ${pool.name}, or give some people another licence, and plan again.`,
    });
  }
  return problems;
}
