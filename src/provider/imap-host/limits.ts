// Limits of a plain mail host. Nobody publishes any: these are our own manners, or what migrate.yaml says.

import type { LaneLimit, Patience, ProviderLimits } from '../../model/lane.ts';
import type { Provision } from '../../model/mail-host.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** Starting a program takes no less where time runs fast. */
const SANDBOX_COMMAND_MS = 3 * SECOND_MS;

const SOURCE = 'no number is published';

const LANES: readonly LaneLimit[] = [
  {
    // Scripts of administrators edit files and tables of the host: as many at once as migrate.yaml says.
    lane: 'directory',
    burst: 1,
    perSecond: 20,
    concurrency: 1,
    name: 'one command after the other',
    source: 'migrate.yaml, imap-host.provision.atOnce',
  },
  {
    // Dovecot lets one address hold 10 connections of a user (mail_max_userip_connections); more sign-ins at once look like an attack.
    lane: 'mailbox',
    burst: 4,
    perSecond: 10,
    concurrency: 4,
    name: '4 sign-ins at once, our own manners',
    source: SOURCE,
  },
];

/** `scale` 1 is a real host; a sandbox whose time runs `scale` times faster has all of it faster. */
export function hostLimits(scale: number, provision: Provision): ProviderLimits {
  const faster = (durationMs: number): number => durationMs / scale;
  const patience: Patience = {
    // A command goes on when this program is killed, as long as it is given time.
    lagMs: provision.by === 'command' ? Math.max(faster(provision.timeoutMs), SANDBOX_COMMAND_MS) : 0,
    // Whoever knocks often with a password that is not known yet is taken for a burglar (fail2ban bars an address after a few tries).
    backoffFloorMs: faster(5 * SECOND_MS),
    backoffCeilingMs: faster(5 * MINUTE_MS),
    accountMs: faster(15 * MINUTE_MS),
    // Many hosts carry new mailboxes over to their mail servers every few minutes.
    mailboxMs: faster(60 * MINUTE_MS),
    mailboxUsualMs: faster(10 * SECOND_MS),
    attempts: 5,
  };
  const atOnce = provision.by === 'command' ? provision.atOnce : 1;
  const lanes = LANES.map((lane) => ({
    ...lane,
    perSecond: lane.perSecond * scale,
    ...(lane.lane === 'directory' && { concurrency: atOnce, burst: atOnce }),
  }));
  const elsewhere = (lane: LaneLimit['lane']): LaneLimit => ({
    ...{ lane, burst: 1, perSecond: 1, concurrency: 1, source: SOURCE },
    name: 'a mail host has nothing of the kind',
  });
  return { lanes: [...lanes, elsewhere('licence'), elsewhere('domain')], patience, aliases: 0 };
}
