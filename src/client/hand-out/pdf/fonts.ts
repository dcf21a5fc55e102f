// The font of a document in its two weights.

import type { TrueType } from './true-type.ts';

export type Weight = 'regular' | 'bold';

export type Fonts = Readonly<Record<Weight, TrueType>>;

/** As the PDF names them. */
export const FONT_NAMES: Readonly<Record<Weight, string>> = {
  regular: 'NotoSansJP-Regular',
  bold: 'NotoSansJP-Bold',
};
