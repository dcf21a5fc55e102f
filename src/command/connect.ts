// migrate connect: signs in and tries each permission by itself; shows domains and licences. Changes nothing.

import type { Permission } from '../model/account.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { sayProblems } from './say-problems.ts';
import { tableText } from './text/table-text.ts';
import { signInOptions } from './sign-in-options.ts';
import type { Voice } from './voice.ts';
import { connect } from './wire.ts';
import { readWorkspaceSettings } from './workspace.ts';

const STANDING: Readonly<Record<Permission['standing'], string>> = {
  granted: 'granted',
  missing: 'MISSING',
  'cannot-tell': 'cannot tell',
};

export async function showConnection({ folder, voice }: CommandContext): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings } = reading;
  const connecting = await connect(signInOptions({ folder, settings }, voice));
  if ('problems' in connecting) return sayProblems(connecting.problems, voice);
  const { directory, label } = connecting.connected;
  const permissions = await directory.permissions();
  voice.say(`${label}: permissions`);
  for (const permission of permissions) voice.fact({ type: 'permission', ...permission });
  const rows = permissions.map(({ name, stage, standing, said }) => [stage, name, STANDING[standing], said ?? '']);
  for (const line of tableText(rows)) voice.say(line);

  const domains = await directory.domains.list();
  voice.say('Domains');
  for (const domain of domains) voice.fact({ type: 'domain', ...domain });
  for (const line of tableText(
    domains.map(({ name, isVerified }) => [name, isVerified ? 'verified' : 'NOT verified']),
  )) {
    voice.say(line);
  }
  const licences = await directory.licences.list();
  voice.say('Licences');
  for (const licence of licences) voice.fact({ type: 'licence', ...licence });
  const licenceRows = licences.map(({ name, used, total }) => [
    name,
    total === undefined ? `${used} in use` : `${total - used} of ${total} free`,
  ]);
  for (const line of tableText(licenceRows)) voice.say(line);
  // The notices may go over a mail server, which wants no permission of the tenant.
  const way = settings.sending?.way ?? 'smtp';
  const missing = permissions.filter(
    ({ standing, stage }) => standing === 'missing' && (stage !== 'notices' || way !== 'smtp'),
  );
  if (settings.connection.provider === 'imap-host') return endOfServers(permissions, voice);
  if (missing.length === 0) return EXIT.done;
  voice.say(`${missing.length} permissions are missing. Grant them to this program's registration, then try again.`);
  return EXIT.input;
}

/** A mail host has no permissions: its servers are usable, or not, or could not be reached to see. */
function endOfServers(servers: readonly Permission[], voice: Voice): ExitCode {
  const count = (standing: Permission['standing']): number => servers.filter((one) => one.standing === standing).length;
  const [unusable, unseen] = [count('missing'), count('cannot-tell')];
  if (unusable > 0) {
    voice.say(
      `${unusable} of ${servers.length} servers cannot be used as migrate.yaml has them (imap-host). Correct it, or have the host mend it.`,
    );
    return EXIT.input;
  }
  if (unseen === 0) return EXIT.done;
  voice.say(
    `${unseen} of ${servers.length} servers could not be reached. See that name and port in migrate.yaml (imap-host) are right, then try again.`,
  );
  return EXIT.failed;
}
