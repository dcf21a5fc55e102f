// A process that serves the sandbox, as the product's own command does: its last argument holds the options.

import { readServeOptions, serveSandbox } from '../../src/sandbox/kernel/serve.ts';

await serveSandbox(readServeOptions(process.argv.at(-1) ?? ''));
