// Progress that tells the truth: what is done, how fast really, what is being waited for and until when, what is left.

import type { Lanes } from '../apply/lane.ts';
import type { RunEvent } from '../apply/run-plan.ts';
import type { StepRecord } from '../model/event.ts';
import { NOTICES_BATCH } from '../model/settings.ts';
import { sentenceOf } from '../step/kinds.ts';
import { cutText, tableText } from './text/table-text.ts';
import { roughDurationText, exactMomentText, timeText } from '../report/time-text.ts';
import type { Voice } from './voice.ts';

/** How far back the rate looks. */
const RATE_WINDOW_MS = 10_000;
const LIVE_EVERY_MS = 250;
/** In a pipe or a file, one line this often is enough. */
const PLAIN_EVERY_MS = 10_000;

/** A lane that is faster than this holds nothing up. */
const TELLING_RATE = 1000;

interface BatchProgress {
  readonly total: number;
  done: number;
  failed: number;
  inDoubt: number;
}

/** What a step waits for, and until when (milliseconds since 1970). */
interface Wait {
  readonly said: string;
  readonly until: number;
}

export class Progress {
  readonly #voice: Voice;
  readonly #lanes: Lanes;
  readonly #now: () => number;
  readonly #batches = new Map<string, BatchProgress>();
  readonly #waiting = new Map<string, Wait>();
  readonly #finishedAt: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: { readonly voice: Voice; readonly lanes: Lanes; readonly now: () => number }) {
    this.#voice = parts.voice;
    this.#lanes = parts.lanes;
    this.#now = parts.now;
  }

  start(records: readonly StepRecord[]): void {
    for (const { step, state } of records) {
      const key = step.batch;
      const batch = this.#batches.get(key) ?? { total: 0, done: 0, failed: 0, inDoubt: 0 };
      this.#batches.set(key, { ...batch, total: batch.total + 1, done: batch.done + (state === 'done' ? 1 : 0) });
    }
    const everyMs = this.#voice.isTerminal ? LIVE_EVERY_MS : PLAIN_EVERY_MS;
    this.#timer = setInterval(() => this.#draw(), everyMs);
    this.#timer.unref();
  }

  /** Draws for the last time. Once is enough: a second call does nothing. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#voice.isTerminal) {
      this.#draw();
      this.#voice.keepLive();
    }
  }

  tell(event: RunEvent): void {
    switch (event.name) {
      case 'step':
        this.#tellStep(event);
        break;
      case 'batch-opened':
        this.#voice.fact({ type: 'batch.opened', batch: event.batch });
        if (!this.#voice.isTerminal) this.#voice.say(`${nameOf(event.batch)}: started`);
        break;
      case 'batch-finished':
        this.#voice.fact({ type: 'batch.finished', batch: event.batch, ...this.#batches.get(event.batch) });
        if (!this.#voice.isTerminal) this.#voice.say(`${nameOf(event.batch)}: ${this.#countText(event.batch)}`);
        break;
      case 'batch-held':
        this.#voice.fact({ type: 'batch.held', batch: event.batch, failed: event.failed, people: event.people });
        this.#voice.say(this.#voice.paint('red', `${nameOf(event.batch)}: ${tooMany(event)}`));
        break;
      case 'kind-held':
        this.#voice.fact({ type: 'kind.held', kind: event.kind, said: event.failure.said });
        this.#voice.say(this.#voice.paint('red', `No more ${event.kind} in this run: ${event.failure.said}`));
        break;
    }
  }

  #tellStep({ record, outcome }: Extract<RunEvent, { name: 'step' }>): void {
    const { step } = record;
    const batch = this.#batches.get(step.batch);
    if (outcome.state === 'not-started') return;
    const failure = outcome.state === 'done' ? undefined : outcome.failure;
    if (this.#voice.isJson) {
      this.#voice.fact({
        type: `step.${outcome.state}`,
        id: step.id,
        batch: step.batch,
        ...(step.person === undefined ? {} : { person: step.person }),
        say: sentenceOf(step).say(step),
        ...(failure === undefined ? {} : { failure }),
        ...(outcome.state === 'waiting' ? { delayMs: outcome.delayMs } : {}),
      });
    }
    if (outcome.state === 'waiting') {
      this.#waiting.set(step.id, { said: outcome.failure.said, until: this.#now() + outcome.delayMs });
      return;
    }
    this.#waiting.delete(step.id);
    this.#finishedAt.push(this.#now());
    if (batch === undefined) return;
    if (outcome.state === 'done') batch.done += 1;
    if (outcome.state === 'failed') batch.failed += 1;
    if (outcome.state === 'in-doubt') batch.inDoubt += 1;
    if (failure !== undefined) {
      const word =
        outcome.state === 'failed' ? this.#voice.paint('red', 'failed') : this.#voice.paint('yellow', 'in doubt');
      this.#voice.say(`${word}: ${sentenceOf(step).say(step)}: ${failure.said}`);
      if (failure.todo !== undefined) this.#voice.say(`    to do: ${failure.todo}`);
    }
  }

  #countText(name: string): string {
    const batch = this.#batches.get(name);
    if (batch === undefined) return '';
    const { done, total, failed, inDoubt } = batch;
    const trouble = `${failed > 0 ? `, ${failed} failed` : ''}${inDoubt > 0 ? `, ${inDoubt} in doubt` : ''}`;
    return `${done} of ${total} steps done${trouble}`;
  }

  /** Steps that ended in the last seconds, each second. */
  #rate(): number {
    const now = this.#now();
    while (this.#finishedAt[0] !== undefined && this.#finishedAt[0] < now - RATE_WINDOW_MS) this.#finishedAt.shift();
    const [first] = this.#finishedAt;
    return first === undefined ? 0 : (this.#finishedAt.length / Math.max(1000, now - first)) * 1000;
  }

  #draw(): void {
    const lines = [...this.#batchLines(), ...this.#laneLines(), this.#leftLine()];
    if (this.#voice.isTerminal) this.#voice.live(lines.map((line) => cutText(line, this.#voice.columns - 1)));
    else for (const line of lines) this.#voice.say(line);
  }

  #waitText(): string {
    let next: Wait | undefined;
    for (const wait of this.#waiting.values()) if (next === undefined || wait.until < next.until) next = wait;
    if (next === undefined) return '';
    return `; ${this.#waiting.size} wait (${next.said}; next look at ${timeText(Math.max(next.until, this.#now()))})`;
  }

  #batchLines(): readonly string[] {
    const rows = [...this.#batches].map(([name, { done, failed, inDoubt, total }]) => {
      const share = total === 0 ? 1 : (done + failed + inDoubt) / total;
      const bar = '█'.repeat(Math.floor(share * 20)).padEnd(20, '░');
      return [nameOf(name), bar, this.#countText(name)];
    });
    return tableText(rows, '');
  }

  #laneLines(): string[] {
    const shown = new Set<unknown>();
    const lines: string[] = [];
    for (const [name, lane] of this.#lanes) {
      if (shown.has(lane)) continue;
      shown.add(lane);
      const { waiting, underWay, rate, lastMinute, heldUntil, why, throttles } = lane.standing();
      if (waiting + underWay === 0 && heldUntil === 0) continue;
      const atMost = rate < TELLING_RATE ? `, at most ${rate.toFixed(1)}/s` : '';
      const pace = lastMinute === undefined ? atMost : `, ${lastMinute} in the last minute`;
      const held = heldUntil === 0 ? '' : `, ${heldText(heldUntil, why)}`;
      const slowed = throttles === 0 ? '' : `, slowed down ${throttles} times`;
      lines.push(`  lane ${name}: ${underWay} under way, ${waiting} waiting${pace}${held}${slowed}`);
    }
    return lines;
  }

  #leftLine(): string {
    let left = 0;
    for (const { total, done, failed, inDoubt } of this.#batches.values()) left += total - done - failed - inDoubt;
    const rate = this.#rate();
    const time = rate === 0 ? '' : `, about ${roughDurationText((left / rate) * 1000)} left`;
    const waits = this.#waitText();
    return `  ${left} steps left, ${rate.toFixed(1)} a second${time}${waits}`;
  }
}

function heldText(until: number, why: string | undefined): string {
  if (why === undefined) return `held until ${timeText(until)} because the provider asked for it`;
  return until === Number.POSITIVE_INFINITY ? `held: ${why}` : `waits until ${exactMomentText(until)} (${why})`;
}

function nameOf(batch: string): string {
  return batch === '' ? 'domains' : `batch ${batch}`;
}

function tooMany({ batch, failed, people }: Extract<RunEvent, { name: 'batch-held' }>): string {
  // Who does not take a letter holds nobody up; what is in doubt does.
  return batch === NOTICES_BATCH
    ? `letters to ${failed} of ${people} partners are in doubt. No more are sent until they are settled: migrate settle`
    : `${failed} of ${people} people have failed or are in doubt, more than its failureThreshold allows. Nothing more is started.`;
}
