// What the command line calls: an action takes the context, then its arguments and options, and says how the process shall end.

import type { CommandContext } from './command-context.ts';
import type { ExitCode } from './exit-code.ts';

export type Action = (context: CommandContext, ...args: never[]) => Promise<ExitCode>;
export type Called = (...args: unknown[]) => Promise<void>;
export type Does = (action: Action) => Called;
