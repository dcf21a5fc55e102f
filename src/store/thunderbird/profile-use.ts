// Is a Thunderbird profile in use? Its one rule: what cannot be told counts as in use, since two writers of one profile lose mail.

import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync, readlinkSync, statfsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemCode } from '../trouble.ts';

/** `said`: one sentence without a full stop, absent where the profile is free. */
export type ProfileUse =
  { readonly standing: 'free' } | { readonly standing: 'in-use' | 'cannot-tell'; readonly said: string };

const FREE: ProfileUse = { standing: 'free' };

/**
 * How Thunderbird locks a profile (toolkit/profile/nsProfileLock.cpp): on Windows `parent.lock` is open and shared with nobody; on Linux
 * `lock` is a link that names address and process, `127.0.1.1:+4711`, and stays after a crash; on macOS `.parentlock` is locked by fcntl,
 * which only a list of open files shows.
 */
export async function profileUse(folder: string): Promise<ProfileUse> {
  const windows = byWindowsLock(join(folder, 'parent.lock'));
  if (windows.standing !== 'free') return windows;
  const link = byLink(folder);
  if (link.standing !== 'free' || process.platform !== 'darwin') return link;
  return byOpenFiles(join(folder, '.parentlock'));
}

/** Also right on a share: the server refuses whoever comes second. */
function byWindowsLock(file: string): ProfileUse {
  if (!existsSync(file)) return FREE;
  try {
    closeSync(openSync(file, 'r+'));
    return FREE;
  } catch (error) {
    const code = systemCode(error) ?? 'no code';
    return code === 'ENOENT' ? FREE : { standing: 'in-use', said: `parent.lock is held by another program (${code})` };
  }
}

function byLink(folder: string): ProfileUse {
  let target: string;
  try {
    target = readlinkSync(join(folder, 'lock'));
  } catch {
    return FREE;
  }
  const [, address = '', digits] = /^(.*):\+?(\d{1,9})$/.exec(target) ?? [];
  if (digits === undefined) return { standing: 'cannot-tell', said: `its lock says only "${target}"` };
  if (!isOurs(address) || isFromAfar(folder)) {
    return { standing: 'cannot-tell', said: `its lock was made by process ${digits} of the computer ${address}` };
  }
  if (!isAlive(Number(digits))) return FREE;
  return { standing: 'in-use', said: `its lock belongs to process ${digits}, which is running` };
}

function isOurs(address: string): boolean {
  const own = Object.values(networkInterfaces()).flatMap((cards) => cards ?? []);
  return address.startsWith('127.') || own.some((card) => card.address === address);
}

/** Types of file systems that other computers write to as well (linux/magic.h): NFS, SMB 1, SMB 2, CIFS, FUSE. */
const SHARED: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x65735546]);

/** Every computer calls itself 127.0.1.1: on a share the address says nothing. */
function isFromAfar(folder: string): boolean {
  return process.platform === 'linux' && SHARED.has(statfsSync(folder).type);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

/** lsof ends with 1 where nobody has the file open, and writes nothing. */
async function byOpenFiles(file: string): Promise<ProfileUse> {
  if (!existsSync(file)) return FREE;
  try {
    const { stdout } = await promisify(execFile)('/usr/sbin/lsof', ['-t', '--', file]);
    return { standing: 'in-use', said: `process ${stdout.trim().split('\n').join(', ')} has it open` };
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 1) return FREE;
    return { standing: 'cannot-tell', said: 'lsof, which would show whether it is open, could not be run' };
  }
}
