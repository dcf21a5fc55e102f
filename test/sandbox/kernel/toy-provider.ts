// A provider of two routes, to try the kernel without the real ones: it counts what it accepted.

import type { SandboxProvider } from '../../../src/sandbox/kernel/provider.ts';
import { SeedFault } from '../../../src/sandbox/kernel/provider.ts';

export const toyProvider: SandboxProvider = {
  name: 'toy-shop',
  owns: (path) => path.startsWith('/toy/'),
  throttleForms: ['seconds', 'date'],
  routes: [
    {
      method: 'POST',
      pattern: '/toy/things/:name',
      quotas: [{ name: 'things', rate: { capacity: 3, perSecond: 1 }, key: (call) => call.headers['x-who'] ?? '' }],
      answer: (_call, params, world) => {
        const name = params['name'] ?? '';
        const things = world.collection<{ name: string }>('things');
        world.effect({ provider: 'toy-shop', kind: 'thing.add', key: name, idempotent: false }, () => {
          things.put(name, { name });
        });
        return { status: 201, body: { name } };
      },
    },
    {
      method: 'GET',
      pattern: '/toy/things/:name',
      concurrency: { name: 'looks', most: 2, key: () => 'all' },
      answeringMs: 3000,
      answer: (_call, params, world) => {
        const thing = world.collection<{ name: string }>('things').get(params['name'] ?? '');
        return thing === undefined ? { status: 404, body: { error: 'none' } } : { status: 200, body: thing };
      },
    },
    { method: 'GET', pattern: '/toy/broken/pipe', answer: () => Promise.reject(new Error('a bug of ours')) },
  ],
  unknown: () => ({ status: 404, body: { error: 'no such route' } }),
  refusal: ({ status, code, message }) => ({ status, body: { error: code, message } }),
  trouble: (trouble) => ({
    status: trouble.status,
    headers: trouble.status === 429 ? { 'retry-after': `${trouble.form ?? 'usual'} ${trouble.waitMs}` } : {},
    body: { error: 'trouble', limit: trouble.status === 429 ? trouble.limit : undefined },
  }),
  headers: (call) => ({ 'x-request': call.id }),
  seed(world, seed) {
    if (!Array.isArray(seed)) throw new SeedFault('a list of names is wanted');
    for (const name of seed.map(String)) world.collection<{ name: string }>('things').put(name, { name });
  },
  facts: (_world, url) => ({ url }),
};
