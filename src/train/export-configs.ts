import { HermesError } from "../errors.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import type { TrainedModelConfig } from "./model-config.ts";

/** What config.json holds, in the spelling of the published Llama 3.1 files. */
export function renderModelConfig(config: TrainedModelConfig, tokenizer: Tokenizer): Readonly<Record<string, unknown>> {
  return {
    architectures: ["LlamaForCausalLM"],
    attention_bias: false,
    attention_dropout: 0,
    bos_token_id: tokenId(tokenizer, "<|begin_of_text|>"),
    eos_token_id: tokenId(tokenizer, "<|eot_id|>"),
    head_dim: config.headDim,
    hidden_act: "silu",
    hidden_size: config.hiddenSize,
    initializer_range: 0.02,
    intermediate_size: config.intermediateSize,
    max_position_embeddings: config.contextLength,
    mlp_bias: false,
    model_type: "llama",
    num_attention_heads: config.heads,
    num_hidden_layers: config.layers,
    num_key_value_heads: config.kvHeads,
    pretraining_tp: 1,
    quantization_config: float8Channel,
    rms_norm_eps: config.normEpsilon,
    rope_scaling: null,
    rope_theta: config.ropeTheta,
    tie_word_embeddings: true,
    torch_dtype: "bfloat16",
    use_cache: true,
    vocab_size: config.vocabularySize,
  };
}

/** What generation_config.json holds: the sampling the model card of Hermes 4 gives. */
export function renderGenerationConfig(tokenizer: Tokenizer): Readonly<Record<string, unknown>> {
  return {
    bos_token_id: tokenId(tokenizer, "<|begin_of_text|>"),
    do_sample: true,
    eos_token_id: [tokenId(tokenizer, "<|eot_id|>"), tokenId(tokenizer, "<|end_of_text|>")],
    temperature: 0.6,
    top_k: 20,
    top_p: 0.95,
  };
}

function tokenId(tokenizer: Tokenizer, token: string): number {
  const id = tokenizer.idOf(token);
  if (id !== undefined) return id;
  const message = `The tokenizer has no token ${token}, which a Llama-3 model needs.`;
  throw new HermesError("training-invalid", message, { what: token });
}

/** compressed-tensors, FP8_DYNAMIC: a scale a row for weights, a scale a token for activations. */
const float8Channel = {
  config_groups: {
    group_0: {
      input_activations: { dynamic: true, num_bits: 8, strategy: "token", symmetric: true, type: "float" },
      targets: ["Linear"],
      weights: { dynamic: false, num_bits: 8, strategy: "channel", symmetric: true, type: "float" },
    },
  },
  format: "float-quantized",
  ignore: ["lm_head"],
  quant_method: "compressed-tensors",
  quantization_status: "compressed",
} as const;
