import { HermesError } from "../errors.ts";

/** A Llama with a tied head, as the trainer builds it. Counts unless said. */
export interface TrainedModelConfig {
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly ropeTheta: number;
  readonly normEpsilon: number;
  /** Largest number of positions the finished model admits, in tokens. */
  readonly contextLength: number;
}

type Sizes = Omit<TrainedModelConfig, "vocabularySize">;

const shared = { ropeTheta: 10_000, normEpsilon: 1e-5, contextLength: 4096 };

/** Sizes `--config` knows by name. */
export const modelPresets: Readonly<Record<string, Sizes>> = {
  tiny: { hiddenSize: 32, intermediateSize: 64, layers: 2, heads: 4, kvHeads: 2, headDim: 8, ...shared },
  small: { hiddenSize: 192, intermediateSize: 512, layers: 5, heads: 6, kvHeads: 2, headDim: 32, ...shared },
  wide: { hiddenSize: 256, intermediateSize: 704, layers: 4, heads: 8, kvHeads: 2, headDim: 32, ...shared },
  large: { hiddenSize: 256, intermediateSize: 768, layers: 5, heads: 8, kvHeads: 2, headDim: 32, ...shared },
};

/** Refuses sizes the kernels cannot run: they work on whole vectors of four floats, rotary on half heads of four. */
export function validateModelConfig(config: TrainedModelConfig): void {
  const { vocabularySize, hiddenSize, intermediateSize, heads, kvHeads, headDim } = config;
  const faults = [
    ...Object.entries({ vocabularySize, hiddenSize, intermediateSize }).flatMap(([name, size]) =>
      size > 0 && size % 4 === 0 ? [] : [`${name} ${size} is not a multiple of 4`],
    ),
    ...(headDim > 0 && headDim % 8 === 0 ? [] : [`headDim ${headDim} is not a multiple of 8`]),
    ...(kvHeads > 0 && heads % kvHeads === 0 ? [] : [`heads ${heads} is not a multiple of kvHeads ${kvHeads}`]),
  ];
  if (faults.length > 0) {
    throw new HermesError("training-invalid", `The model's sizes cannot be trained: ${faults.join("; ")}.`, {
      what: "model config",
    });
  }
}
