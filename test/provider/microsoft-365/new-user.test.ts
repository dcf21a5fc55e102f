// The nickname of a new user, and what is asked for with it.

import { describe, expect, it } from '@jest/globals';
import { mailNickname, newUser } from '../../../src/provider/microsoft-365/new-user.ts';

describe('a new user', () => {
  it.each([
    ['sato@new.example', 'sato'],
    ["o'neil@new.example", "o'neil"],
    [`${'a'.repeat(63)}.b@new.example`, 'a'.repeat(63)],
    ['"a b"@new.example', 'ab'],
    ['佐藤@new.example', 'user'],
  ])('%s has the nickname %s', (address, nickname) => {
    expect(mailNickname(address)).toBe(nickname);
  });

  it('is asked for with the stamp, the place of its licence, and a password to be changed', () => {
    const body = newUser({
      address: 'sato@new.example',
      displayName: '佐藤 花子',
      familyName: '佐藤',
      givenName: '花子',
      language: 'ja',
      country: 'JP',
      stamp: 'migrate/abc/1',
      password: 'Kq7!xx',
    });
    expect(body).toEqual({
      accountEnabled: true,
      displayName: '佐藤 花子',
      surname: '佐藤',
      givenName: '花子',
      mailNickname: 'sato',
      userPrincipalName: 'sato@new.example',
      usageLocation: 'JP',
      preferredLanguage: 'ja-JP',
      onPremisesExtensionAttributes: { extensionAttribute15: 'migrate/abc/1' },
      passwordProfile: { forceChangePasswordNextSignIn: true, password: 'Kq7!xx' },
    });
  });
});
