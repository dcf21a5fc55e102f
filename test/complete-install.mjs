// Older Nodes make npm leave out the native parts of some tools, which want a newer one. The tests run on the Node that npm ci
// brought along, so the parts are fetched here, by the same npm on that Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const NATIVE = ['@swc/core', 'oxc-parser', 'rolldown', 'unrs-resolver'];

/** Returns what to do about it, where the installation is not complete and could not be completed. */
export function completeInstall() {
  if (lacking().length === 0) return undefined;
  const npm = process.env.npm_execpath;
  const order = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  if (npm !== undefined) {
    process.stderr.write(
      `npm left out parts of ${lacking().join(', ')}; fetching them with npm on Node ${process.versions.node}\n`,
    );
    spawnSync(process.execPath, [npm, ...order], { cwd: root, stdio: 'inherit' });
  }
  const still = lacking();
  return still.length === 0
    ? undefined
    : `Parts of ${still.join(', ')} are not installed. Update npm (npm install --global npm), then: npm ci\n`;
}

/** The packages of which not one native part is there. */
function lacking() {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return NATIVE.filter((name) => {
    const parts = Object.keys(packages[`node_modules/${name}`].optionalDependencies);
    return !parts.some((part) => existsSync(path.join(root, 'node_modules', part)));
  });
}
