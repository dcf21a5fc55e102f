// migrate serve discovery: answers mail programs on this computer, behind a reverse proxy, until it is stopped.

import { once } from 'node:events';
import { discoveryFacts } from '../../client/discovery/discovery-facts.ts';
import type { Problem } from '../../model/problem.ts';
import { systemCode } from '../../store/trouble.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { sayProblems } from '../say-problems.ts';
import { readWorkspaceSettings } from '../workspace.ts';
import { companyNames } from './company-names.ts';
import { openDiscoveryServer } from './discovery-server.ts';

export async function serveDiscovery(
  { folder, voice }: CommandContext,
  { port = 0 }: { readonly port?: number },
): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings } = reading;
  if (settings.mailHost === undefined) return sayProblems([nothingToServe(settings.provider)], voice);
  const facts = discoveryFacts({ name: companyNames(settings), newDomain: settings.newDomain }, settings.mailHost);
  const opening = await openDiscoveryServer(facts, port).catch((error: unknown) => portTaken(port, error));
  if ('code' in opening) return sayProblems([opening], voice);
  voice.fact({ type: 'serving', port: opening.port });
  voice.say(`Answering mail programs for ${facts.domain} at http://127.0.0.1:${opening.port}/ until Ctrl-C.`);
  voice.say(
    'Let the reverse proxy pass on autoconfig and autodiscover of the domain; only it may be seen from outside.',
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await opening.close();
  return EXIT.done;
}

function nothingToServe(provider: string): Problem {
  return {
    code: 'discovery.nothing-to-serve',
    severity: 'error',
    what: `At ${provider} there is nothing to serve.`,
    why: 'Mail programs know the servers of that provider by themselves.',
    todo: 'See which DNS records are needed with: migrate check discovery',
  };
}

function portTaken(port: number, error: unknown): Problem {
  const code = systemCode(error);
  if (code === undefined) throw error;
  return {
    code: 'discovery.port',
    severity: 'error',
    what: `Port ${port} of this computer cannot be used (${code}).`,
    why: 'Another program listens there, or the system keeps it for itself.',
    todo: 'Give another one with --port.',
  };
}
