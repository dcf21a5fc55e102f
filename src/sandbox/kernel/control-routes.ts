// The sandbox's own routes under /_sandbox/: seed it, look into it, set faults, publish DNS records,
// read the mail that reached the world beyond, stop it.

import { z } from 'zod';
import type { Answer, Call } from './call.ts';
import type { Desk } from './desk.ts';
import { clearRecords, publishRecords, setRecords } from './dns.ts';
import { SeedFault, type SandboxProvider } from './provider.ts';
import type { World } from './world.ts';
import { addHouseMailbox, outsideMail } from '../mail/outside.ts';
import { rulesOf, setRules } from '../mail/rules.ts';

export interface ControlPlace {
  readonly world: World;
  readonly providers: readonly SandboxProvider[];
  readonly desk: Desk;
  readonly options: {
    readonly onSeed?: () => void;
    readonly stop?: { readonly token: string; readonly act: () => void };
  };
}

const PREFIX = '/_sandbox/';

export const isControl = (call: Call): boolean => call.path.startsWith(PREFIX);

export function controlAnswer(call: Call, place: ControlPlace): Answer {
  const { world, desk } = place;
  switch (`${call.method} ${call.path.slice(PREFIX.length)}`) {
    case 'GET status':
      return { status: 200, body: statusOf(call, place) };
    case 'GET world':
      return { status: 200, body: picture(world) };
    case 'GET ledger':
      return { status: 200, body: [...world.ledger(Number(call.query.get('after') ?? 0))] };
    case 'GET faults':
      return { status: 200, body: desk.faults.list() };
    case 'PUT faults':
      return saidOr(desk.faults.set(call.body), { status: 200, body: desk.faults.list() });
    case 'DELETE faults':
      return saidOr(desk.faults.set([]), { status: 204 });
    case 'POST seed':
      return seed(call.body, place);
    case 'POST dns':
      return saidOr(publishRecords(world, call.body), { status: 204 });
    case 'PUT dns':
      return saidOr(setRecords(world, call.body), { status: 204 });
    case 'DELETE dns':
      clearRecords(world);
      return { status: 204 };
    case 'GET rules':
      return { status: 200, body: rulesOf(world) };
    case 'PUT rules':
      return saidOr(setRules(world, call.body), { status: 204 });
    case 'GET mail':
      return { status: 200, body: mailShown(call, world) };
    case 'GET mail/counts':
      return { status: 200, body: mailCounts(world) };
    case 'POST stop':
      return stop(call, place);
    default:
      return { status: 404, body: { error: `the sandbox has no ${call.method} ${call.path}` } };
  }
}

function saidOr(said: string | undefined, answer: Answer): Answer {
  return said === undefined ? answer : { status: 400, body: { error: said } };
}

/** Whoever shows the token learns that it is this sandbox, not another program on the same port. */
function statusOf(call: Call, { world, options }: ControlPlace): unknown {
  const knowsToken = options.stop !== undefined && call.headers['x-sandbox-token'] === options.stop.token;
  return { sandbox: true, pid: process.pid, profile: world.profile, isMine: knowsToken };
}

function picture(world: World): Record<string, unknown> {
  const names = [...world.collectionNames()].sort();
  return Object.fromEntries(names.map((name) => [name, [...world.collection<unknown>(name).values()]]));
}

const SEEDS = z.record(z.string(), z.unknown());

const MAIL_SEED = z.strictObject({ mailboxes: z.array(z.string().regex(/^[^\s@]+@[^\s@]+$/)) });

/** `{mail: {mailboxes: ['archive@new.example']}}`: mailboxes of our own beside those of the providers. */
function seedMail(world: World, part: unknown): void {
  const read = MAIL_SEED.safeParse(part);
  if (!read.success) throw new SeedFault(`mail: ${z.prettifyError(read.error)}`);
  for (const address of read.data.mailboxes) addHouseMailbox(world, address);
}

/**
 * `{microsoft: {...}, google: {...}, mail: {...}}`: each part goes to the provider whose name begins with that word; all or nothing.
 */
function seed(body: unknown, { world, providers, options }: ControlPlace): Answer {
  const seeds = SEEDS.safeParse(body);
  if (!seeds.success) return saidOr(z.prettifyError(seeds.error), { status: 204 });
  try {
    world.together(() => {
      for (const [name, part] of Object.entries(seeds.data)) {
        if (name === 'mail') {
          seedMail(world, part);
          continue;
        }
        const provider = providers.find((one) => one.name.split('-')[0] === name);
        if (provider === undefined) throw new SeedFault(`the sandbox has no provider ${name}`);
        provider.seed(world, part);
      }
    });
    options.onSeed?.();
    return { status: 204 };
  } catch (fault) {
    if (fault instanceof SeedFault) return saidOr(fault.message, { status: 204 });
    throw fault;
  }
}

/** What has arrived in the world beyond: `?to=`, `?notice=`; with `raw=1` the bytes too, one character a byte. */
function mailShown({ query }: Call, world: World): unknown {
  const asked = { to: query.get('to') ?? undefined, notice: query.get('notice') ?? undefined };
  return outsideMail(world, asked).map(({ raw, ...mail }) => (query.get('raw') === '1' ? { ...mail, raw } : mail));
}

/** `{address: {notice: count}}`. */
function mailCounts(world: World): unknown {
  const counts: Record<string, Record<string, number>> = {};
  for (const { to, notice } of outsideMail(world)) {
    const ofAddress = (counts[to] ??= {});
    ofAddress[notice] = (ofAddress[notice] ?? 0) + 1;
  }
  return counts;
}

function stop(call: Call, { options }: ControlPlace): Answer {
  if (options.stop === undefined) return { status: 409, body: { error: 'this sandbox ends with its process' } };
  if (call.headers['x-sandbox-token'] !== options.stop.token) return { status: 403, body: { error: 'not your sandbox' } };
  setImmediate(options.stop.act);
  return { status: 202 };
}
