import { HermesError } from "../errors.ts";
import { checkpointBytes, type DecoderShape, type ModelFacts, type WeightForm } from "./model-facts.ts";

/** One of the published models. */
interface KnownModel {
  readonly repository: string;
  readonly shape: DecoderShape;
  readonly weightForm: WeightForm;
  readonly contextLength: number;
  readonly promptProfile: ModelFacts["promptProfile"];
}

const llama = { kvHeads: 8, headDim: 128, vocabularySize: 128_256, queryKeyNorm: false, tiedEmbeddings: false };

/** Shapes of the bases; fine-tuning leaves them as they are. */
const shapes = {
  "14B": {
    layers: 40,
    hiddenSize: 5120,
    intermediateSize: 17_408,
    heads: 40,
    kvHeads: 8,
    headDim: 128,
    vocabularySize: 151_936,
    queryKeyNorm: true,
    tiedEmbeddings: false,
  },
  "70B": { ...llama, layers: 80, hiddenSize: 8192, intermediateSize: 28_672, heads: 64 },
  "405B": { ...llama, layers: 126, hiddenSize: 16_384, intermediateSize: 53_248, heads: 128 },
} as const satisfies Record<string, DecoderShape>;

const qwen = { contextLength: 40_960, promptProfile: "chatml" } as const;
const llama31 = { contextLength: 131_072, promptProfile: "llama3" } as const;

/** The Hermes 4 models as published. A new one is one row. */
export const knownModels: readonly KnownModel[] = [
  { repository: "NousResearch/Hermes-4-14B", shape: shapes["14B"], weightForm: "bfloat16", ...qwen },
  { repository: "NousResearch/Hermes-4-14B-FP8", shape: shapes["14B"], weightForm: "float8", ...qwen },
  { repository: "NousResearch/Hermes-4-70B", shape: shapes["70B"], weightForm: "bfloat16", ...llama31 },
  { repository: "NousResearch/Hermes-4-70B-FP8", shape: shapes["70B"], weightForm: "float8", ...llama31 },
  { repository: "NousResearch/Hermes-4-405B", shape: shapes["405B"], weightForm: "bfloat16", ...llama31 },
  { repository: "NousResearch/Hermes-4-405B-FP8", shape: shapes["405B"], weightForm: "float8", ...llama31 },
];

/** The facts of a published model; null where we know nothing of it. */
export function knownModelFacts(repository: string, revision?: string): ModelFacts | null {
  const known = knownModels.find((model) => model.repository.toLowerCase() === repository.toLowerCase());
  if (known === undefined) return null;
  const { shape, weightForm, contextLength, promptProfile } = known;
  return {
    source: { kind: "repository", repository: known.repository, ...(revision === undefined ? {} : { revision }) },
    servedName: servedNameOf(known.repository),
    shape,
    weightForm,
    weightBytes: checkpointBytes(shape, weightForm),
    contextLength,
    promptProfile,
    namesSampling: null,
  };
}

/**
 * "NousResearch/Hermes-4-70B-FP8" is served as "hermes-4-70b-fp8", the name that `hermes pull` knows as well. Letters, digits, points,
 * dashes and underscores only: the name stands in comments too, where a line break would end the comment.
 */
export function servedNameOf(path: string): string {
  const last = path.replace(/\/+$/, "").split("/").at(-1) ?? "";
  const name = last.toLowerCase().replace(/[^\p{L}\p{N}._-]+/gu, "-");
  return /[\p{L}\p{N}]/u.test(name) ? name : "hermes-4";
}

/** What to say of a model that is neither known nor on this computer. */
export function unknownModel(repository: string): HermesError {
  const supported = knownModels.map((model) => model.repository);
  const message = `No plan for ${repository}: its shape is not known. Known are ${supported.join(", ")}; any other Llama 3.1 or Qwen3 model can be planned once it is on this computer (hermes pull), or from a folder with its config.json.`;
  return new HermesError("unsupported", message, { what: repository, supported });
}
