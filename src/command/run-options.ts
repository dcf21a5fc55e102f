// What apply, resume and undo are told on the command line.

export interface RunOptions {
  readonly batch?: string;
  readonly only?: string;
  readonly until?: string;
  readonly yes?: true;
  readonly leaveOutRefused?: true;
  readonly wait?: true;
}
