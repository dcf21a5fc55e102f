// One DNS question and its answer, as packets (RFC 1035, EDNS of RFC 6891); knows no sockets.

import { AUTHORITATIVE_ANSWER, decode, encode, RECURSION_AVAILABLE, TRUNCATED_RESPONSE } from 'dns-packet';
import type { Answer, DecodedPacket, Packet } from 'dns-packet';
import { RECORD_TYPES } from '../../kernel/dns.ts';
import type { Zone, ZoneAnswer } from './zone.ts';

export const RCODE = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
export type RcodeName = keyof typeof RCODE;

/** Without EDNS (RFC 1035). */
const SMALLEST_UDP_BYTES = 512;
const TTL_SECONDS = 60;
/** RFC 1035: a string of a TXT record is this long at most. */
const LONGEST_STRING = 255;

export interface Asked {
  readonly packet: DecodedPacket;
  /** Lower case. */
  readonly name: string;
  /** `MX`, also types that the zone does not know. */
  readonly type: string;
}

/** Undefined for what is no question. */
export function readQuestion(bytes: Buffer): Asked | undefined {
  try {
    const packet = decode(bytes);
    const [question] = packet.questions ?? [];
    if (packet.flag_qr || question === undefined) return undefined;
    return { packet, name: question.name.toLowerCase(), type: question.type };
  } catch {
    // Not DNS: whoever sent it gets no answer.
    return undefined;
  }
}

export interface Reply {
  readonly rcode: RcodeName;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly isTruncated?: boolean;
}

export function answerTo({ name, type }: Asked, zone: Zone): Reply {
  const known = RECORD_TYPES.find((one) => one === type);
  const { records, exists } = known === undefined ? zone.look(name, 'CNAME') : zone.look(name, known);
  const answers = records.map(answerOf);
  if (type === 'SOA' && exists) return { rcode: 'NOERROR', answers: [authority(name)], authorities: [] };
  if (answers.length > 0) return { rcode: 'NOERROR', answers, authorities: [] };
  return { rcode: exists ? 'NOERROR' : 'NXDOMAIN', answers, authorities: [authority(name)] };
}

export function replyPacket({ packet }: Asked, reply: Reply): Buffer {
  const made: Packet = {
    type: 'response',
    ...(packet.id === undefined ? {} : { id: packet.id }),
    flags:
      AUTHORITATIVE_ANSWER |
      RECURSION_AVAILABLE |
      (packet.flags ?? 0) & 0x0100 |
      (reply.isTruncated === true ? TRUNCATED_RESPONSE : 0) |
      RCODE[reply.rcode],
    questions: packet.questions ?? [],
    answers: [...reply.answers],
    authorities: [...reply.authorities],
  };
  return encode(made);
}

/** Over UDP, what does not fit is cut off, and the bit says so. */
export function udpPacket(asked: Asked, reply: Reply): Buffer {
  const whole = replyPacket(asked, reply);
  return whole.length <= mostUdpBytes(asked.packet)
    ? whole
    : replyPacket(asked, { ...reply, answers: [], authorities: [], isTruncated: true });
}

function mostUdpBytes(packet: DecodedPacket): number {
  const option = (packet.additionals ?? []).find((one) => one.type === 'OPT');
  const size = option !== undefined && 'udpPayloadSize' in option ? option.udpPayloadSize : SMALLEST_UDP_BYTES;
  return Math.max(SMALLEST_UDP_BYTES, size);
}

function answerOf({ name, type, record }: ZoneAnswer['records'][number]): Answer {
  const { value, priority = 0 } = record;
  const common = { name, ttl: TTL_SECONDS, class: 'IN' } as const;
  switch (type) {
    case 'MX':
      return { ...common, type, data: { preference: priority, exchange: value } };
    case 'TXT':
      return { ...common, type, data: stringsOf(value) };
    case 'SRV':
      return { ...common, type, data: serviceOf(value, priority) };
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'NS':
      return { ...common, type, data: value };
  }
}

function stringsOf(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const count = Math.max(1, Math.ceil(bytes.length / LONGEST_STRING));
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * LONGEST_STRING, (at + 1) * LONGEST_STRING));
}

function serviceOf(value: string, priority: number) {
  const [weight, port, target = '.'] = value.split(/\s+/);
  return { priority, weight: Number(weight), port: Number(port), target };
}

/** The SOA of the two last labels: how long "there is none" may be remembered. */
function authority(name: string): Answer {
  const apex = name.split('.').slice(-2).join('.');
  const times = { serial: 1, refresh: 3600, retry: 600, expire: 86_400, minimum: TTL_SECONDS };
  return {
    name: apex,
    type: 'SOA',
    ttl: TTL_SECONDS,
    data: { mname: 'ns1.sandbox.example', rname: 'hostmaster.sandbox.example', ...times },
  };
}

