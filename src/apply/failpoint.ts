// Named places at which a test may end the process: just before and just after each commit and each call.

export const FAILPOINTS = [
  'before-vault',
  'after-vault',
  'before-started',
  'after-started',
  'after-call',
  'after-done',
  'before-failure',
  'after-failure',
  'before-look',
  'after-look',
] as const;

export type FailpointName = (typeof FAILPOINTS)[number];

/** Called at each named place. The product passes one that does nothing unless it is asked otherwise. */
export type Failpoint = (name: FailpointName) => void;
