import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { newPassword, openVault, readVault } from '../../src/store/vault.ts';
import { makeFolder } from './scene.ts';

const CHILD = fileURLToPath(new URL('vault-child.ts', import.meta.url));

/** Weak on purpose, so that the tests are quick. */
const WEAK = { workFactor: 5 };

function entry(person: string): { readonly address: string; readonly person: string; readonly password: string } {
  return { address: `${person}@new.example`, person: `${person}@old.example`, password: `secret of ${person}` };
}

describe('the vault of initial passwords', () => {
  let folder: ReturnType<typeof makeFolder>;
  let file: string;
  let identity: string;
  let recipient: string;

  beforeEach(async () => {
    folder = makeFolder();
    file = folder.path('credentials.age');
    identity = await generateIdentity();
    recipient = await identityToRecipient(identity);
  });
  afterEach(() => {
    folder.remove();
  });

  it('keeps every segment, newest first, though it cannot read the older ones', async () => {
    const first = await openVault(file, { recipient }).add([entry('sato'), entry('ito')]);
    const second = await openVault(file, { recipient }).add([entry('mori')]);
    const third = await openVault(file, { recipient }).add([entry('abe')]);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await readVault(file, { identity })).toEqual([
      { ...entry('abe'), segment: third },
      { ...entry('mori'), segment: second },
      { ...entry('sato'), segment: first },
      { ...entry('ito'), segment: first },
    ]);
  });

  it('is one age file: a line of JSON, and behind it the older file as it was', async () => {
    await openVault(file, { recipient }).add([entry('sato')]);
    const older = readFileSync(file);
    const segment = await openVault(file, { recipient }).add([entry('mori')]);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const plain = Buffer.from(await decrypter.decrypt(readFileSync(file)));
    const [line, count] = plain.toString('latin1').split('\n');
    expect(JSON.parse(line ?? '')).toEqual({ segment, entries: [entry('mori')] });
    expect(JSON.parse(count ?? '')).toEqual({ olderBytes: older.length });
    expect(plain.subarray(-older.length)).toEqual(older);
  });

  it('is opened and rewritten as a whole with a passphrase', async () => {
    const vault = openVault(file, { passphrase: '正しい horse' }, WEAK);
    const segments = await Promise.all([vault.add([entry('sato')]), vault.add([entry('mori')])]);
    const decrypter = new Decrypter();
    decrypter.addPassphrase('正しい horse');
    expect((await decrypter.decrypt(readFileSync(file), 'text')).trimEnd().split('\n')).toHaveLength(2);
    expect(await readVault(file, { passphrase: '正しい horse' })).toEqual([
      { ...entry('mori'), segment: segments[1] },
      { ...entry('sato'), segment: segments[0] },
    ]);
  });

  it('refuses another passphrase than before, and stays as it was', async () => {
    await openVault(file, { passphrase: 'right' }, WEAK).add([entry('sato')]);
    const before = readFileSync(file);
    const vault = openVault(file, { passphrase: 'wrong' }, WEAK);
    await expect(vault.add([entry('mori')])).rejects.toMatchObject({ problem: { code: 'file.wrong-key' } });
    expect(readFileSync(file)).toEqual(before);
    await expect(readVault(file, { passphrase: 'wrong' })).rejects.toThrow('locked with a passphrase');
  });

  it('survives a change from passphrase to recipient and back', async () => {
    await openVault(file, { passphrase: 'right' }, WEAK).add([entry('sato')]);
    await openVault(file, { recipient }).add([entry('mori')]);
    await openVault(file, { passphrase: 'right' }, WEAK).add([entry('abe')]);
    await openVault(file, { passphrase: 'right' }, WEAK).add([entry('ito')]);
    const people = (await readVault(file, { identity, passphrase: 'right' })).map(({ person }) => person);
    expect(people).toEqual(['ito', 'abe', 'mori', 'sato'].map((name) => entry(name).person));
    await expect(readVault(file, { passphrase: 'right' })).rejects.toThrow('locked with an identity');
  });

  it('takes an identity file with its comments', async () => {
    await openVault(file, { recipient }).add([entry('sato')]);
    const text = `# created: 2026-01-05\n# public key: ${recipient}\n${identity}\n`;
    expect(await readVault(file, { identity: text })).toHaveLength(1);
  });

  it('tells a wrong key, a wrong kind of key and a missing file apart, and never shows a secret', async () => {
    await openVault(file, { recipient }).add([entry('sato')]);
    const other = await generateIdentity();
    await expect(readVault(file, { identity: other })).rejects.toMatchObject({ problem: { code: 'file.wrong-key' } });
    await expect(readVault(file, { identity: 'not a key' })).rejects.toThrow('is not an age identity');
    await expect(readVault(folder.path('none.age'), { identity })).rejects.toMatchObject({
      problem: { code: 'file.missing' },
    });
    let told: unknown;
    try {
      openVault(file, { recipient: identity });
    } catch (error) {
      told = error;
    }
    expect(told).toMatchObject({ problem: { code: 'file.wrong-key' } });
    expect(JSON.stringify(told) + String(told) + String((told as Error).cause)).not.toContain(identity);
  });

  it('says that it is damaged, wherever it is', async () => {
    await openVault(file, { recipient }).add([entry('sato')]);
    const whole = readFileSync(file);
    for (const place of [whole.length - 1, whole.length - 40, 60, 130]) {
      const bytes = Buffer.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      writeFileSync(file, bytes);
      await expect(readVault(file, { identity })).rejects.toMatchObject({ problem: { place: { file } } });
    }
    writeFileSync(file, whole.subarray(0, whole.length - 5));
    await expect(readVault(file, { identity })).rejects.toMatchObject({ problem: { code: 'file.damaged' } });
  });

  it('never replaces a file that is no vault', async () => {
    for (const content of ['', 'my own notes\n']) {
      writeFileSync(file, content);
      await expect(openVault(file, { recipient }).add([entry('sato')])).rejects.toThrow('is not an age file');
      expect(readFileSync(file, 'utf8')).toBe(content);
    }
  });

  it('has every password that was acknowledged, however often its writer is killed', async () => {
    const kept: string[] = [];
    for (let life = 1; life <= 4; life += 1) {
      const child = spawn(process.execPath, [CHILD, file, recipient, String(life)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (piece: string) => {
        said += piece;
      });
      child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), Math.random() * 30));
      await once(child, 'close');
      kept.push(
        ...said
          .slice(0, said.lastIndexOf('\n') + 1)
          .split('\n')
          .filter(Boolean),
      );
      const people = new Set((await readVault(file, { identity })).map(({ person }) => person));
      expect(kept.filter((person) => !people.has(person))).toEqual([]);
    }
    expect(kept.length).toBeGreaterThanOrEqual(4);
    await openVault(file, { recipient }).add([entry('last')]);
    expect(await readVault(file, { identity })).toContainEqual(expect.objectContaining(entry('last')));
    expect(readdirSync(folder.path('')).filter((name) => name === 'credentials.age')).toHaveLength(1);
  });
});

describe('an initial password', () => {
  it('always has the form that both providers want, whatever the random bytes are', () => {
    const bytes = fc.infiniteStream(fc.nat({ max: 255 }));
    fc.assert(
      fc.property(bytes, (stream) => {
        const password = newPassword((count) => Uint8Array.from({ length: count }, () => Number(stream.next().value)));
        expect(password).toMatch(/^[A-Za-z][A-Za-z0-9!#%\-./?]{19}$/);
        expect(password).not.toMatch(/[0O1lI]/);
        for (const kind of [/[A-Z]/, /[a-z]/, /[2-9]/, /[!#%\-./?]/]) expect(password).toMatch(kind);
      }),
      { numRuns: 200 },
    );
  });

  it('uses every character about as often as the others', () => {
    const counts = new Map<string, number>();
    const passwords = Array.from({ length: 4000 }, () => newPassword());
    // The first character is always a letter; the last ones are where a bias would show.
    for (const password of passwords) {
      for (const character of password.slice(10)) counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    const letters = [...counts].filter(([character]) => /[A-Za-z]/.test(character)).map(([, count]) => count);
    expect(letters).toHaveLength(49);
    const mean = letters.reduce((sum, count) => sum + count, 0) / letters.length;
    for (const count of letters) expect(Math.abs(count - mean)).toBeLessThan(6 * Math.sqrt(mean));
    expect(new Set(passwords).size).toBe(4000);
  });
});
