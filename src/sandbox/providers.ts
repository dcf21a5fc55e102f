// The providers that the sandbox stands in for. To add one: its folder, and one line here.

import { googleWorkspace } from './google/google-workspace.ts';
import { hosting } from './hosting/hosting.ts';
import type { SandboxProvider } from './kernel/provider.ts';
import { microsoftProvider } from './microsoft/provider.ts';

export const providers: readonly SandboxProvider[] = [microsoftProvider, googleWorkspace, hosting];
