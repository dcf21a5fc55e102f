// Chooses the letter of a test: that of one partner, written anew from the lists and templates as they are now.

import { randomBytes } from 'node:crypto';
import type { JobLog } from '../model/job-log.ts';
import type { OutgoingLetter } from '../model/letter.ts';
import type { Partner } from '../model/partner.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { NoticeSend } from '../model/step.ts';
import { nearest } from '../model/nearest.ts';
import { testLetter } from '../notice/test-letter.ts';
import { partnerName } from '../plan/notice-problems.ts';
import { planNotices } from '../plan/plan-notices.ts';
import type { NoticeLists, WholeWorkspace } from './whole-workspace.ts';

export interface TestWish {
  readonly to: string;
  /** An address, or the name of a company or person of the list; absent: the first who is written to. */
  readonly partner?: string;
  /** Absent: the first that this partner gets. */
  readonly notice?: string;
}

export interface ChosenTest {
  readonly letter: OutgoingLetter;
  readonly step: NoticeSend;
  /** How the administrator calls the partner whose letter it is. */
  readonly whose: string;
}

type Choosing = { readonly chosen: ChosenTest } | { readonly problems: readonly Problem[] };

export function chooseTest(
  { settings, people, notices }: WholeWorkspace & { readonly notices: NoticeLists },
  log: Pick<JobLog, 'jobId'>,
  wish: TestWish,
): Choosing {
  const partners = notices.partners.filter((partner) => isMeant(partner, wish));
  if (partners.length === 0) return { problems: [noPartner(notices.partners, wish)] };
  const problems: Problem[] = [];
  for (const partner of partners) {
    const inputs = {
      settings,
      people,
      jobId: log.jobId,
      // As if nothing had been sent.
      stateOf: () => undefined,
      notices: { ...notices, partners: [partner], sentStep: () => undefined },
      moves: new Map(),
    };
    for (const { steps, letters = [], problems: found } of planNotices(inputs)) {
      problems.push(...found);
      for (const step of steps) {
        if (step.kind !== 'notice.send' || (wish.notice !== undefined && step.notice !== wish.notice)) continue;
        const letter = letters.find(({ hash }) => hash === step.letter)?.letter;
        if (letter === undefined) throw new Error(`${step.id} was planned without its letter`);
        const { referenceCode, mailbox } = step;
        // An id of its own: no look for the real letter finds it.
        const noticeId = randomBytes(12).toString('hex');
        const outgoing = { ...testLetter(letter, wish.to), noticeId, referenceCode, mailbox };
        return { chosen: { letter: outgoing, step, whose: partnerName(partner) } };
      }
    }
  }
  return { problems: hasErrors(problems) ? problems : [...problems, noLetter(wish)] };
}

function isMeant(partner: Partner, { partner: wanted }: TestWish): boolean {
  if (partner.suppressed !== undefined) return false;
  if (wanted === undefined) return partner.route === 'mail';
  const { key, company, name = '', addresses } = partner;
  return [key, company, name, partnerName(partner), ...addresses].some((known) => folded(known) === folded(wanted));
}

function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

function noPartner(partners: readonly Partner[], { partner = '' }: TestWish): Problem {
  const near = nearest(
    partner,
    partners.flatMap(({ company, addresses }) => [company, ...addresses]),
  );
  return {
    code: 'notice.test-no-partner',
    severity: 'error',
    what:
      partner === ''
        ? 'No partner of the list is written to by mail.'
        : `No partner who may be written to is called ${partner}${near === undefined ? '.' : `; did you mean ${near}?`}`,
    why: 'A test shows the letter of one partner.',
    todo: 'Name an address, a person or a company of the partner list with --partner.',
  };
}

function noLetter({ notice, partner }: TestWish): Problem {
  return {
    code: 'notice.test-no-letter',
    severity: 'error',
    what: `${partner === undefined ? 'No partner' : `The partner ${partner}`} gets ${notice === undefined ? 'a notice' : `the notice ${notice}`} by mail.`,
    why: 'Who gets which notice is said by sending.notices and by the partner list (route, sender).',
    todo: 'Name another notice or another partner: migrate notice test --to ... --notice ... --partner ...',
  };
}
