// A QR code as an SVG picture: one shape, with the quiet zone around it.

import { darkRuns, QUIET_ZONE, qrModules } from './qr-code.ts';

/** An element that can stand in HTML, and a file of its own. Nothing of `text` is in it but as modules. */
export function qrSvg(text: string): string {
  const modules = qrModules(text);
  const side = modules.length + 2 * QUIET_ZONE;
  const squares = modules.flatMap((row, y) =>
    darkRuns(row).map(([from, to]) => `M${from + QUIET_ZONE} ${y + QUIET_ZONE}h${to - from}v1h${from - to}z`),
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges" role="img">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${squares.join('')}"/></svg>\n`
  );
}
