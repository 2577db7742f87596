/**
 * A grammar as places between its signs. Rules share places with equal futures: a place is what may still be read in its rule, so all rules
 * end at one place.
 */
export type Place =
  | { readonly kind: "end" }
  /** Any of these, without reading. */
  | { readonly kind: "fork"; readonly targets: readonly number[] }
  /** One more byte: first, last and the place behind, for ranges that do not overlap. */
  | { readonly kind: "bytes"; readonly edges: readonly number[] }
  /** A word of a rule. */
  | { readonly kind: "call"; readonly rule: number; readonly next: number };

export interface PlaceGraph {
  readonly places: readonly Place[];
  /** By rule, where it begins. */
  readonly starts: readonly number[];
  /** The rule that every text is derived from. */
  readonly root: number;
}

/** The place at which every rule ends. */
export const END = 0;
