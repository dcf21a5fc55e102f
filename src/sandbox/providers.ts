// The providers that the sandbox stands in for. To add one: its folder, and one line here.

import type { SandboxProvider } from './kernel/provider.ts';

export const providers: readonly SandboxProvider[] = [];
