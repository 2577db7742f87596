import { elementCount } from "../safetensors/dtypes.ts";
import type { TensorView } from "../safetensors/tensor-view.ts";
import type { ScaleStrategy } from "./quantization-config.ts";
import { weightFault } from "./weight-fault.ts";
import type { WeightParts } from "./weight-layout.ts";

/** Rows and columns of a block where no configuration says it; all published models have these. */
const DEFAULT_BLOCK = [128, 128] as const;

/** What a tensor of this shape scales: each row ([rows, 1], [rows]), all (one value) or each block of rows and columns. */
const fits: Readonly<Record<ScaleStrategy, (shape: readonly number[], parts: WeightParts) => boolean>> = {
  channel(shape, { rows }) {
    const isColumn = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
    return (isColumn && shape[0] === rows) || (rows === 1 && elementCount(shape) === 1);
  },
  tensor: (shape) => elementCount(shape) === 1,
  block(shape, parts) {
    const [down, across] = blockCounts(parts);
    return shape.length === 2 && shape[0] === down && shape[1] === across;
  },
};

/**
 * The strategy that the shape of `scale` stands for; where more than one does (a matrix of one row, or no larger than a block), the
 * first that the configuration allows.
 * @throws HermesError "checkpoint-invalid" where the shape fits none, or none that the configuration allows.
 */
export function scaleStrategy(parts: WeightParts, scale: TensorView): ScaleStrategy {
  const fitting = (Object.keys(fits) as ScaleStrategy[]).filter((strategy) => fits[strategy](scale.shape, parts));
  const declared = parts.quantization?.strategies;
  const chosen = fitting.find((strategy) => declared?.includes(strategy) ?? true);
  if (chosen) return chosen;
  if (declared && fitting.length > 0) {
    throw weightFault(
      parts,
      `the configuration says strategy "${declared.join('", "')}", the scale is [${scale.shape}]`,
    );
  }
  const expected = `[${parts.rows}, 1], [${parts.rows}], [1] or [${blockCounts(parts).join(", ")}]`;
  throw weightFault(parts, `expected a scale of shape ${expected}, got [${scale.shape}]`);
}

export function blockSizeOf({ quantization }: WeightParts): readonly [rows: number, columns: number] {
  return quantization?.blockSize ?? DEFAULT_BLOCK;
}

function blockCounts(parts: WeightParts): readonly [down: number, across: number] {
  const [blockRows, blockColumns] = blockSizeOf(parts);
  return [Math.ceil(parts.rows / blockRows), Math.ceil(parts.columns / blockColumns)];
}
