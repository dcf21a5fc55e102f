// A rented mail host as the sandbox stands in for it: mailboxes that a command makes, and the mail servers that all of the sandbox has.

import { z } from 'zod';
import type { Answer, Call } from '../kernel/call.ts';
import { SeedFault, type SandboxProvider } from '../kernel/provider.ts';
import type { World } from '../kernel/world.ts';
import { addMailbox, hostDomain, hostedMailbox, makeMailbox, PROVIDER } from './mailboxes.ts';
import { hostedMailboxes } from './post-box.ts';

const ADDRESS = z.string().regex(/^[^\s@]+@[^\s@]+$/);
const MAILBOX = z.object({ address: ADDRESS, password: z.string().min(8), displayName: z.string() });
const SEED = z.strictObject({
  domains: z.array(z.string()).optional(),
  mailboxes: z.array(MAILBOX).optional(),
});

function make({ body }: Call, _params: unknown, world: World): Answer {
  const wanted = MAILBOX.safeParse(body);
  if (!wanted.success) return { status: 400, body: { error: z.prettifyError(wanted.error) } };
  return makeMailbox(world, wanted.data)
    ? { status: 201, body: { address: wanted.data.address } }
    : { status: 409, body: { error: 'there is such a mailbox already' } };
}

export const hosting: SandboxProvider = {
  name: PROVIDER,
  owns: (path) => path.startsWith('/hosting/'),
  routes: [
    { method: 'POST', pattern: '/hosting/mailboxes', answer: make },
    {
      method: 'GET',
      pattern: '/hosting/mailboxes/:address',
      answer: (_call, { address = '' }, world) => ({
        status: hostedMailbox(world, address) === undefined ? 404 : 200,
        body: {},
      }),
    },
  ],
  unknown: () => ({ status: 404, body: { error: 'the host of the sandbox has nothing there' } }),
  throttleForms: ['none'],
  trouble: ({ status }) => ({ status, body: { error: 'not now' } }),
  refusal: ({ status, code, message }) => ({ status, body: { error: `${code}: ${message}` } }),
  mailboxes: hostedMailboxes,
  seed(world, part) {
    const seed = SEED.safeParse(part);
    if (!seed.success) throw new SeedFault(`hosting: ${z.prettifyError(seed.error)}`);
    for (const domain of seed.data.domains ?? []) hostDomain(world, domain);
    for (const mailbox of seed.data.mailboxes ?? []) addMailbox(world, mailbox);
  },
  facts: () => ({}),
};
