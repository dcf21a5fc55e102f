// Who waits to be sent. One queue, one timer: whoever waits for a gate is in that gate's room and holds nobody else up; of those
// whose gates are open, whoever came first starts first.

import type { Clock } from '../model/clock.ts';
import { NotInThisRun } from './lane.ts';
import type { Opening } from './send-days.ts';
import { openingOf } from './send-gate.ts';
import type { SendGate } from './send-gate.ts';
import { WaitingRoom } from './waiting-room.ts';
import type { Numbered } from './waiting-room.ts';

export interface Waiting extends Numbered {
  /** Besides that of the whole lane. */
  readonly gates: readonly SendGate[];
  readonly signal: AbortSignal | undefined;
  /** Runs to its end; never rejects. */
  start(): Promise<void>;
  /** Called once it has begun, before anything else can happen. */
  startedAt(at: number): void;
  refuse(reason: unknown): void;
}

export interface SendQueueParts {
  /** The gate of the whole lane. */
  readonly all: SendGate;
  readonly clock: Clock;
  /** Whoever would wait longer than this is refused. Infinite: nobody is. */
  readonly longestWaitMs: number;
  /** Why nothing may be sent any more; undefined while it may. */
  readonly whyStopped: () => string | undefined;
  /** Words for those whose turn comes after this run. */
  readonly say: (opening: Opening) => string;
}

/** So soon an apply under way sees that somebody has stopped the sending. */
const STOP_SEEN_MS = 3000;

export class SendQueue {
  readonly #parts: SendQueueParts;
  readonly #lobby = new WaitingRoom<Waiting>();
  readonly #rooms = new Map<SendGate, WaitingRoom<Waiting>>();
  readonly #bySignal = new Map<AbortSignal, Set<Waiting>>();
  #size = 0;
  #alarm: { readonly at: number; readonly cancel: AbortController } | undefined;

  constructor(parts: SendQueueParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#size;
  }

  /** When one of those who wait may start, where none may now. */
  get next(): Opening | undefined {
    const { all, clock } = this.#parts;
    if (this.#size === 0 || all.isFull) return undefined;
    const now = clock.now();
    const opening = all.opensAt(now);
    if (opening.at > now) return opening;
    if (this.#lobby.first() !== undefined) return undefined;
    const openings = [...this.#rooms.keys()].map((gate) => openingOf([gate, all], now));
    return openings.toSorted((left, right) => left.at - right.at)[0];
  }

  add(waiting: Waiting): void {
    const { signal } = waiting;
    if (signal?.aborted === true) {
      waiting.refuse(signal.reason);
      return;
    }
    if (signal !== undefined) this.#listen(signal).add(waiting);
    this.#size += 1;
    this.#lobby.add(waiting);
    this.pump();
  }

  /** Starts whoever may start now, refuses whoever will not in this run, and sets the alarm for the next. */
  pump(): void {
    if (this.#size === 0) {
      this.#alarm?.cancel.abort();
      this.#alarm = undefined;
      return;
    }
    const { all, clock, whyStopped } = this.#parts;
    const now = clock.now();
    const why = whyStopped();
    if (why !== undefined) {
      for (const room of [this.#lobby, ...this.#rooms.values()]) this.#refuseAllIn(room, why);
    }
    while (all.isOpen(now)) {
      const waiting = this.#takeFirst(now);
      if (waiting === undefined) break;
      const closed = waiting.gates.find((gate) => !gate.isOpen(now));
      if (closed === undefined) this.#start(waiting);
      else this.#roomOf(closed).add(waiting);
    }
    this.#refuseTooLate(now);
    this.#setAlarm(now);
  }

  #takeFirst(now: number): Waiting | undefined {
    let best: WaitingRoom<Waiting> | undefined = this.#lobby;
    let number = this.#lobby.first()?.number ?? Number.POSITIVE_INFINITY;
    for (const [gate, room] of this.#rooms) {
      const first = room.first();
      if (first === undefined) this.#rooms.delete(gate);
      else if (first.number < number && gate.isOpen(now)) [best, number] = [room, first.number];
    }
    return best.takeFirst();
  }

  #start(waiting: Waiting): void {
    this.#leave(waiting);
    const gates = [this.#parts.all, ...waiting.gates];
    const ended = waiting.start();
    // Noted when it has begun, not before: on a busy computer that may be later, and the next would then come too soon.
    const at = this.#parts.clock.now();
    for (const gate of gates) gate.begin(at);
    waiting.startedAt(at);
    void ended.then(() => {
      for (const gate of gates) gate.end();
      this.pump();
    });
  }

  /** What is under way may still give a place of the limit back, so while there is any nobody is refused. */
  #refuseTooLate(now: number): void {
    const { all } = this.#parts;
    if (all.underWay === 0 && this.#isTooLate(openingOf([all], now), now)) {
      const why = this.#parts.say(openingOf([all], now));
      for (const room of [this.#lobby, ...this.#rooms.values()]) this.#refuseAllIn(room, why);
      return;
    }
    for (const [gate, room] of this.#rooms) {
      if (gate.underWay > 0) continue;
      const opening = openingOf([gate, all], now);
      if (this.#isTooLate(opening, now)) this.#refuseAllIn(room, this.#parts.say(opening));
    }
  }

  #isTooLate({ at }: Opening, now: number): boolean {
    return at === Number.POSITIVE_INFINITY || at - now > this.#parts.longestWaitMs;
  }

  #refuseAllIn(room: WaitingRoom<Waiting>, why: string): void {
    for (const waiting of room.takeAll()) {
      this.#leave(waiting);
      waiting.refuse(new NotInThisRun(why));
    }
  }

  #leave(waiting: Waiting): void {
    waiting.isGone = true;
    this.#size -= 1;
    const { signal } = waiting;
    if (signal !== undefined) this.#bySignal.get(signal)?.delete(waiting);
  }

  #roomOf(gate: SendGate): WaitingRoom<Waiting> {
    let room = this.#rooms.get(gate);
    if (room === undefined) this.#rooms.set(gate, (room = new WaitingRoom()));
    return room;
  }

  /** One listener a signal, however many wait with it. */
  #listen(signal: AbortSignal): Set<Waiting> {
    const known = this.#bySignal.get(signal);
    if (known !== undefined) return known;
    const waitings = new Set<Waiting>();
    this.#bySignal.set(signal, waitings);
    const stop = (): void => {
      for (const waiting of [...waitings]) {
        this.#leave(waiting);
        waiting.refuse(signal.reason);
      }
      this.#bySignal.delete(signal);
      this.pump();
    };
    signal.addEventListener('abort', stop, { once: true });
    return waitings;
  }

  #setAlarm(now: number): void {
    if (this.#size === 0) {
      this.#alarm?.cancel.abort();
      this.#alarm = undefined;
      return;
    }
    const at = Math.min(now + STOP_SEEN_MS, Math.max(now + 1, this.#nextOpening(now)));
    if (this.#alarm !== undefined && this.#alarm.at > now && this.#alarm.at <= at) return;
    this.#alarm?.cancel.abort();
    const alarm = { at, cancel: new AbortController() };
    this.#alarm = alarm;
    this.#parts.clock.sleep(at - now, alarm.cancel.signal).then(
      () => {
        if (this.#alarm === alarm) this.#alarm = undefined;
        this.pump();
      },
      // Set anew for another time, or not needed any more.
      () => undefined,
    );
  }

  #nextOpening(now: number): number {
    const { all } = this.#parts;
    if (all.isFull) return Number.POSITIVE_INFINITY;
    const opening = all.opensAt(now).at;
    if (opening > now) return opening;
    let next = Number.POSITIVE_INFINITY;
    for (const gate of this.#rooms.keys()) if (!gate.isFull) next = Math.min(next, gate.opensAt(now).at);
    return next;
  }
}
