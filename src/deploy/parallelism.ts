import { HermesError } from "../errors.ts";
import type { ModelFacts } from "./model-facts.ts";

/** How many ways a model is split. */
export interface Parallelism {
  /** GPUs of one machine, each with a slice of every layer. */
  readonly tensor: number;
  /** Machines, each with a stretch of the layers. */
  readonly pipeline: number;
}

/** Side of the blocks that share a scale in some float8 layouts; a slice must not cut one. */
const SCALE_BLOCK = 128;
/** More GPUs are in no machine. */
const MOST_GPUS = 64;

/**
 * Whether every layer can be cut into `size` equal slices: whole attention heads, whole key-value heads or each of them in the same
 * number of slices (the engines then copy it), whole columns of the MLP, whole blocks of scales.
 */
export function canSplitTensors({ shape, weightForm }: ModelFacts, size: number): boolean {
  const { heads, kvHeads, intermediateSize } = shape;
  if (heads % size !== 0 || intermediateSize % size !== 0) return false;
  if (kvHeads % size !== 0 && size % kvHeads !== 0) return false;
  return weightForm === "bfloat16" || (intermediateSize / size) % SCALE_BLOCK === 0 || size === 1;
}

/** All numbers of GPUs a machine may have for this model, up to `most`. */
export function tensorSizes(model: ModelFacts, most = MOST_GPUS): readonly number[] {
  return Array.from({ length: most }, (_, index) => index + 1).filter((size) => canSplitTensors(model, size));
}

/**
 * Slices within a machine, stretches of layers over machines: slices talk after every half layer and need the links inside a machine,
 * stretches talk once a step. Throws HermesError "usage" where the numbers do not go into the model.
 */
export function chooseParallelism(model: ModelFacts, gpus: number, nodes: number): Parallelism {
  if (!canSplitTensors(model, gpus)) throw cannotSplit(model, gpus);
  if (nodes <= model.shape.layers) return { tensor: gpus, pipeline: nodes };
  throw new HermesError("usage", `${nodes} machines cannot share ${model.shape.layers} layers: use fewer machines.`, {
    argument: "nodes",
  });
}

function cannotSplit(model: ModelFacts, gpus: number): HermesError {
  const { heads, kvHeads, intermediateSize } = model.shape;
  const message = `${gpus} GPUs do not go into ${model.servedName}: ${heads} attention heads, ${kvHeads} key-value heads and ${intermediateSize} MLP columns must fall into equal slices. Give ${tensorSizes(model, 16).join(", ")} GPUs a machine.`;
  return new HermesError("usage", message, { argument: "gpus" });
}
