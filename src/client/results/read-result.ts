// One file with what the program on a PC says that it has come to, {"schema":"migrate.client-result/1", ...}. It is a report, never a proof, and
// whoever may write to the share may have written it: nothing is taken from it but one status of one person at one device, both on the list.

import { createHash } from 'node:crypto';
import { hostKey, peopleOf } from '../../model/device.ts';
import type { Device } from '../../model/device.ts';
import { REPORTED_STATUSES } from '../../model/device-mark.ts';
import type { DeviceReport, ReportedStatus } from '../../model/device-mark.ts';
import type { Problem } from '../../model/problem.ts';
import { readTime, shownText } from '../evidence/report-words.ts';
import { resultProblem } from './result-problems.ts';

/** Results are some hundred bytes. */
export const MOST_RESULT_BYTES = 64 * 1024;

const SCHEMA = 'migrate.client-result/1';
/** Where the program only looked, no more is believed than that all is as wanted, or that all was put back. */
const LOOKS = new Set(['detect', 'status']);
const SEEN: ReadonlySet<ReportedStatus> = new Set(['applied', 'rolled-back']);

export type ResultSaid = Omit<DeviceReport, 'by' | 'at'>;

export interface ResultWish {
  /** As the user knows it. */
  readonly file: string;
  /** Of this migration: results of others are not ours. */
  readonly jobId: string;
  readonly deviceOf: (hostKey: string) => Device | undefined;
  /** The key of the person with that old or new address, in lower case. */
  readonly personOf: (address: string) => string | undefined;
  /** Of a time without a zone. */
  readonly timeZone: string;
}

export type ResultReading = { readonly result: ResultSaid } | { readonly problem: Problem };

export function readResult(bytes: Uint8Array, wish: ResultWish): ResultReading {
  const { file } = wish;
  if (bytes.length > MOST_RESULT_BYTES) return { problem: resultProblem('too-large', file, {}) };
  const facts = parsed(bytes);
  if (facts === undefined) return { problem: resultProblem('torn', file, {}) };
  if (facts['schema'] !== SCHEMA) return { problem: resultProblem('not-known', file, {}) };
  const texts = textsOf(facts);
  if ('wrong' in texts) return { problem: resultProblem('wrong-type', file, { value: texts.wrong.join(', ') }) };
  if (texts.jobId !== wish.jobId)
    return { problem: resultProblem('other-job', file, { value: shownText(texts.jobId) }) };
  return ofOurs(texts, wish);
}

function ofOurs(texts: Texts, { file, deviceOf, personOf, timeZone }: ResultWish): ResultReading {
  const { hostname, user, status: said, mode, detail, time: clock } = texts;
  const status = REPORTED_STATUSES.find((one) => one === said);
  const isLook = LOOKS.has(mode.toLowerCase());
  if (isLook && (status === undefined || !SEEN.has(status))) {
    return { problem: resultProblem('only-looked', file, { value: shownText(`${mode}: ${said}`) }) };
  }
  if (status === undefined) return { problem: resultProblem('status-unknown', file, { value: shownText(said) }) };
  const time = readTime(clock, timeZone);
  if (time === undefined) return { problem: resultProblem('time-unknown', file, { value: shownText(clock) }) };
  const device = deviceOf(hostKey(hostname));
  if (device === undefined) return { problem: resultProblem('host-unlisted', file, { value: shownText(hostname) }) };
  const name = user.normalize('NFKC').trim().toLowerCase();
  const person = personOf(name) ?? (SEEN.has(status) ? undefined : whoIsSignedIn(device, name));
  if (person === undefined || !peopleOf(device).includes(person)) {
    return { problem: resultProblem('user-unlisted', file, { value: shownText(user), host: device.host }) };
  }
  const facts = { person, device: device.key, status, detail: shownText(detail), time };
  const key = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return { result: { what: 'reported', key, ...facts, file } };
}

/**
 * Before the program has found its row it knows the Windows sign-in only, and has changed nothing: that is told of whoever the list has with
 * that sign-in, or of the one person who uses the device.
 */
function whoIsSignedIn(device: Device, name: string): string | undefined {
  if (name.includes('@')) return undefined;
  const logon = name.slice(name.lastIndexOf('\\') + 1);
  const known = device.uses.find((use) => [name, logon].includes(use.logon?.toLowerCase() ?? ''));
  const [only, ...others] = peopleOf(device);
  return known?.person ?? (others.length === 0 ? only : undefined);
}

const FIELDS = ['jobId', 'hostname', 'user', 'mode', 'status', 'time'] as const;
type Texts = Readonly<Record<(typeof FIELDS)[number] | 'detail', string>>;

/** Or the names of the fields that are missing, or hold something else than a text. */
function textsOf(facts: Readonly<Record<string, unknown>>): Texts | { readonly wrong: readonly string[] } {
  const read = (field: string): string => {
    const value = facts[field];
    return typeof value === 'string' ? value : '';
  };
  const wrong = FIELDS.filter((field) => read(field).trim() === '');
  if (wrong.length > 0) return { wrong };
  const [jobId, hostname, user] = [read('jobId'), read('hostname'), read('user')];
  return {
    jobId,
    hostname,
    user,
    mode: read('mode'),
    status: read('status'),
    time: read('time'),
    detail: read('detail'),
  };
}

/** Undefined where it is no JSON object in UTF-8, with or without a byte order mark, as of a file that is being written. */
function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
