// migrate device exception and exception-end: the register of those who go on although a device was not found clean. Whoever enters one
// names who approved it, until when and why; it ends by itself.

import { shownText } from '../../client/evidence/report-words.ts';
import { isInForce } from '../../model/device-exception.ts';
import type { DeviceException } from '../../model/device-exception.ts';
import { hostKey } from '../../model/device.ts';
import type { JobLog } from '../../model/job-log.ts';
import type { Problem } from '../../model/problem.ts';
import { exceptionLines } from '../../report/device-lines.ts';
import { exceptionText, ownerText } from '../../report/device-words.ts';
import { realClock } from '../clock.ts';
import type { CommandContext } from '../command-context.ts';
import { deviceGateNow } from '../device-gate-now.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { onLockedLog } from '../locked-log.ts';
import { sayProblems } from '../say-problems.ts';
import { whoIsThere } from '../who.ts';
import { findDevice, findPerson, readListedWorkspace } from './device-desk.ts';
import type { ListedWorkspace } from './device-desk.ts';
import { namingOf } from './devices-now.ts';
import { exceptionProblem } from './exception-problems.ts';
import { readTerms } from './exception-terms.ts';
import type { TermsSaid } from './exception-terms.ts';

export interface ExceptionOptions extends TermsSaid {
  readonly device?: string;
}

export async function enterException(
  context: CommandContext,
  who: string,
  options: ExceptionOptions,
): Promise<ExitCode> {
  const { folder, voice } = context;
  const reading = await readListedWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { workspace } = reading;
  const now = realClock.now();
  const about = whomItIsAbout(workspace, who, options.device);
  const terms = readTerms(options, { settings: workspace.settings, now });
  const problems = [...('problems' in about ? about.problems : []), ...('problems' in terms ? terms.problems : [])];
  if ('problems' in about || 'problems' in terms) return sayProblems(problems, voice);
  const exception: DeviceException = { ...about, ...terms, by: whoIsThere(), at: now };
  return onLockedLog(context, { name: 'device exception', creates: true }, (log) => {
    const before = inForceNow(log, about, now);
    log.keepException(exception);
    voice.fact({ type: 'device.exception', ...exception });
    const told = (one: DeviceException): string =>
      exceptionLines([one], { ...namingOf(workspace), now })
        .map((line) => `${ownerText(line)}, ${line.host ?? 'all devices'}: ${exceptionText(line)}`)
        .join('');
    voice.say(`Recorded for ${told(exception)}`);
    voice.say('It ends by itself at the end of that day.');
    if (before !== undefined) voice.say(`It takes the place of that for ${told(before)}`);
    for (const { standing, state } of deviceGateNow(workspace, log, now)?.of(about.person).devices ?? []) {
      if (state === 'skipped') voice.say(`  ${standing.device.host} goes on uncleared: ${standing.why}`);
    }
    return EXIT.done;
  });
}

/** Whatever the lists say by now: who has left, or whose device is gone, is found in the register. */
export async function endException(
  context: CommandContext,
  who: string,
  options: { readonly device?: string; readonly reason: string },
): Promise<ExitCode> {
  const { folder, voice } = context;
  const reason = shownText(options.reason);
  if (reason === '') return sayProblems([exceptionProblem('empty', { option: '--reason' })], voice);
  const device = options.device === undefined ? {} : { device: hostKey(options.device) };
  return onLockedLog(context, 'device exception-end', async (log) => {
    const now = realClock.now();
    const open = log.exceptions().filter((one) => isInForce(one, now));
    const key = who.normalize('NFKC').trim().toLowerCase();
    const found = open.some(({ person }) => person === key) ? { person: key } : await personNow(folder, who);
    if ('problems' in found) return sayProblems(found.problems, voice);
    const about: About = { ...found, ...device };
    const exception = inForceNow(log, about, now);
    if (exception === undefined)
      return sayProblems([exceptionProblem('none', { value: about.device ?? about.person })], voice);
    const ended = { ...exception, until: now, endedFor: reason, by: whoIsThere(), at: now };
    log.keepException(ended);
    voice.fact({ type: 'device.exception', ...ended });
    const others = open.filter((one) => one.person === about.person && one.device !== about.device);
    const rest =
      others.length === 0
        ? 'the device gate decides alone again.'
        : `still in force is the one for ${others.map((one) => one.device ?? 'all devices').join(', ')}.`;
    voice.say(`Taken back for ${about.person}, ${about.device ?? 'all devices'}: ${rest}`);
    return EXIT.done;
  });
}

async function personNow(folder: string, who: string): Promise<ReturnType<typeof findPerson>> {
  const reading = await readListedWorkspace(folder);
  return 'problems' in reading ? reading : findPerson(reading.workspace, who);
}

type About = Pick<DeviceException, 'person' | 'device'>;

function inForceNow(log: JobLog, { person, device }: About, now: number): DeviceException | undefined {
  return log.exceptions().find((one) => one.person === person && one.device === device && isInForce(one, now));
}

function whomItIsAbout(
  workspace: ListedWorkspace,
  who: string,
  host: string | undefined,
): About | { readonly problems: readonly Problem[] } {
  const person = findPerson(workspace, who);
  const device = host === undefined ? undefined : findDevice(workspace, host);
  const problems: readonly Problem[] = [
    ...('problems' in person ? person.problems : []),
    ...(device !== undefined && 'problems' in device ? device.problems : []),
  ];
  if ('problems' in person || (device !== undefined && 'problems' in device)) return { problems };
  if (device === undefined) return { person: person.person };
  if (!device.device.uses.some((use) => use.person === person.person)) {
    const facts = { value: device.device.host, person: person.person };
    return { problems: [exceptionProblem('not-used', facts)] };
  }
  return { person: person.person, device: device.device.key };
}
