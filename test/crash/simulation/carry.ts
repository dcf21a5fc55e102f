// How one call gets to the tenant and its answer back. The plain carrier loses nothing; the network of the simulation does.

export interface Call {
  readonly operation: string;
  /** `set` may be repeated, `make` must not be. */
  readonly does: 'read' | 'set' | 'make';
}

/** `act` is what the tenant does; for a read it is told how far behind the copy is that answers. */
export type Carry = <Result>(call: Call, act: (staleMs: number) => Result) => Promise<Result>;

/** Every call arrives and every answer comes back. */
export const safely: Carry = async (_call, act) => {
  await Promise.resolve();
  return act(0);
};
