// What package.json and the lock file promise to whoever installs: nothing runs, nothing is fetched from where it should not be.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../build/build-record.ts';

interface Installed {
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const packageText = readFileSync(path.join(root, 'package.json'), 'utf8');
const lockText = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
const own = JSON.parse(packageText) as Readonly<Record<string, unknown>>;
const lock = JSON.parse(lockText) as { readonly packages: Readonly<Record<string, Installed>> };
const scripts = own['scripts'] as Readonly<Record<string, string>>;

describe('what is published', () => {
  it('runs no script when it is installed', () => {
    const atInstall = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
    expect(Object.keys(scripts).filter((name) => atInstall.includes(name))).toEqual([]);
  });

  it('depends on no other package: what it needs is bundled', () => {
    const fields = [
      'dependencies',
      'peerDependencies',
      'optionalDependencies',
      'bundleDependencies',
      'bundledDependencies',
    ];
    expect(fields.filter((field) => field in own)).toEqual([]);
  });

  it('is a command, not a library', () => {
    expect(own['exports']).toEqual({});
    expect(own['bin']).toEqual({ migrate: 'dist/migrate.mjs' });
  });

  it('is built before it is packed', () => {
    expect(scripts['prepack']).toBe('npm run build');
  });
});

describe('the lock file', () => {
  it('says nothing of where packages come from, only what must be in them', () => {
    const fetched = Object.entries(lock.packages).filter(([place, { link }]) => place !== '' && link !== true);
    expect(lockText).not.toContain('"resolved"');
    expect(fetched.filter(([, { integrity }]) => integrity === undefined).map(([place]) => place)).toEqual([]);
  });

  it('knows the native parts of every system, not only of the one on which it was made', () => {
    const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in lock.packages) && !(`${place}/node_modules/${name}` in lock.packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('has every install script decided on in package.json, and only the one that brings Node allowed', () => {
    const decided = own['allowScripts'] as Readonly<Record<string, boolean>>;
    const withScript = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([place]) => place.replace(/^.*node_modules\//, ''));
    expect(Object.keys(decided).sort()).toEqual([...new Set(withScript)].sort());
    expect(Object.keys(decided).filter((name) => decided[name])).toEqual(['node']);
  });
});

describe('the scripts of package.json', () => {
  it('use nothing that only one kind of system has', () => {
    const posixOnly = /(^|&& )(rm|cp|mv|mkdir|cat|export|[A-Z_]+=|\.\/|sh |bash )|;|\$|'/;
    expect(Object.entries(scripts).filter(([, command]) => posixOnly.test(command))).toEqual([]);
  });
});
