import type { TensorView } from "../safetensors/tensor-view.ts";
import type { QuantizationConfig } from "./quantization-config.ts";
import type { WeightDtype } from "./weight-tensor.ts";

/** Tensors that may stand beside `<module>.weight`, by the ending of their name after `<module>.`. */
export const SIBLING_ENDINGS = [
  "weight_scale",
  "weight_scale_inv",
  "weight_scale_2",
  "weight_zero_point",
  "weight_packed",
  "weight_quantizer._amax",
] as const;

export type SiblingEnding = (typeof SIBLING_ENDINGS)[number];

/** All a layout may look at to decide. */
export interface WeightParts {
  /** [rows, columns] */
  readonly weight: TensorView;
  readonly rows: number;
  readonly columns: number;
  readonly siblings: ReadonlyMap<SiblingEnding, TensorView>;
  /** Used to check, never to decide. */
  readonly quantization: QuantizationConfig | null;
  /** The model folder, for messages. */
  readonly folder: string;
}

/** One way of storing a matrix. A new layout is one file and one row in the table of `describe-weight.ts`. */
export interface WeightLayout {
  readonly name: string;
  matches(parts: WeightParts): boolean;
  /** Checks the tensors and reads what must be in memory (the scales). */
  readDtype(parts: WeightParts): WeightDtype;
}
