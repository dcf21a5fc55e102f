// Tries to take a lock, says how that went in one line, and holds it until it is killed or its input ends.

import { writeSync } from 'node:fs';
import { takeLock } from '../../src/store/lock.ts';

const [file = '', command = ''] = process.argv.slice(2);
const lock = takeLock(file, { command, clock: { now: Date.now } });
if ('problem' in lock) {
  writeSync(1, `${JSON.stringify({ isHeld: false, pid: process.pid, problem: lock.problem, holder: lock.holder })}\n`);
} else {
  writeSync(1, `${JSON.stringify({ isHeld: true, pid: process.pid })}\n`);
  process.stdin.resume().on('end', () => {
    lock.release();
  });
}
