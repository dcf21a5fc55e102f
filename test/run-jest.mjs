// Runs jest on ES modules. It needs a flag of node's, which npm scripts cannot set in a way that works on every system.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { completeInstall } from './complete-install.mjs';

const todo = completeInstall();
if (todo === undefined) {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const { status } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} else {
  process.stderr.write(todo);
  process.exitCode = 1;
}
