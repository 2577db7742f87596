import type { Dtype } from "../safetensors/dtypes.ts";
import type { WeightLayout } from "./weight-layout.ts";
import type { WeightDtype } from "./weight-tensor.ts";

const kinds: Readonly<Partial<Record<Dtype, WeightDtype>>> = {
  BF16: { kind: "bfloat16" },
  F16: { kind: "float16" },
  F32: { kind: "float32" },
};

/** Weights stored as they are. A scale beside one belongs to nothing; see `findStrayScales`. */
export const plainLayout: WeightLayout = {
  name: "BF16, F16 or F32",
  matches: ({ weight }) => weight.dtype in kinds,
  readDtype: ({ weight }) => kinds[weight.dtype]!,
};
