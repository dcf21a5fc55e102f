// Numbers that look random and are the same in every run of the same seed. Each purpose has a stream of its own.

export type Dice = () => number;

/** Mulberry32: numbers from 0 up to 1. */
export function diceOf(seed: number, purpose: string): Dice {
  let state = seed >>> 0;
  for (const letter of purpose) state = (Math.imul(state, 31) + letter.charCodeAt(0)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
