// migrate check discovery: fetches what is published for mail programs as they do, and says what each of them makes of it.

import { discoveryFacts } from '../../client/discovery/discovery-facts.ts';
import { judgePublished } from '../../client/discovery/judge-published.ts';
import type { ClientVerdict } from '../../client/discovery/judge-published.ts';
import type { MailHost } from '../../model/mail-host.ts';
import type { Settings } from '../../model/settings.ts';
import type { Dns } from '../../provider/dns/look-up.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { sayProblems } from '../say-problems.ts';
import type { Voice } from '../voice.ts';
import { connectDns } from '../wire-dns.ts';
import { readWorkspaceSettings } from '../workspace.ts';
import { companyNames } from './company-names.ts';
import { fetchAll } from './fetch-all.ts';
import { allRecords, tenantRecords } from './tenant-records.ts';

/** Ends with 2 while people would be set up wrongly, or a program that can find the servers does not; with 1 where that cannot be told. */
export async function checkDiscovery(
  { folder, voice }: CommandContext,
  { at }: { readonly at?: string },
): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings } = reading;
  const connecting = await connectDns({ folder, settings });
  if ('problems' in connecting) return sayProblems(connecting.problems, voice);
  const { dns } = connecting;
  if (settings.mailHost === undefined) return checkTenant(settings, { dns, voice });
  const facts = hostFacts(settings, settings.mailHost);
  const origin = at?.replace(/\/+$/, '');
  const published = await fetchAll({ domain: facts.domain, dns, ...(origin !== undefined && { at: origin }) });
  const verdicts = judgePublished(facts, published);
  voice.say(`What mail programs make of what is published for ${facts.domain}:`);
  for (const verdict of verdicts) sayVerdict(verdict, voice);
  const known = Object.entries(published.records).map(([name, servers]) => `_${name}: ${recordText(servers)}`);
  voice.say(`SRV records: ${known.join('; ')}`);
  const standings = verdicts.map(({ standing }) => standing);
  const [thunderbird] = standings;
  if (thunderbird !== 'finds') voice.say(whatToPublish(settings));
  if (standings.includes('wrong') || thunderbird === 'by-hand') return EXIT.input;
  return standings.includes('cannot-tell') ? EXIT.failed : EXIT.done;
}

function whatToPublish({ clients }: Settings): string {
  const file = 'out/clients/fleet/discovery/READ-ME.txt';
  return clients === undefined
    ? `What to publish, and how, is written to ${file} by migrate apply when migrate.yaml has the section clients.`
    : `What to publish, and how, is in ${file}, which migrate apply writes.`;
}

function hostFacts(settings: Settings, mailHost: MailHost) {
  return discoveryFacts({ name: companyNames(settings), newDomain: settings.newDomain }, mailHost);
}

const WORDS: Readonly<Record<ClientVerdict['standing'], string>> = {
  finds: 'finds the servers',
  'by-hand': 'by hand',
  wrong: 'WRONG',
  'cannot-tell': 'cannot be told',
};

function sayVerdict(verdict: ClientVerdict, voice: Voice): void {
  voice.fact({ type: 'client', ...verdict });
  voice.say(`  ${verdict.client}: ${WORDS[verdict.standing]}. ${verdict.said}`);
}

function recordText(servers: readonly string[] | undefined): string {
  if (servers === undefined) return 'cannot be told';
  return servers.length === 0 ? 'none' : servers.join(', ');
}

async function checkTenant(
  { provider, newDomain }: Settings,
  { dns, voice }: { readonly dns: Dns; readonly voice: Voice },
): Promise<ExitCode> {
  voice.say(
    `At ${provider} there is nothing to publish: mail programs know its servers. These DNS records lead them there:`,
  );
  const records = await tenantRecords({ provider, domain: newDomain }, dns);
  for (const record of records) {
    const { name, type, isThere, found, wanted, who } = record;
    voice.fact({ ...record, type: 'record', record: type });
    const standing =
      found === undefined ? 'cannot be told now' : `is ${found.join(', ') || 'missing'}, wanted: ${wanted}`;
    voice.say(`  ${type} ${name}: ${isThere ? `leads to ${found?.join(', ') ?? ''}` : standing} (${who})`);
  }
  return { there: EXIT.done, missing: EXIT.input, 'cannot-tell': EXIT.failed }[allRecords(records)];
}
