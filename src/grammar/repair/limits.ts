/** Hostile texts meet these before they cost time. */
export const REPAIR_LIMITS = {
  /** Characters of a text whose syntax is repaired; the repair takes time by the square of it at worst, some two seconds here. */
  text: 1 << 17,
  /** Parts of a text that are tried as the JSON in it. */
  readings: 8,
  /** Work of the corrections of one text: parts of values looked at by validations. */
  work: 1_000_000,
  /** Corrections inside of corrections, each some frames on the call stack. */
  partsInParts: 40,
  /** Corrections of one text. */
  changes: 10_000,
} as const;
