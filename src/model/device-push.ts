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

/** To whom a script goes. */
export interface ScriptTarget {
  /** The one group that it takes in; absent where it is something else: all PCs, everybody, a group that is left out. */
  readonly groupId?: string;
  /** In the provider's own form, to be given back as it is. */
  readonly whole: Readonly<Record<string, unknown>>;
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
  assigned(id: string): Promise<readonly ScriptTarget[]>;
  /** Sets the whole list: what is kept as it is, and these groups. An empty one takes the script away from everybody. */
  assign(
    id: string,
    list: { readonly kept: readonly ScriptTarget[]; readonly groupIds: readonly string[] },
  ): Promise<void>;
  runs(id: string): Promise<readonly ScriptRun[]>;
}
