// The calendar of the notices for the plan: who sends to whom, by which limits, from when on, and what the log says was sent.

import { provesNothingSent } from '../apply/send-answers.ts';
import type { OperatorOf } from '../apply/send-operators.ts';
import { rememberingOperators } from '../apply/send-operators.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Forecast, SendingDay } from '../model/plan.ts';
import type { SendingSettings, Settings } from '../model/settings.ts';
import { noticeCalendar } from '../plan/notice-calendar.ts';
import type { CalendarInputs, SendPair } from '../plan/notice-calendar.ts';
import { openSpans } from '../plan/sending-window.ts';
import { dayOf } from '../plan/zone-day.ts';
import { realClock } from './clock.ts';
import type { Job } from './job.ts';
import type { Planned } from './planning.ts';
import { sendHistory } from './sending-lane.ts';

/** Look-ups end then: a plan is no place to wait for the domain name system, and a domain can stand for its operator. */
const LOOK_UPS_END_MS = 10_000;

export interface ForecastWork {
  readonly job: Job;
  readonly operatorOf: OperatorOf;
}

/** The same plan, its forecast with the calendar of the notices. */
export async function withCalendar(planned: Planned, { job, operatorOf }: ForecastWork): Promise<Planned> {
  const { summary, sends, licences } = planned;
  const { sending } = job.settings;
  if (sending === undefined || sends.size === 0) return planned;
  const now = realClock.now();
  const inputs: CalendarInputs = {
    pairs: await pairsOf(sends, operatorOf),
    limits: job.sendLimits(licences),
    ...paceOf(sending, job.settings),
    from: now + summary.forecast.durationMs,
    ...sentBefore(job.log, { now, timeZone: job.settings.timeZone ?? 'UTC' }),
  };
  const days = noticeCalendar(inputs);
  const messages = inputs.pairs.reduce((sum, pair) => sum + pair.messages, 0);
  const calendar = { messages, ...(licences === undefined ? {} : { licences }), days };
  const forecast = { ...whole(summary.forecast, inputs, days), sending: calendar };
  return { ...planned, summary: { ...summary, forecast } };
}

function paceOf({ window, ramp }: SendingSettings, { timeZone = 'UTC' }: Settings) {
  return { ...(window === undefined ? {} : { window }), ramp, timeZone };
}

async function pairsOf(sends: Planned['sends'], operatorOf: OperatorOf): Promise<readonly SendPair[]> {
  const lookUp = rememberingOperators(operatorOf);
  const stop = new AbortController();
  const isLate = realClock.sleep(LOOK_UPS_END_MS, stop.signal).catch(() => undefined);
  const inTime = async (domain: string): Promise<string> => (await Promise.race([lookUp(domain), isLate])) ?? domain;
  const pairs: SendPair[] = [];
  for (const [mailbox, domains] of sends) {
    const operators = await Promise.all([...domains.keys()].map(inTime));
    const byOperator = new Map<string, number>();
    for (const [index, messages] of [...domains.values()].entries()) {
      const operator = operators[index] ?? '';
      byOperator.set(operator, (byOperator.get(operator) ?? 0) + messages);
    }
    for (const [operator, messages] of byOperator) pairs.push({ mailbox, operator, messages });
  }
  stop.abort();
  return pairs;
}

/** Days of sending before today, and what was sent today. */
function sentBefore(
  log: JobLog,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): Pick<CalendarInputs, 'standing' | 'sentToday'> {
  const { starts, earlier, stepBack } = sendHistory(log, now);
  const counted = starts.filter(({ failure }) => failure === undefined || !provesNothingSent(failure));
  const today = dayOf(now, timeZone);
  const days = [...earlier, ...counted.map(({ at }) => at)].map((at) => dayOf(at, timeZone));
  const before = new Set(days.filter((day) => day !== today));
  return {
    standing: { days: before.size, back: stepBack?.back ?? 0 },
    sentToday: days.filter((day) => day === today).length,
  };
}

/** The whole lasts until the last day of sending has begun; then the notices are what binds. */
function whole(forecast: Forecast, inputs: CalendarInputs, days: readonly SendingDay[]): Forecast {
  const last = days.at(-1);
  const [opens] = last === undefined ? [] : openSpans(last.day, inputs.window, inputs.timeZone);
  const began = inputs.from - forecast.durationMs;
  const durationMs = Math.max(forecast.durationMs, (opens?.from ?? 0) - began);
  const [{ limit, lift } = {}] = days;
  if (limit === undefined || durationMs === forecast.durationMs) return { ...forecast, durationMs };
  return { ...forecast, durationMs, binding: `${limit}; what would lift it: ${lift ?? ''}` };
}
