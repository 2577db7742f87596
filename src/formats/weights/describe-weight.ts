import { HermesError } from "../../errors.ts";
import { quoteName } from "../quote-name.ts";
import { dtypeByteLength } from "../safetensors/dtypes.ts";
import type { Checkpoint } from "../safetensors/open-checkpoint.ts";
import type { TensorView } from "../safetensors/tensor-view.ts";
import { amaxLayout } from "./amax-layout.ts";
import { float8Layout } from "./float8-layout.ts";
import { plainLayout } from "./plain-layout.ts";
import type { QuantizationConfig } from "./quantization-config.ts";
import { weightFault } from "./weight-fault.ts";
import { SIBLING_ENDINGS, type SiblingEnding, type WeightLayout, type WeightParts } from "./weight-layout.ts";
import type { WeightTensor } from "./weight-tensor.ts";

/** Tried in this order; what none of them takes is refused. */
const layouts: readonly WeightLayout[] = [plainLayout, float8Layout, amaxLayout];

const WEIGHT_ENDING = ".weight";
const STRAY_WITHOUT_FLOAT8 = /\.weight_(scale|scale_inv|quantizer\._amax)$/;

/**
 * Finds how the matrix `name` is stored, from its dtype, the tensors beside it and the shape of its scale; the
 * configuration is only checked against them. Reads the scales, not the weights.
 * @throws HermesError "checkpoint-invalid" (missing, no matrix, scales that do not fit) or "unsupported" (a layout we
 * do not read); else as `TensorView.read`.
 */
export function describeWeight(
  checkpoint: Checkpoint,
  quantization: QuantizationConfig | null,
  name: string,
): WeightTensor {
  const parts = collectParts(checkpoint, quantization, name);
  const layout = layouts.find((candidate) => candidate.matches(parts));
  if (!layout) throw refuseLayout(parts);
  const { weight, rows, columns } = parts;
  const rowBytes = columns * dtypeByteLength(weight.dtype);
  return Object.freeze({
    name,
    rows,
    columns,
    dtype: Object.freeze(layout.readDtype(parts)),
    readRows(target: Uint8Array, firstRow: number, rowCount: number): void {
      checkRows(name, rows, firstRow, rowCount);
      weight.read(target, firstRow * rowBytes, rowCount * rowBytes);
    },
    locate: () => weight.locate(),
  });
}

/** Scales and amax beside a weight that is not float8: they belong to nothing and are worth a warning. */
export function findStrayScales(checkpoint: Checkpoint): readonly string[] {
  return [...checkpoint.tensors.keys()].filter((name) => {
    if (!STRAY_WITHOUT_FLOAT8.test(name)) return false;
    const dtype = checkpoint.tensors.get(name.replace(STRAY_WITHOUT_FLOAT8, ".weight"))?.dtype;
    return dtype !== "F8_E4M3" && dtype !== "I8";
  });
}

function collectParts(checkpoint: Checkpoint, quantization: QuantizationConfig | null, name: string): WeightParts {
  const weight = checkpoint.tensors.get(name);
  const { folder } = checkpoint;
  if (!weight) {
    const fault = `tensor ${quoteName(name)} is missing`;
    const message = `${folder}: ${fault}. Download the checkpoint again.`;
    throw new HermesError("checkpoint-invalid", message, { path: folder, faults: [fault] });
  }
  const [rows, columns, ...rest] = weight.shape;
  if (rows === undefined || columns === undefined || rest.length > 0) {
    throw weightFault({ folder, weight }, "expected a matrix of two dimensions");
  }
  return { weight, rows, columns, siblings: findSiblings(checkpoint, name), quantization, folder };
}

function findSiblings(checkpoint: Checkpoint, name: string): ReadonlyMap<SiblingEnding, TensorView> {
  const siblings = new Map<SiblingEnding, TensorView>();
  if (!name.endsWith(WEIGHT_ENDING)) return siblings;
  const module = name.slice(0, name.length - WEIGHT_ENDING.length);
  for (const ending of SIBLING_ENDINGS) {
    const sibling = checkpoint.tensors.get(`${module}.${ending}`);
    if (sibling) siblings.set(ending, sibling);
  }
  return siblings;
}

function checkRows(name: string, rows: number, firstRow: number, rowCount: number): void {
  const areCounts = [firstRow, rowCount].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (areCounts && firstRow + rowCount <= rows) return;
  const message = `Tensor ${quoteName(name)} has ${rows} rows; cannot read ${rowCount} from row ${firstRow}.`;
  throw new HermesError("usage", message, { argument: "firstRow" });
}

function refuseLayout(parts: WeightParts): HermesError {
  const { weight, siblings, folder } = parts;
  if (weight.dtype === "F8_E4M3" && siblings.size === 0)
    return weightFault(parts, "expected a scale beside it, found none");
  const beside = siblings.size > 0 ? ` with ${[...siblings.keys()].join(", ")}` : "";
  const what = `${weight.dtype}${beside} of tensor ${quoteName(weight.name)}`;
  const supported = layouts.map((layout) => layout.name);
  const message = `${folder}: ${what} is not supported. Supported weights: ${supported.join("; ")}.`;
  return new HermesError("unsupported", message, { what, supported });
}
