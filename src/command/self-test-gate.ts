// The gate of the self-test: what a receiving server of ours has refused is sent to nobody else.

import { jsonFingerprint } from '../store/fingerprint.ts';
import { sendingFacts } from './sending-facts.ts';
import type { SendingGate } from './sending-gate.ts';

/** The line of the log with the result of a self-test. */
export const SELF_TESTED = 'notice.self-tested';

/** A self-test that did not pass holds its domain until one passes, or until the settings are others. */
export const selfTestGate: SendingGate = async ({ job, sending }) => {
  const facts = job.log.lastEvent(SELF_TESTED)?.facts;
  if (facts === undefined || facts['outcome'] !== 'not-pass') return () => undefined;
  const domain = String(facts['domain']);
  const now = await sendingFacts(domain, { folder: job.folder, settings: job.settings, sending });
  if (facts['key'] !== jsonFingerprint(now)) return () => undefined;
  const shown = ['spf', 'dkim', 'dmarc'].map((method) => `${method}=${String(facts[method])}`).join(', ');
  return ({ from }) =>
    from.address.endsWith(`@${domain}`)
      ? `the last self-test of ${domain} did not pass (${shown}): mend it, then migrate notice test --self`
      : undefined;
};
