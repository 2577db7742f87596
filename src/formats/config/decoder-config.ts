import { HermesError } from "../../errors.ts";
import type { ConfigFields, NumberRange } from "./config-fields.ts";
import type { ModelConfig } from "./model-config.ts";
import { parseRope } from "./rope-config.ts";

/** 16 million, 60 times the widest matrix of the 405B; keeps products of two dimensions exact and hostile files small. */
const DIMENSION: NumberRange = { minimum: 1, maximum: 2 ** 24 };
/** The 405B has 126. */
const LAYERS: NumberRange = { minimum: 1, maximum: 4096 };
/** Positions are stored in 32 bits. */
const CONTEXT: NumberRange = { minimum: 1, maximum: 2 ** 31 };
/** An epsilon of 0 would divide by zero on a row of zeros. */
const EPSILON: NumberRange = { minimum: 1e-20, maximum: 1 };

const TRAINED_DTYPES = ["bfloat16", "float16", "float32"] as const;

/** What sets one family of decoders apart from another; all else is said by the file. */
export interface DecoderFamily {
  readonly modelType: ModelConfig["modelType"];
  /** The class that transformers names in `architectures`. */
  readonly architecture: string;
  /** Queries and keys are normed head by head before they are rotated. */
  readonly queryKeyNorm: boolean;
  /** Size of a head where the file gives none; null for hidden_size / heads. */
  readonly defaultHeadDim: number | null;
}

/** Parses a config.json of `family`; the defaults of transformers' configuration classes hold for absent fields. */
export function parseDecoderConfig(fields: ConfigFields, family: DecoderFamily): ModelConfig {
  refuseVariants(fields, family);
  const hiddenSize = fields.integer("hidden_size", DIMENSION);
  const heads = fields.integer("num_attention_heads", DIMENSION);
  const kvHeads = fields.optionalInteger("num_key_value_heads", DIMENSION) ?? heads;
  if (heads % kvHeads !== 0) throw fields.invalid("num_key_value_heads", `a divisor of num_attention_heads (${heads})`);
  const contextLength = fields.integer("max_position_embeddings", CONTEXT);
  return Object.freeze({
    modelType: family.modelType,
    queryKeyNorm: family.queryKeyNorm,
    hiddenSize,
    layers: fields.integer("num_hidden_layers", LAYERS),
    heads,
    kvHeads,
    headDim: parseHeadDim(fields, hiddenSize, heads, family.defaultHeadDim),
    intermediateSize: fields.integer("intermediate_size", DIMENSION),
    vocabularySize: fields.integer("vocab_size", DIMENSION),
    rmsNormEpsilon: fields.number("rms_norm_eps", EPSILON),
    ...parseRope(fields),
    contextLength,
    tiedEmbeddings: fields.optionalBoolean("tie_word_embeddings") ?? false,
    trainedDtype: parseTrainedDtype(fields),
    bosTokenId: parseBosTokenId(fields),
    eosTokenIds: fields.tokenIds("eos_token_id"),
  });
}

function parseHeadDim(fields: ConfigFields, hiddenSize: number, heads: number, absent: number | null): number {
  const given = fields.optionalInteger("head_dim", DIMENSION) ?? absent ?? undefined;
  if (given === undefined && hiddenSize % heads !== 0) {
    throw fields.invalid("num_attention_heads", `a divisor of hidden_size (${hiddenSize}), as head_dim is absent`);
  }
  const headDim = given ?? hiddenSize / heads;
  // Rotary embedding rotates pairs.
  if (headDim % 2 !== 0)
    throw fields.invalid("head_dim", `an even number (hidden_size / heads is ${hiddenSize / heads})`);
  return headDim;
}

function parseTrainedDtype(fields: ConfigFields): ModelConfig["trainedDtype"] {
  const field = fields.has("dtype") ? "dtype" : "torch_dtype";
  const value = fields.optionalString(field);
  if (value === undefined) return null;
  const dtype = TRAINED_DTYPES.find((known) => known === value);
  if (dtype) return dtype;
  throw unsupported(fields, field, TRAINED_DTYPES);
}

function parseBosTokenId(fields: ConfigFields): number | null {
  const ids = fields.tokenIds("bos_token_id");
  if (ids.length > 1) throw fields.invalid("bos_token_id", "one token id");
  return ids[0] ?? null;
}

/** Each of these would change the mathematics, so none may pass unread. */
function refuseVariants(fields: ConfigFields, { architecture }: DecoderFamily): void {
  const architectures = fields.optionalStrings("architectures") ?? [architecture];
  if (!architectures.includes(architecture)) throw unsupported(fields, "architectures", [`["${architecture}"]`]);
  if ((fields.optionalString("hidden_act") ?? "silu") !== "silu") throw unsupported(fields, "hidden_act", ["silu"]);
  for (const field of ["attention_bias", "mlp_bias"]) {
    if (fields.optionalBoolean(field)) throw unsupported(fields, field, ["false"]);
  }
  if (fields.has("sliding_window") && fields.optionalBoolean("use_sliding_window") !== false) {
    throw unsupported(fields, "sliding_window", ["null"]);
  }
  if ((fields.value("partial_rotary_factor") ?? 1) !== 1) throw unsupported(fields, "partial_rotary_factor", ["1"]);
}

function unsupported(fields: ConfigFields, field: string, supported: readonly string[]): HermesError {
  const what = `${field} ${JSON.stringify(fields.value(field)).slice(0, 80)}`;
  const message = `${fields.path}: ${what} is not supported for a model of this type; supported: ${supported.join(", ")}.`;
  return new HermesError("unsupported", message, { what, supported });
}
