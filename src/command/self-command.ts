// How this program starts itself again in another process.

/** Node, its flags, and the script that was started. */
export function selfCommand(): readonly string[] {
  const [node, script] = process.argv;
  if (node === undefined || script === undefined) throw new Error('a program without a script cannot start itself');
  return [process.execPath, ...process.execArgv, script];
}
