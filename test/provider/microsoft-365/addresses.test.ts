// Addresses that Microsoft 365 takes, and those that it does not.

import { describe, expect, it } from '@jest/globals';
import { addressFault } from '../../../src/provider/microsoft-365/addresses.ts';

describe('an address for Microsoft 365', () => {
  it.each(['sato@new.example', "o'neil.pat_1-2@new.example", 'a#b!c^d~e@new.example', `${'a'.repeat(64)}@new.example`])(
    'may be %s',
    (address) => {
      expect(addressFault(address)).toBeUndefined();
    },
  );

  it.each([
    ['a+b@new.example', '"+"'],
    ['a&b%c@new.example', '"&", "%"'],
    ['佐藤@new.example', '"佐"'],
    ['josé@new.example', '"é"'],
    ['.a@new.example', 'dot'],
    ['a..b@new.example', 'dot'],
    ['a.@new.example', 'dot'],
    ['a_b.test#EXT#@new.example', '#EXT#'],
    [`${'a'.repeat(65)}@new.example`, '64 characters'],
    [`a@${'b'.repeat(45)}.example`, '48 characters'],
    ['@new.example', 'before'],
    ['sato', 'before'],
  ])('cannot be %s', (address, why) => {
    expect(addressFault(address)).toContain(why);
  });
});
