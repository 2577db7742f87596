import { HermesError, isHermesError } from "../errors.ts";
import {
  type Checkpoint,
  describeWeight,
  findStrayScales,
  type QuantizationConfig,
  type TensorView,
  type WeightTensor,
} from "../formats/index.ts";
import type { WeightShape } from "./weight-names.ts";

/** The tensors of a sound checkpoint, not yet read. */
export interface CheckedWeights {
  readonly matrices: ReadonlyMap<string, WeightTensor>;
  readonly norms: ReadonlyMap<string, TensorView>;
  /** What the files hold and nobody uses. */
  readonly warnings: readonly string[];
}

/** Norms are a handful of values; a quantized one is a mistake of whoever wrote the file. */
const NORM_DTYPES: ReadonlySet<string> = new Set(["BF16", "F16", "F32"]);

/** More faults than this are counted, not listed, in the message; `facts.faults` holds all. */
const FAULTS_IN_MESSAGE = 5;

/**
 * Compares a checkpoint with what its configuration needs, before any weight is read.
 * Throws HermesError "checkpoint-invalid" with every fault at once, or "unsupported" for a layout we do not read.
 */
export function checkWeights(
  checkpoint: Checkpoint,
  quantization: QuantizationConfig | null,
  expected: ReadonlyMap<string, WeightShape>,
): CheckedWeights {
  const matrices = new Map<string, WeightTensor>();
  const norms = new Map<string, TensorView>();
  const faults: string[] = [];
  for (const [name, shape] of expected) {
    const tensor = checkpoint.tensors.get(name);
    const fault = tensor === undefined ? `tensor ${name} is missing` : findFault(tensor, shape);
    if (fault !== null) faults.push(fault);
    else if (shape.length === 1) norms.set(name, tensor!);
    else describeInto(matrices, faults, () => describeWeight(checkpoint, quantization, name));
  }
  if (faults.length > 0) throw invalid(checkpoint.folder, faults);
  return { matrices, norms, warnings: findUnused(checkpoint, expected) };
}

function findFault(tensor: TensorView, shape: WeightShape): string | null {
  const sameShape = tensor.shape.length === shape.length && shape.every((size, axis) => tensor.shape[axis] === size);
  if (!sameShape) return `tensor ${tensor.name} is [${tensor.shape}], expected [${shape}]`;
  if (shape.length === 1 && !NORM_DTYPES.has(tensor.dtype)) {
    return `tensor ${tensor.name} is ${tensor.dtype}, expected ${[...NORM_DTYPES].join(", ")}`;
  }
  return null;
}

function describeInto(matrices: Map<string, WeightTensor>, faults: string[], describe: () => WeightTensor): void {
  try {
    const weight = describe();
    matrices.set(weight.name, weight);
  } catch (error) {
    if (!isHermesError(error, "checkpoint-invalid")) throw error;
    faults.push(...error.facts.faults);
  }
}

/** One warning a kind of tensor, with its layers counted: "model.layers.*.self_attn.k_scale (80 tensors) …". */
function findUnused(checkpoint: Checkpoint, expected: ReadonlyMap<string, WeightShape>): string[] {
  const strayScales = new Set(findStrayScales(checkpoint));
  const counts = new Map<string, number>();
  for (const name of checkpoint.tensors.keys()) {
    const ofWeight = name.replace(/\.weight_(scale|scale_inv|zero_point)$/, ".weight");
    if (expected.has(name) || (expected.has(ofWeight) && !strayScales.has(name))) continue;
    const kind = name.replace(/\.\d+\./g, ".*.");
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${kind} (${count === 1 ? "1 tensor" : `${count} tensors`}) is not used`);
}

function invalid(folder: string, faults: readonly string[]): HermesError {
  const listed = faults.slice(0, FAULTS_IN_MESSAGE).join("; ");
  const more = faults.length > FAULTS_IN_MESSAGE ? `; and ${faults.length - FAULTS_IN_MESSAGE} more` : "";
  const message = `${folder}: the tensors do not fit config.json: ${listed}${more}. Download or convert it again.`;
  return new HermesError("checkpoint-invalid", message, { path: folder, faults });
}
