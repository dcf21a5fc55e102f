// The partners whose message came back and who have not been told otherwise since, with what the lists know of them.

import type { JobLog } from '../model/job-log.ts';
import { isCertain } from '../model/mail-back.ts';
import type { MailBack } from '../model/mail-back.ts';
import type { Partner } from '../model/partner.ts';
import type { Person } from '../model/person.ts';
import type { Settings } from '../model/settings.ts';
import type { NoticeSend } from '../model/step.ts';
import type { BouncedPartner } from '../report/bounce-list.ts';
import { noticeLines } from '../report/notice-lines.ts';
import { readPartnerList } from './partner-list.ts';
import { readWorkspace } from './workspace.ts';

export async function bouncedPartners(
  folder: string,
  log: JobLog,
  { settings, steps }: { readonly settings: Settings; readonly steps: ReadonlyMap<string, NoticeSend> },
): Promise<readonly BouncedPartner[]> {
  const last = lastBounces(log);
  const rows: { readonly step: NoticeSend; readonly back: MailBack }[] = [];
  for (const { stepId, state } of noticeLines(log, { whyStopped: undefined })) {
    const [step, back] = [steps.get(stepId), last.get(stepId)];
    if (state === 'bounced' && step !== undefined && back !== undefined) rows.push({ step, back });
  }
  if (rows.length === 0) return [];
  const { partners, people } = await listsOf(folder, settings);
  return rows.map(({ step, back }) => rowOf(step, back, { partner: partners.get(step.partner), people }));
}

interface Lists {
  readonly partners: ReadonlyMap<string, Partner>;
  readonly people: ReadonlyMap<string, Person>;
}

/** As far as the lists can be read: what came back is shown in any case. */
async function listsOf(folder: string, settings: Settings): Promise<Lists> {
  const reading = await readWorkspace(folder);
  const people = 'workspace' in reading ? reading.workspace.people : undefined;
  const { partners } = await readPartnerList({ folder, settings, people });
  return {
    partners: new Map(partners.map((partner) => [partner.key, partner])),
    people: new Map((people ?? []).map((person) => [person.key, person])),
  };
}

function rowOf(
  step: NoticeSend,
  back: MailBack,
  { partner, people }: { readonly partner: Partner | undefined; readonly people: Lists['people'] },
): BouncedPartner {
  const names = partner === undefined ? [step.to.name] : [partner.company, partner.department, partner.name];
  const who = names.filter((name) => name !== undefined).join(' ');
  return {
    who: who === '' ? step.to.address : who,
    partner: step.partner,
    address: step.to.address,
    notice: step.notice,
    phone: partner?.phone ?? '',
    contacts: (partner?.contacts ?? []).map((key) => people.get(key)?.displayName ?? key),
    bounce: back.bounce ?? 'unknown',
    said: back.said,
    at: back.at,
    isCertain: isCertain(back),
  };
}

function lastBounces(log: JobLog): ReadonlyMap<string, MailBack> {
  const last = new Map<string, MailBack>();
  for (const back of log.mailBacks()) {
    if (back.kind !== 'bounced' || back.stepId === undefined) continue;
    const known = last.get(back.stepId);
    if (known === undefined || back.at >= known.at) last.set(back.stepId, back);
  }
  return last;
}
