import { layoutOf, type WeightLayoutName } from "./layouts.ts";
import type { CheckpointShape } from "./shapes.ts";

const dtypeNames = { BF16: "bfloat16", F16: "float16", F32: "float32" } as const;

/** What config.json of such a model holds, in the spelling of the published files. */
export function renderConfig(shape: CheckpointShape, layout: WeightLayoutName): Readonly<Record<string, unknown>> {
  const isQwen3 = shape.family === "qwen3";
  const { plainDtype, config } = layoutOf(layout);
  return {
    architectures: [isQwen3 ? "Qwen3ForCausalLM" : "LlamaForCausalLM"],
    attention_bias: false,
    bos_token_id: shape.vocabularySize - 2,
    eos_token_id: shape.vocabularySize - 1,
    head_dim: shape.headDim,
    hidden_act: "silu",
    hidden_size: shape.hiddenSize,
    intermediate_size: shape.intermediateSize,
    max_position_embeddings: shape.contextLength,
    ...(isQwen3 ? { use_sliding_window: false, sliding_window: null } : { mlp_bias: false }),
    model_type: shape.family ?? "llama",
    num_attention_heads: shape.heads,
    num_hidden_layers: shape.layers,
    num_key_value_heads: shape.kvHeads,
    ...config,
    rms_norm_eps: isQwen3 ? 1e-6 : 1e-5,
    rope_scaling: isQwen3 ? null : renderStretch(shape.originalContextLength),
    rope_theta: shape.ropeTheta,
    tie_word_embeddings: shape.tied,
    torch_dtype: dtypeNames[plainDtype],
    vocab_size: shape.vocabularySize,
  };
}

function renderStretch(originalContextLength: number): object {
  return {
    factor: 8,
    high_freq_factor: 4,
    low_freq_factor: 1,
    original_max_position_embeddings: originalContextLength,
    rope_type: "llama3",
  };
}

/** What generation_config.json holds: the sampling the model card of Hermes 4 gives. */
export function renderGenerationConfig(shape: CheckpointShape): Readonly<Record<string, unknown>> {
  return {
    bos_token_id: shape.vocabularySize - 2,
    do_sample: true,
    eos_token_id: [shape.vocabularySize - 1],
    temperature: 0.6,
    top_k: 20,
    top_p: 0.95,
  };
}
