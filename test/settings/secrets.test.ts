// Secrets that were written into migrate.yaml: refused, never repeated, and the right way is shown.

import { describe, expect, it } from '@jest/globals';
import { migrateYaml, problemsOf, settingsOf, shown, whereIs } from './migrate-yaml.ts';

const CLIENT_SECRET = 'Zx18Q~aBcDeFgHiJkLmNoPqRsTuVwXyZ012345-_';

describe('a secret in the file', () => {
  it.each([
    {
      where: 'under password',
      change: ['  tenant:', '  password: hunter2\n  tenant:'],
      at: 'password',
      secret: 'hunter2',
    },
    {
      where: 'under clientSecret',
      change: ['lists:', 'clientSecret: hunter2\nlists:'],
      at: 'clientSecret',
      secret: 'hunter2',
    },
    { where: 'under api-key', change: ['lists:', 'api-key: [hunter2]\nlists:'], at: 'api-key', secret: 'hunter2' },
    {
      where: 'in place of the id of the client',
      change: ['00000000-0000-0000-0000-000000000000', CLIENT_SECRET],
      at: CLIENT_SECRET,
      secret: CLIENT_SECRET,
    },
    {
      where: 'in place of the name of its variable',
      change: ['MIGRATE_CLIENT_SECRET', CLIENT_SECRET],
      at: CLIENT_SECRET,
      secret: CLIENT_SECRET,
    },
    { where: 'in a comment', change: ['# Your own', `# ${CLIENT_SECRET}`], at: CLIENT_SECRET, secret: CLIENT_SECRET },
    {
      where: 'as a private key',
      change: ['keyFile: keys/service-account.json', 'keyFile: |\n    -----BEGIN PRIVATE KEY-----\n    MIIEvQ\n'],
      at: '-----BEGIN PRIVATE',
      secret: 'MIIEvQ',
    },
    {
      where: 'as an identity of age',
      change: ['# vaultRecipient: age1...', 'vaultRecipient: AGE-SECRET-KEY-1QQQ'],
      at: 'AGE-SECRET',
      secret: 'KEY-1QQQ',
    },
  ] as const)('$where is refused and not repeated', ({ change, at, secret }) => {
    const text = migrateYaml(change);
    const problems = problemsOf(text);
    expect(problems.map(shown)).toContain(`${whereIs(text, at)} settings.secret`);
    expect(JSON.stringify(problems)).not.toContain(secret);
    expect(problems.find(({ code }) => code === 'settings.secret')?.todo).toContain('environment variable');
  });

  it('is not shown either where only its kind gives it away', () => {
    const problems = problemsOf(migrateYaml(['MIGRATE_CLIENT_SECRET', 'correct horse']));
    expect(problems.map(({ code }) => code)).toEqual(['settings.variable']);
    expect(JSON.stringify(problems)).not.toContain('horse');
  });

  it('is told together with the other mistakes of the file', () => {
    const text = migrateYaml(['country: JP', 'country: JPN'], ['  tenant:', '  secret: hunter2\n  tenant:']);
    expect(problemsOf(text).map(({ code }) => code)).toEqual(['settings.secret', 'settings.format']);
  });
});

it('names, recipients, ids and files are no secrets', () => {
  const recipient = 'age1qpzry9x8gf2tvdw0s3jn54khce6mua7lqpzry9x8gf2tvdw0s3jn54khce';
  const text = migrateYaml(
    ['# vaultRecipient: age1...', `vaultRecipient: ${recipient}`],
    ['00000000-0000-0000-0000-000000000000', '0f3A8c2e-1B2c-4d5E-9f60-7a8B9c0D1e2F'],
    [
      'signIn: { with: secret',
      'signIn: { with: certificate, file: C:/Users/Admin2026/Keys/MigrateDomain.pem }  # { with: secret',
    ],
  );
  expect(settingsOf(text).vaultRecipient).toBe(recipient);
});
