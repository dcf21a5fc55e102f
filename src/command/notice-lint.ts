// migrate notice lint: every template, and every notice that would be made of it, for each reader of the lists.

import { hasErrors } from '../model/problem.ts';
import { checkNotice } from '../notice/check-notice.ts';
import { distinct } from '../notice/lint-source.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { openNotices } from './notices.ts';
import { sayProblems } from './say-problems.ts';

export async function lintNotices({ folder, voice }: CommandContext, name: string | undefined): Promise<ExitCode> {
  const notices = await openNotices(folder, name);
  if (!('sources' in notices)) return sayProblems(notices.problems, voice);
  let count = 0;
  const found = notices.sources.flatMap((source) => {
    const listed = notices.readersOf(source).filter(({ isExample }) => !isExample);
    const readers = [...notices.examplesOf(source), ...listed];
    const { problems, rendered } = checkNotice(source, { readers, own: notices.own });
    count += rendered.length;
    return problems;
  });
  const problems = distinct([...notices.problems, ...found]);
  const exitCode = sayProblems(problems, voice);
  voice.fact({ type: 'linted', templates: notices.sources.length, notices: count, problems: problems.length });
  if (hasErrors(problems)) return exitCode;
  voice.say(`${notices.sources.length} templates are in order, and so are the ${count} notices made of them.`);
  return EXIT.done;
}
