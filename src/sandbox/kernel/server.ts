// The sandbox's one HTTP server on loopback: reads a call, takes it to the desk or to the control routes, writes the answer down.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Post } from '../mail/post.ts';
import { providers as allProviders } from '../providers.ts';
import { answerText, readCall, type Answer, type Call } from './call.ts';
import { controlAnswer, isControl } from './control-routes.ts';
import { Desk, type Outcome } from './desk.ts';
import { answerHeaders, exchangeFiles, exchangeOf, type Exchange, type ExchangeFiles } from './exchange.ts';
import { keptPort, listenAgain, listenOn, type Listener, type ListenerPlace, type Listening } from './listener.ts';
import { profileOf, type ProfileName } from './profile.ts';
import type { SandboxProvider } from './provider.ts';
import { openWorld, type World } from './world.ts';

export interface SandboxServerOptions {
  readonly folder: string;
  readonly profile: ProfileName;
  readonly timeScale?: number | undefined;
  /** Seed of all that is left to chance. */
  readonly seed?: number | undefined;
  /** Absent: the port that this folder's sandbox had last time, or any free one. */
  readonly port?: number | undefined;
  /** Keep every request and answer with their bodies in exchanges.ndjson. */
  readonly record?: boolean | undefined;
  /** The time, for tests that own it. */
  readonly now?: (() => number) | undefined;
  readonly onExchange?: (exchange: Exchange) => void;
  /** After each seed: what is to be known of the providers may be another. */
  readonly onSeed?: () => void;
  readonly providers?: readonly SandboxProvider[];
  /** What listens beside HTTP; absent: nothing. */
  readonly listeners?: readonly Listener[];
  /** What `POST /_sandbox/stop` with this token does. */
  readonly stop?: { readonly token: string; readonly act: () => void };
}

export interface SandboxServer {
  readonly url: string;
  readonly port: number;
  readonly world: World;
  /** What the listeners beside HTTP say of themselves, by their names. */
  readonly facts: Readonly<Partial<Record<Listener['name'], Listening['facts']>>>;
  /** Ends all connections and closes the files. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 60_000;
const POST_EVERY_MS = 50;

/** Opens the world of a folder and answers for it until it is closed. */
export async function createSandboxServer(options: SandboxServerOptions): Promise<SandboxServer> {
  const world = openWorld({
    folder: options.folder,
    profile: profileOf(options.profile, options.timeScale),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  const providers = options.providers ?? allProviders;
  const files = exchangeFiles(options.folder, options.record ?? false);
  const post = new Post(world, providers);
  const desk = new Desk(world, { providers, post });
  const place: Place = { options, world, providers, files, desk, underWay: new Set() };
  const server = createServer((request, response) => {
    serve(request, response, place).catch((fault: unknown) => respondFault(response, fault));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  let port: number;
  const beside: (readonly [Listener['name'], Listening])[] = [];
  try {
    port = await listenHere(server, options.port, world);
    for (const listener of options.listeners ?? []) beside.push([listener.name, await listener.open(besides(place, post))]);
  } catch (cause) {
    server.close();
    for (const [, listening] of beside) await listening.close();
    files.close();
    world.close();
    throw new Error(`cannot listen on 127.0.0.1:${options.port ?? 'any port'}`, { cause });
  }
  const rounds = setInterval(() => post.run(), POST_EVERY_MS).unref();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    world,
    facts: Object.fromEntries(beside.map(([name, { facts }]) => [name, facts])),
    async close() {
      clearInterval(rounds);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, ...beside.map(([, listening]) => listening.close())]);
      await Promise.allSettled(place.underWay);
      files.close();
      world.close();
    },
  };
}

/** What the listeners beside HTTP get. */
function besides({ world, desk, files, options }: Place, post: Post): ListenerPlace {
  return {
    world,
    post,
    faults: desk.faults,
    note(exchange, startedAt) {
      const ms = world.clock.now() - startedAt;
      files.write(exchange, { id: world.random.uuid(), startedAt, ms });
      options.onExchange?.(exchange);
    },
  };
}

interface Place {
  readonly options: SandboxServerOptions;
  readonly world: World;
  readonly providers: readonly SandboxProvider[];
  readonly desk: Desk;
  readonly files: ExchangeFiles;
  /** Calls that are not written down yet. */
  readonly underWay: Set<Promise<unknown>>;
}

async function serve(request: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
  const startedAt = place.world.clock.now();
  const begun = performance.now();
  const call = await readCall(request, place.world.random.uuid());
  if (isControl(call)) {
    respond(response, controlAnswer(call, place));
    return;
  }
  const work = place.desk.take(call).then((outcome) => {
    if (outcome !== undefined) note(outcome, call, { place, startedAt, ms: performance.now() - begun });
    return outcome;
  });
  place.underWay.add(work);
  const outcome = await work.finally(() => place.underWay.delete(work));
  if (outcome === undefined) respond(response, { status: 501, body: { error: `the sandbox stands in for nothing at ${call.path}` } });
  else if (outcome.answer === undefined) request.socket.destroy();
  else respond(response, outcome.answer);
}

function note(outcome: Outcome, call: Call, at: { place: Place; startedAt: number; ms: number }): void {
  const { provider, answer, fault } = outcome;
  const exchange = exchangeOf({ provider, call, answer, fault });
  at.place.files.write(exchange, { id: call.id, startedAt: at.startedAt, ms: at.ms });
  at.place.options.onExchange?.(exchange);
}

function respond(response: ServerResponse, answer: Answer): void {
  const { text, type, bytes = Buffer.from(text) } = answerText(answer);
  response.writeHead(answer.status, {
    ...answerHeaders(answer, type),
    ...(answer.status === 204 ? {} : { 'content-length': bytes.length }),
  });
  response.end(bytes);
}

/** A bug of the sandbox itself must not pass for an answer of the provider. */
function respondFault(response: ServerResponse, fault: unknown): void {
  if (response.destroyed || response.headersSent) return;
  const said = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
  respond(response, { status: 500, headers: { 'x-sandbox-fault': '1' }, body: { sandboxFault: said } });
}

/** Where a port is asked for, it is that one or none. */
async function listenHere(server: Server, port: number | undefined, world: World): Promise<number> {
  if (port === undefined) return listenAgain(server, world, 'port');
  await listenOn(server, port);
  return keptPort(server, world, 'port');
}
