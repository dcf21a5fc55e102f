// The kit by which mail programs find the new servers by themselves: a folder to upload for each name, DNS records, and how to publish them.

import type { Kit, KitCompany, KitFile, KitPerson } from '../kit.ts';
import { AUTOCONFIG_PATHS, autoconfigXml } from './autoconfig-xml.ts';
import { discoveryFacts } from './discovery-facts.ts';
import { discoveryRecords, zoneText } from './dns-records.ts';
import { discoveryReadMe, tenantReadMe } from './read-me-text.ts';
import { CONFIGURATION_PATH, userAgentConfiguration } from './user-agent-configuration.ts';

export const discoveryKit: Kit = { name: 'discovery', version: 1, forFleet };

/** No person is in it. */
function forFleet(_people: readonly KitPerson[], company: KitCompany): Promise<readonly KitFile[]> {
  const { mailHost, newDomain: domain, provider, clients } = company;
  if (mailHost === undefined || provider !== 'imap-host') {
    return Promise.resolve([file('READ-ME.txt', tenantReadMe(domain, provider))]);
  }
  const facts = discoveryFacts(company, mailHost);
  const [ownPath, wellKnownPath] = AUTOCONFIG_PATHS;
  const configuration = userAgentConfiguration(facts);
  const webHost = clients.publishAt === undefined ? undefined : new URL(clients.publishAt).hostname;
  const records = discoveryRecords(facts, webHost);
  return Promise.resolve([
    file(`autoconfig.${domain}${ownPath}`, autoconfigXml(facts)),
    file(`${domain}${wellKnownPath}`, autoconfigXml(facts)),
    ...(configuration === undefined ? [] : [file(`ua-auto-config.${domain}${CONFIGURATION_PATH}`, configuration)]),
    file('dns/records.zone', zoneText(records)),
    file('READ-ME.txt', discoveryReadMe(facts, records)),
  ]);
}

function file(path: string, text: string): KitFile {
  return { path: `discovery/${path}`, bytes: new TextEncoder().encode(text), isPublic: true };
}
