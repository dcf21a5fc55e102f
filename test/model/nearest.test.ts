// The proposal for a misspelt word: near enough to be meant, or none.

import { describe, expect, it } from '@jest/globals';
import { nearest } from '../../src/model/nearest.ts';

describe('the nearest known word', () => {
  it('forgives one wrong, missing, superfluous or swapped letter', () => {
    const known = ['pilot', 'sales', 'everyone'];
    for (const typed of ['pilto', 'pilo', 'pilott', 'pilat', 'PILOT']) expect(nearest(typed, known)).toBe('pilot');
  });

  it('proposes nothing that is far away', () => {
    expect(nearest('warehouse', ['pilot', 'sales'])).toBeUndefined();
    expect(nearest('', ['a'])).toBeUndefined();
    expect(nearest('課', ['姓', '名'])).toBeUndefined();
  });

  it('takes the nearest of several', () => {
    expect(nearest('newAdress', ['newDomain', 'newAddress', 'oldAddress'])).toBe('newAddress');
  });
});
