// What listens beside HTTP: mail servers and DNS, each in a folder of its own; listeners.ts lists them.

import type { AddressInfo, Server } from 'node:net';
import type { Post } from '../mail/post.ts';
import type { Exchange } from './exchange.ts';
import type { Faults } from './fault.ts';
import type { World } from './world.ts';

export interface ListenerPlace {
  readonly world: World;
  readonly faults: Faults;
  readonly post: Post;
  /** Writes one command and its answer to calls.ndjson, and to exchanges.ndjson where that is asked for. */
  readonly note: (exchange: Exchange, startedAt: number) => void;
}

export interface Listening {
  /** How to reach it; stands in sandbox.json. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Ends all connections. */
  close(): Promise<void>;
}

export interface Listener {
  readonly name: 'smtp' | 'imap' | 'sieve' | 'dns';
  open(place: ListenerPlace): Promise<Listening>;
}

export const LOOPBACK = '127.0.0.1';

/** Listens on the port that this folder's sandbox had last time, or on any free one. Returns the port. */
export async function listenAgain(server: Server, world: World, name: string): Promise<number> {
  const ports = world.collection<number>('sandbox');
  try {
    await listenOn(server, ports.get(name) ?? 0);
  } catch {
    // Somebody else has it now.
    await listenOn(server, 0);
  }
  return keptPort(server, world, name);
}

/** The port that a server listens on; it is asked for again next time. */
export function keptPort(server: Server, world: World, name: string): number {
  const { port } = server.address() as AddressInfo;
  world.collection<number>('sandbox').put(name, port);
  return port;
}

/** 0: any free port. */
export async function listenOn(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
