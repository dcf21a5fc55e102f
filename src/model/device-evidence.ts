// What a check has found on a device, as its report says it. What that is worth today is judged by client/verdict.ts.

export const EVIDENCE_SOURCES = ['emocheck', 'defender', 'csv'] as const;
export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number];

/**
 * - `clean`      nothing was found; never a proof
 * - `infected`   something was found
 * - `outdated`   nothing was found, by a tool that is too old to be believed
 * - `unwatched`  the tool has not been looking
 * - `unclear`    the report cannot be read, or says neither the one nor the other
 */
export type EvidenceClaim = 'clean' | 'infected' | 'outdated' | 'unwatched' | 'unclear';

export interface DeviceEvidence {
  /** Hex sha256 over the host and what the report says: the same report is kept once. */
  readonly key: string;
  /** As the report has it; compared by `hostKey`. */
  readonly host: string;
  readonly source: EvidenceSource;
  /** `EmoCheck`, `Microsoft Defender`, or what a CSV says. */
  readonly tool: string;
  readonly version?: string;
  /** When the device was checked, in milliseconds since 1970; absent where the report does not say it in a way that can be read. */
  readonly checkedAt?: number;
  readonly claim: EvidenceClaim;
  /** What was found, or why it is unclear. One line; may hold what a remote end wrote. */
  readonly said: string;
  /** Name of the file that it came in. */
  readonly file: string;
}

export interface KeptEvidence extends DeviceEvidence {
  /** When it was taken in, in milliseconds since 1970. */
  readonly takenAt: number;
}
