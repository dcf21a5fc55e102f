import { describe, expect, it } from '@jest/globals';
import { addressFault } from '../../../src/provider/google-workspace/addresses.ts';

describe('an address at Google Workspace', () => {
  it.each([
    'sato@new.example',
    'ichiro.sato@new.example',
    "o'neill@new.example",
    '_x-1@new.example',
    'a'.repeat(64) + '@n.example',
  ])('may be %s', (address) => {
    expect(addressFault(address)).toBeUndefined();
  });

  it.each([
    ['plus', 'sato+pc@new.example', '"+"'],
    ['ampersand', 'r&d@new.example', '"&"'],
    ['letter with an accent', 'josé@new.example', '"é"'],
    ['Japanese letter', '佐藤@new.example', '"佐"'],
    ['blank', 'sa to@new.example', '" "'],
    ['second @', 'sato@x@new.example', '"@"'],
    ['period at the end', 'sato.@new.example', 'period'],
    ['period at the start', '.sato@new.example', 'period'],
    ['two periods', 'i..sato@new.example', 'two periods'],
    ['reserved word', 'Postmaster@new.example', 'reserved'],
    ['missing local part', '@new.example', 'nothing before'],
    ['missing @', 'sato', 'nothing before'],
    ['long local part', 'a'.repeat(65) + '@n.example', 'more than 64'],
  ])('is refused for a %s, and the reason names it', (_told, address, reason) => {
    expect(addressFault(address)).toContain(reason);
  });
});
