// Prints sheets on a thread of its own. To lay out a page takes longer than all the rest of a kit, which goes on meanwhile: files are
// flushed, other kits are made, and Ctrl-C is heard.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Printed, PrintOrder } from './press-thread.ts';
import type { Sheet } from './sheet.ts';

export interface Press {
  /** The PDF of one sheet. Rejects where the thread cannot go on. */
  print(sheet: Sheet): Promise<Uint8Array>;
  /** Gives the memory of the thread back where it has nothing to print; the next sheet starts it anew. */
  rest(): Promise<void>;
}

let press: Press | undefined;

/** One for the process: it is started by the first sheet, and keeps nobody waiting at the end. */
export function thePress(): Press {
  return (press ??= new Thread());
}

class Thread implements Press {
  readonly #waiting = new Map<number, PromiseWithResolvers<Uint8Array>>();
  #worker: Worker | undefined;
  #orders = 0;

  print(sheet: Sheet): Promise<Uint8Array> {
    const worker = (this.#worker ??= this.#start());
    this.#orders += 1;
    const printed = Promise.withResolvers<Uint8Array>();
    this.#waiting.set(this.#orders, printed);
    worker.ref();
    worker.postMessage({ number: this.#orders, sheet } satisfies PrintOrder);
    return printed.promise;
  }

  async rest(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined || this.#waiting.size > 0) return;
    this.#worker = undefined;
    await worker.terminate();
  }

  #start(): Worker {
    // A page leaves megabytes behind: with V8's smallest room for them the thread would spend a third of its time on clearing up.
    setFlagsFromString('--min-semi-space-size=4');
    // What this process was started with, such as a debugger, is not for the thread.
    const worker = new Worker(threadFile(), { execArgv: [] });
    worker.on('message', ({ number, bytes, fault }: Printed) => {
      const printed = this.#waiting.get(number);
      this.#waiting.delete(number);
      if (this.#waiting.size === 0) worker.unref();
      if (bytes === undefined) printed?.reject(fault);
      else printed?.resolve(bytes);
    });
    worker.on('error', (fault) => this.#end(worker, fault));
    worker.on('exit', () => this.#end(worker, new Error('the thread that prints has ended')));
    return worker;
  }

  #end(worker: Worker, fault: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const printed of this.#waiting.values()) printed.reject(fault);
    this.#waiting.clear();
  }
}

/** Beside the bundled program as a file of its own; in a checkout, the source. */
function threadFile(): string {
  const bundled = join(import.meta.dirname, 'press-thread.mjs');
  return existsSync(bundled) ? bundled : join(import.meta.dirname, 'press-thread.ts');
}
