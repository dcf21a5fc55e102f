// What kits are made from at one moment, from the workspace and its job log: for the plan, and for the step that writes.

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KITS } from '../client/kits.ts';
import { inHand, standingMarks } from '../client/standing-marks.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Settings } from '../model/settings.ts';
import type { ClientSettings } from '../model/client-settings.ts';
import { stepId } from '../model/step.ts';
import { renderSignature } from '../notice/signature.ts';
import type { KitInputs } from '../plan/kit-facts.ts';
import { fileTrouble, trouble } from '../store/trouble.ts';
import { syncFolder } from '../store/write-file.ts';
import { deviceGateNow, zoneOfReports } from './device-gate-now.ts';
import { companyNames } from './discovery/company-names.ts';
import { kitShelfOf } from './kit-place.ts';
import { kitsWritten, pastKits } from './kits-written.ts';
import type { ProfileSigner } from './wire-profile-signer.ts';
import type { Workspace } from './workspace.ts';

/** Undefined where migrate.yaml has no section clients. Throws StoreTrouble where the secret of the addresses cannot be kept. */
export function kitsNow(
  workspace: Workspace,
  log: JobLog,
  { signProfile, now }: ProfileSigner & { readonly now?: number } = {},
): KitInputs | undefined {
  const { settings, folder, devices } = workspace;
  const { clients } = settings;
  if (clients === undefined) return undefined;
  const gate = deviceGateNow(workspace, log, now);
  const shelf = kitShelfOf(folder);
  let marks: ReturnType<typeof standingMarks> | undefined;
  return {
    company: {
      ...companyOf(folder, { settings, clients, jobId: log.jobId }),
      ...(signProfile !== undefined && { signProfile }),
    },
    kits: KITS,
    validForMs: settings.evidence.validForMs,
    ...(devices !== undefined && { devices: devices.devices }),
    ...(gate !== undefined && { gateOf: gate.of, gateClosesAt: gate.closesAt }),
    ...(settings.signature === true && {
      signatureOf: (person) => renderSignature(workspace.signatures, person, settings),
    }),
    ...kitsWritten(log, shelf),
    isThere: (kit) => shelf.isThere(kit),
    inHand: ({ key }) => {
      const own = (marks ??= standingMarks(log.deviceMarks())).get(key) ?? [];
      return own.length === 0 ? new Map() : inHand(own, pastKits(log, stepId('kit.write', key)));
    },
  };
}

interface CompanyParts {
  readonly settings: Settings;
  readonly clients: ClientSettings;
  readonly jobId: string;
}

function companyOf(folder: string, { settings, clients, jobId }: CompanyParts): KitInputs['company'] {
  const { notice, oldDomains, newDomain, provider, mode, mailHost } = settings;
  return {
    jobId,
    name: companyNames(settings),
    oldDomains,
    newDomain,
    provider,
    mode,
    timeZone: zoneOfReports(settings),
    ...(notice !== undefined && { website: notice.website }),
    ...(mailHost !== undefined && { mailHost }),
    clients,
    ...(clients.publishAt !== undefined && { publishSecret: secretOf(folder) }),
  };
}

const SECRET_BYTES = 32;

/** Made once for a workspace: with another one every address that was handed out would lead nowhere. */
function secretOf(folder: string): Uint8Array {
  const file = join(folder, 'data', 'publish.secret');
  const errand = { file, role: 'secret of published addresses', goal: 'keep it' };
  try {
    if (!existsSync(file)) {
      const draft = `${file}.new`;
      const secret = randomBytes(SECRET_BYTES).toString('hex');
      writeFileSync(draft, `${secret}\n`, { mode: 0o600, flush: true });
      renameSync(draft, file);
      syncFolder(dirname(file));
    }
    const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
    if (secret.length === SECRET_BYTES) return secret;
  } catch (error) {
    throw fileTrouble(error, errand);
  }
  throw trouble('damaged', errand);
}
