import { HermesError, isHermesError } from "../errors.ts";
import {
  type Checkpoint,
  describeWeight,
  findStrayScales,
  isIgnored,
  type QuantizationConfig,
  type TensorView,
  type WeightTensor,
} from "../formats/index.ts";
import type { WeightShape } from "./weight-names.ts";

/** The tensors of a sound checkpoint, not yet read. */
export interface CheckedWeights {
  readonly matrices: ReadonlyMap<string, WeightTensor>;
  readonly norms: ReadonlyMap<string, TensorView>;
  /** What the files hold and nobody uses, and what is stored otherwise than the configuration says. */
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
  const warnings = [...findUnused(checkpoint, expected), ...findUnexplained(matrices, quantization)];
  return { matrices, norms, warnings };
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

/**
 * What stands beside quantized weights and is not needed as activations and cache stay as they are, with the names of all makers:
 * scales of activations and of a float8 cache, and an order of columns that float8 does not use.
 */
const UNNEEDED =
  /\.(?:input_scale|act_scale|output_scale|[kv]_scale|kv_scale|weight_g_idx|(?:input|output|[a-z]+_bmm)_quantizer\._amax)$/;
/** Read with the weight. */
const OF_WEIGHT = /\.(?:weight_scale|weight_scale_inv|weight_zero_point|weight_quantizer\._amax)$/;
const PROJECTION = /\.(?:[qkvo]|gate|up|down)_proj\.weight$/;

/** One warning a kind of tensor, with its layers counted: "model.layers.*.self_attn.inv_freq (80 tensors) …". */
function findUnused(checkpoint: Checkpoint, expected: ReadonlyMap<string, WeightShape>): string[] {
  const strayScales = new Set(findStrayScales(checkpoint));
  const unused = [...checkpoint.tensors.keys()].filter((name) => {
    if (expected.has(name)) return false;
    if (expected.has(name.replace(OF_WEIGHT, ".weight"))) return strayScales.has(name);
    const module = name.replace(UNNEEDED, "");
    // Scales of a cache stand beside the attention's projections or in one of them.
    const isOfModel = expected.has(`${module}.weight`) || expected.has(`${module}.k_proj.weight`);
    return module === name || !isOfModel;
  });
  return countByKind(unused, "is not used");
}

/** Plain projections of a quantized model: correct, but larger than they need be, so most likely not meant. */
function findUnexplained(
  matrices: ReadonlyMap<string, WeightTensor>,
  quantization: QuantizationConfig | null,
): string[] {
  if (quantization === null) return [];
  const plain = [...matrices.values()].filter(({ name, dtype }) => {
    const isPlain = !dtype.kind.startsWith("float8");
    return isPlain && PROJECTION.test(name) && !isIgnored(quantization.ignore, name.replace(/\.weight$/, ""));
  });
  const names = plain.map(({ name }) => name);
  return countByKind(names, "is not quantized, and the configuration does not list it as left out");
}

/** One sentence a kind of tensor: names that differ in the layer alone are counted. */
function countByKind(names: readonly string[], what: string): string[] {
  const kinds = Map.groupBy(names, (name) => name.replace(/\.\d+\./g, ".*."));
  return [...kinds].map(([kind, { length }]) => `${kind} (${length === 1 ? "1 tensor" : `${length} tensors`}) ${what}`);
}

function invalid(folder: string, faults: readonly string[]): HermesError {
  const listed = faults.slice(0, FAULTS_IN_MESSAGE).join("; ");
  const more = faults.length > FAULTS_IN_MESSAGE ? `; and ${faults.length - FAULTS_IN_MESSAGE} more` : "";
  const message = `${folder}: the tensors do not fit config.json: ${listed}${more}. Download or convert it again.`;
  return new HermesError("checkpoint-invalid", message, { path: folder, faults });
}
