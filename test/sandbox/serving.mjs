// A process that serves the sandbox, as the product's own command does: its last argument holds the options.
// Compiled code is kept, since tests start it again and again.

import { enableCompileCache } from 'node:module';

enableCompileCache();
const { readServeOptions, serveSandbox } = await import('../../src/sandbox/kernel/serve.ts');
await serveSandbox(readServeOptions(process.argv.at(-1) ?? ''));
