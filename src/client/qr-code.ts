// A text as a QR code: its modules, dark or light, without the quiet zone around them.

import { encodeQR } from 'qr';

/** Width of the white frame that readers need, in modules. Source: ISO/IEC 18004, 5.3.8. */
export const QUIET_ZONE = 4;

/** Level L unless the code is small: it is read from paper or a screen, at arm's length. Throws where the text does not fit into any code. */
export function qrModules(text: string): readonly (readonly boolean[])[] {
  const modules = encodeQR(text, 'raw', { ecc: 'low', border: 1 });
  return modules.slice(1, -1).map((row) => row.slice(1, -1));
}
