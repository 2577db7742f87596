import type { WeightDtype } from "../contract.ts";

/** How the kernels know the form of stored weights; the same numbers stand in ops/linear/decode.as.ts. */
export const storageCode = { float32: 0, bfloat16: 1, float8: 2, int8: 3, float16: 4 } as const satisfies Record<
  WeightDtype["kind"],
  number
>;

/** Forms in which a matrix may rest in memory; float16 is widened to float32 while loading. */
export type RestingKind = Exclude<WeightDtype["kind"], "float16">;

/** "exact" keeps the stored values (float16 as float32); "fast" makes every matrix int8 with one scale a row. */
export type ComputeMode = "exact" | "fast";

export function restingKind(stored: WeightDtype["kind"], compute: ComputeMode): RestingKind {
  if (compute === "fast") return "int8";
  return stored === "float16" ? "float32" : stored;
}
