// The folder of a person's kit: a name that every file system takes, nobody else's, and the same whatever else is in the list.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isKitPath, kitFolderOf } from '../../src/client/kit-folder.ts';

describe('the folder of a person', () => {
  it('is the address, where every file system takes it', () => {
    expect(kitFolderOf('sato.hanako@aozora-shoji.example')).toBe('people/sato.hanako@aozora-shoji.example');
    expect(kitFolderOf('p+x_1@xn--wgv71a.example')).toBe('people/p+x_1@xn--wgv71a.example');
  });

  it.each([
    ['a name that Windows keeps for a device', 'con.a@old.example'],
    ['another one', 'lpt1.x@old.example'],
    ['a slash', 'a/../../b@old.example'],
    ['a star', 'a*b@old.example'],
    ['a quote', `o'neil@old.example`],
    ['a dot at the beginning', '.a@old.example'],
    ['a percent sign', '%path%@old.example'],
    ['what is no ASCII', '髙橋@old.example'],
    ['a name that is too long', `${'a'.repeat(64)}@${'b'.repeat(60)}.example`],
  ])('is made safe and stays its own for %s', (_, key) => {
    const folder = kitFolderOf(key);
    expect(folder).toMatch(/^people\/[a-z0-9@_-]+~[0-9a-f]{12}$/);
    expect(isKitPath(folder)).toBe(true);
    expect(kitFolderOf(`${key}x`)).not.toBe(folder);
  });

  it('is never that of somebody else, not even where case does not count', () => {
    const key = fc.string({
      unit: fc.constantFrom('a', '.', '_', '~', '/', '*', '@', '髙', ' '),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(key, key, (one, other) => {
        fc.pre(one !== other);
        expect(kitFolderOf(one).toLowerCase()).not.toBe(kitFolderOf(other).toLowerCase());
      }),
    );
  });
});

describe('a path of a kit', () => {
  it.each(['windows/migrate.ps1', 'publish/.well-known/autoconfig/mail/config-v1.1.xml', 'hand-out.ja.pdf', 'a@b/x~1'])(
    '%s can be written everywhere',
    (path) => {
      expect(isKitPath(path)).toBe(true);
    },
  );

  it.each(['../a', 'a/../b', '/a', 'a//b', 'a\\b', 'C:/a', 'nul.txt', 'a/com1', 'a.', 'a ', 'a:b', '表.txt', '', 'a/'])(
    '%j is refused',
    (path) => {
      expect(isKitPath(path)).toBe(false);
    },
  );
});
