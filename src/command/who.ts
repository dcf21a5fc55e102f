// Who is at the keyboard, for the log.

import { userInfo } from 'node:os';

export function whoIsThere(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without a name, as in many containers.
    return `user ${process.getuid?.() ?? 'without a name'}`;
  }
}
