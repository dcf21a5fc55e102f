// Sets the clock of a process ahead, as if it had been started later: what node is started with. Nothing in the product knows of it.

/** `aheadMs`: how far the time of day is ahead of that of this computer. Spans (performance.now) run as they do. */
export function clockAhead(aheadMs: number): readonly string[] {
  if (aheadMs === 0) return [];
  const shifted =
    `const Real=Date;globalThis.Date=class extends Real{` +
    `constructor(...parts){super(...(parts.length===0?[Real.now()+${aheadMs}]:parts))}` +
    `static now(){return Real.now()+${aheadMs}}}`;
  return ['--import', `data:text/javascript,${encodeURIComponent(shifted)}`];
}
