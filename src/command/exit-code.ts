// What the process says when it ends. Scripts rely on these numbers.

export const EXIT = {
  /** Done, or nothing to do. */
  done: 0,
  /** Something failed. */
  failed: 1,
  /** Bad input: the lists, the settings, the arguments. Also: changes are planned (plan --detailed-exitcode). */
  input: 2,
  changes: 2,
  /** The administrator said no. */
  declined: 3,
  /** Finished, with steps in doubt or held. */
  open: 4,
  /** Of the sandbox's own command that makes mailboxes: there is such a one already. */
  exists: 17,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
