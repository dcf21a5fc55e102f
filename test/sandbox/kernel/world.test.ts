// The world keeps state and ledger together, whatever becomes of its process.

import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { profileOf } from '../../../src/sandbox/kernel/profile.ts';
import { openWorld, type World } from '../../../src/sandbox/kernel/world.ts';
import { newFolder } from './folder.ts';

const open = (folder: string) => openWorld({ folder, profile: profileOf('free'), seed: 1 });
const add = (world: World, name: string) =>
  world.effect({ provider: 'toy', kind: 'add', key: name, idempotent: false }, () => {
    world.collection<{ name: string }>('things').put(name, { name });
  });
const keysInFile = (folder: string) =>
  readFileSync(join(folder, 'ledger.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { seq: number; key: string }).key);

describe('the world', () => {
  it('stands up again as it was', () => {
    const folder = newFolder();
    const world = open(folder);
    add(world, 'a');
    add(world, 'b');
    world.collection('things').delete('a');
    world.close();

    const again = open(folder);
    expect([...again.collection('things').values()]).toEqual([{ name: 'b' }]);
    expect([...again.ledger()].map((line) => [line.seq, line.key])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    again.close();
  });

  it('leaves neither state nor ledger behind when a change throws', () => {
    const folder = newFolder();
    const world = open(folder);
    add(world, 'a');
    const fails = () =>
      world.together(() => {
        add(world, 'b');
        world.collection('things').put('a', { name: 'changed' });
        throw new Error('no');
      });
    expect(fails).toThrow('no');
    add(world, 'c');
    expect([...world.collection('things').values()]).toEqual([{ name: 'a' }, { name: 'c' }]);
    expect([...world.ledger()].map((line) => line.seq)).toEqual([1, 2]);
    expect(keysInFile(folder)).toEqual(['a', 'c']);
    world.close();
  });

  it('mends a ledger file that lost lines or ends in half of one', () => {
    const folder = newFolder();
    const file = join(folder, 'ledger.ndjson');
    const world = open(folder);
    for (const name of ['a', 'b', 'c']) add(world, name);
    world.close();
    const whole = readFileSync(file, 'utf8');

    truncateSync(file, whole.indexOf('\n') + 9);
    open(folder).close();
    expect(readFileSync(file, 'utf8')).toBe(whole);

    writeFileSync(file, '');
    open(folder).close();
    expect(readFileSync(file, 'utf8')).toBe(whole);

    appendFileSync(file, '{"seq":4,"at"');
    open(folder).close();
    expect(readFileSync(file, 'utf8')).toBe(whole);
  });

  it('refuses a second process on the same folder, and draws other ids after each opening', () => {
    const folder = newFolder();
    const world = open(folder);
    expect(() => open(folder)).toThrow(/another sandbox holds/);
    const id = world.random.uuid();
    world.close();
    const again = open(folder);
    expect(again.random.uuid()).not.toBe(id);
    again.close();
  });
});
