// DNS on loopback, UDP and TCP on one port.

import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { DNS_FAULTS, type FaultState } from '../../kernel/fault.ts';
import { keptPort, listenOn, LOOPBACK, type Listener, type ListenerPlace } from '../../kernel/listener.ts';
import type { World } from '../../kernel/world.ts';
import { answerTo, readQuestion, replyPacket, udpPacket, type Asked, type Reply } from './answer.ts';

const PROVIDER = 'dns';
const MOST_TRIES = 20;

export const dnsListener: Listener = {
  name: 'dns',
  async open(place) {
    const udp = createSocket('udp4');
    const open = new Set<Socket>();
    const tcp = createServer((socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      serveStream(socket, place);
    });
    udp.on('message', (bytes, { port, address }) => {
      void answer(bytes, place, 'udp').then((packet) => {
        if (packet !== undefined) udp.send(packet, port, address);
      });
    });
    const port = await listenBoth(tcp, udp, place.world);
    return {
      facts: { host: LOOPBACK, port, zoneFile: place.post.zone.file.path },
      async close() {
        for (const socket of open) socket.destroy();
        await Promise.all([
          new Promise<void>((resolve) => udp.close(() => resolve())),
          new Promise<void>((resolve) => tcp.close(() => resolve())),
        ]);
      },
    };
  },
};

/** A port that is free for one need not be free for the other. */
async function listenBoth(tcp: Server, udp: UdpSocket, world: World): Promise<number> {
  const ports = world.collection<number>('sandbox');
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      await listenOn(tcp, tries === 0 ? (ports.get(PROVIDER) ?? 0) : 0);
    } catch {
      continue;
    }
    if (await isBound(udp, (tcp.address() as AddressInfo).port)) return keptPort(tcp, world, PROVIDER);
    await new Promise<void>((resolve) => tcp.close(() => resolve()));
  }
  throw new Error('no port of 127.0.0.1 is free for both UDP and TCP');
}

async function isBound(udp: UdpSocket, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const fail = () => resolve(false);
    udp.once('error', fail);
    udp.bind(port, LOOPBACK, () => {
      udp.removeListener('error', fail);
      udp.on('error', () => undefined);
      resolve(true);
    });
  });
}

/** Each message has its length before it (RFC 1035, 4.2.2). */
function serveStream(socket: Socket, place: ListenerPlace): void {
  let waiting = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (part) => {
    waiting = Buffer.concat([waiting, part]);
    while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
      const end = 2 + waiting.readUInt16BE(0);
      const bytes = waiting.subarray(2, end);
      waiting = waiting.subarray(end);
      void answer(bytes, place, 'tcp').then((packet) => {
        if (packet === undefined || socket.destroyed) return;
        const length = Buffer.alloc(2);
        length.writeUInt16BE(packet.length);
        socket.write(Buffer.concat([length, packet]));
      });
    }
  });
}

async function answer(bytes: Buffer, place: ListenerPlace, by: 'udp' | 'tcp'): Promise<Buffer | undefined> {
  const asked = readQuestion(bytes);
  if (asked === undefined) return undefined;
  const { world, faults } = place;
  place.post.zone.file.refresh();
  const call = { method: asked.type, url: asked.name, text: '' };
  const fault = faults.pick(call, PROVIDER, by === 'udp' ? DNS_FAULTS : OVER_TCP);
  const startedAt = world.clock.now();
  if (fault?.fault.kind === 'slow') await world.clock.sleep(fault.fault.delayMs ?? 0);
  const reply = fault === undefined ? answerTo(asked, place.post.zone) : faultReply(asked, fault, place);
  note(place, { asked, reply, fault, startedAt });
  if (reply === undefined) return undefined;
  return by === 'udp' ? udpPacket(asked, reply) : replyPacket(asked, reply);
}

const OVER_TCP = DNS_FAULTS.filter((kind) => kind !== 'truncated');
type DnsFault = FaultState<(typeof DNS_FAULTS)[number]>;

function faultReply(asked: Asked, { fault }: DnsFault, place: ListenerPlace): Reply | undefined {
  const none = { answers: [], authorities: [] };
  switch (fault.kind) {
    case 'nxdomain':
      return { rcode: 'NXDOMAIN', ...none };
    case 'servfail':
      return { rcode: 'SERVFAIL', ...none };
    case 'refused':
      return { rcode: 'REFUSED', ...none };
    case 'truncated':
      return { rcode: 'NOERROR', ...none, isTruncated: true };
    case 'hang':
      return undefined;
    case 'slow':
      return answerTo(asked, place.post.zone);
  }
}

function note(
  { note: write }: ListenerPlace,
  what: { asked: Asked; reply: Reply | undefined; fault: DnsFault | undefined; startedAt: number },
): void {
  const { asked, reply, fault, startedAt } = what;
  const body = reply === undefined ? '' : `${reply.rcode} ${JSON.stringify(reply.answers)}`;
  write(
    {
      provider: PROVIDER,
      request: { method: asked.type, url: asked.name, headers: {}, body: '' },
      ...(reply === undefined ? {} : { response: { status: 200, headers: {}, body } }),
      ...(fault === undefined ? {} : { fault: fault.fault.kind }),
    },
    startedAt,
  );
}
