// The seam to whatever carries a script to the PCs of a company. It is found again by its name, so that nobody gets it twice.

export interface ScriptToPush {
  /** Unlike every other one's: holds the job and a hash of the content. */
  readonly name: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export interface PushedScript {
  readonly id: string;
  readonly name: string;
}

/** What became of a pushed script on one PC. */
export interface ScriptRun {
  readonly standing: 'done' | 'failed' | 'pending';
  /** As the PC said it; hostile text. */
  readonly said?: string;
}

/** Every method throws RemoteFailure only, and makes its calls once. */
export interface DevicePush {
  /** All scripts whose names begin so. */
  list(prefix: string): Promise<readonly PushedScript[]>;
  /** Not to be repeated blindly: each call makes one more. It runs as the person who is signed in. */
  create(script: ScriptToPush): Promise<PushedScript>;
  /** Ids of the groups that get it. */
  assigned(id: string): Promise<readonly string[]>;
  /** To these groups and no other; none takes it away from everybody. */
  assign(id: string, groupIds: readonly string[]): Promise<void>;
  runs(id: string): Promise<readonly ScriptRun[]>;
}
