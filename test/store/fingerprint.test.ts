import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { canonicalJson } from '../../src/model/canonical-json.ts';
import { fileFingerprint, fingerprint, jsonFingerprint } from '../../src/store/fingerprint.ts';
import { nextHash } from '../../src/store/hash-chain.ts';
import { makeFolder } from './scene.ts';

/** Known answers: `printf abc | sha256sum`, FIPS 180-2. */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('a fingerprint', () => {
  it('is the sha256 of the bytes, of a text and of a file alike', async () => {
    const folder = makeFolder();
    writeFileSync(folder.path('abc'), 'abc');
    expect(fingerprint('abc')).toBe(ABC);
    expect(await fileFingerprint(folder.path('abc'))).toBe(ABC);
    await expect(fileFingerprint(folder.path('none'))).rejects.toThrow('There is no file');
    folder.remove();
  });

  it('of a value does not depend on the order of its keys, and on nothing else', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: undefined, A: true })).toBe(
      '{"A":true,"b":[1,{"c":"é","d":null}]}',
    );
    expect(jsonFingerprint({ a: 1, b: 2 })).toBe(jsonFingerprint({ b: 2, a: 1 }));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([NaN, Infinity, 1n, () => 1, Symbol('x'), [undefined]])(
    'is refused for what JSON cannot hold: %p',
    (value) => {
      expect(() => canonicalJson({ value })).toThrow('has no place in JSON');
    },
  );
});

describe('the hash of an event', () => {
  it('can be recomputed with any sha256 from the text that the docblock describes', () => {
    const line = { number: 2, at: 5, name: 'step.done', stepId: 'user.create/a"b', facts: '{"attempt":1}' };
    expect(nextHash('00', line)).toBe(fingerprint('00\n[2,5,"step.done","user.create/a\\"b",{"attempt":1}]'));
    expect(nextHash('ab', { ...line, stepId: undefined })).toBe(
      fingerprint('ab\n[2,5,"step.done",null,{"attempt":1}]'),
    );
  });
});
