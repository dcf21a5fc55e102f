// CPU time of one child, user and system, all of its threads, from its start to its end.

import { spawn } from 'node:child_process';

export interface Run {
  readonly cpuMs: number;
  readonly said: string;
}

/** What the child itself counts as it ends; the few ms in which it is taken down are missing. */
const COUNT_YOURSELF =
  'data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();' +
  'process.stderr.write("\\n"+user/1e6+" "+system/1e6)})';

/**
 * Runs node with these arguments. Node cannot ask for its children's CPU time, but the shell can: bash reads it from the kernel
 * (getrusage of the children that ended). Windows has no such shell: there the child counts for itself.
 */
export async function runNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
  const child =
    process.platform === 'win32'
      ? spawn(process.execPath, ['--import', COUNT_YOURSELF, ...args], { env })
      : spawn('bash', ['-c', 'TIMEFORMAT="%3U %3S"; time "$@"', 'bash', process.execPath, ...args], { env });
  let said = '';
  let counted = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  child.stderr.on('data', (part: Buffer) => (counted += part.toString()));
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const seconds = counted.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  const [user = NaN, system = NaN] = seconds;
  if (status !== 0 || Number.isNaN(user + system))
    throw new Error(`node ${args.join(' ')} ended with ${status}: ${counted}`);
  return { cpuMs: (user + system) * 1000, said };
}
