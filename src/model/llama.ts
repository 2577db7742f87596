import type { ModelConfig } from "../formats/index.ts";
import type { Backend, FloatBuffer } from "../kernels/index.ts";
import { Activations } from "./activations.ts";
import type { KeyValueCache } from "./key-value-cache.ts";
import { rotaryFrequencies } from "./rope.ts";
import type { LayerWeights, ModelWeights } from "./weights.ts";

/** Which tokens of a step get logits. */
export type LogitsWanted = "none" | "last" | "all";

/**
 * Llama 3.1 (Grattafiori et al. 2024): pre-norm blocks of grouped-query attention with rotary positions and a SwiGLU
 * MLP. A step takes any number of tokens that follow what `memory` holds; a prompt and a single new token go the same way.
 */
export class Llama {
  readonly config: ModelConfig;
  readonly weights: ModelWeights;
  readonly #ops: Backend;
  readonly #frequencies: FloatBuffer; // [headDim / 2], radians a position
  #activations: Activations;

  constructor(config: ModelConfig, weights: ModelWeights, ops: Backend) {
    this.config = config;
    this.weights = weights;
    this.#ops = ops;
    this.#frequencies = ops.createBuffer(config.headDim / 2);
    ops.write(this.#frequencies, rotaryFrequencies(config));
    this.#activations = new Activations(ops, config, 1);
  }

  /** Runs `tokens` behind those in `memory`. Logits are [wanted tokens, vocabularySize]; empty for "none". */
  async step(tokens: Uint32Array, memory: KeyValueCache, wanted: LogitsWanted): Promise<Float32Array> {
    await memory.reserve(tokens.length);
    const { hidden, update } = this.#room(tokens.length);
    const hiddenValues = tokens.length * this.config.hiddenSize;

    this.#ops.embed(hidden, this.weights.embedding, tokens);
    for (const [index, layer] of this.weights.layers.entries()) {
      this.#norm(hidden, layer.inputNorm, tokens.length);
      this.#attention(layer, index, tokens.length, memory);
      this.#ops.add(hidden, update, hiddenValues);
      this.#norm(hidden, layer.mlpNorm, tokens.length);
      this.#mlp(layer, tokens.length);
      this.#ops.add(hidden, update, hiddenValues);
    }
    memory.advance(tokens.length);
    return this.#logits(tokens.length, wanted);
  }

  /** Frees all but the weights, which belong to whoever loaded them. Harmless when repeated. */
  dispose(): void {
    this.#frequencies.dispose();
    this.#activations.dispose();
  }

  /** update = W_o * attention(rotate(W_q x), rotate(W_k x), W_v x), with x = normed. */
  #attention(layer: LayerWeights, index: number, tokens: number, memory: KeyValueCache): void {
    const { heads, kvHeads, headDim } = this.config;
    const { normed, query, attended, update } = this.#activations;
    const next = memory.next(index, tokens);
    const past = memory.length;

    this.#ops.linear(query, normed, layer.query, tokens); // [tokens, heads, headDim]
    this.#ops.linear(next.keys, normed, layer.key, tokens); // [tokens, kvHeads, headDim]
    this.#ops.linear(next.values, normed, layer.value, tokens); // [tokens, kvHeads, headDim]
    this.#ops.rotary(query, this.#frequencies, { tokens, heads, headDim, firstPosition: past });
    this.#ops.rotary(next.keys, this.#frequencies, { tokens, heads: kvHeads, headDim, firstPosition: past });
    const { keys, values } = memory.stored(index); // [past + tokens, kvHeads, headDim]
    this.#ops.attention(attended, query, keys, values, { tokens, past, heads, kvHeads, headDim });
    this.#ops.linear(update, attended, layer.output, tokens);
  }

  /** update = W_down * (silu(W_gate x) * W_up x), with x = normed (Shazeer 2020). */
  #mlp(layer: LayerWeights, tokens: number): void {
    const { normed, gate, up, update } = this.#activations;
    this.#ops.linear(gate, normed, layer.gate, tokens); // [tokens, intermediateSize]
    this.#ops.linear(up, normed, layer.up, tokens); // [tokens, intermediateSize]
    this.#ops.swiglu(gate, gate, up, tokens * this.config.intermediateSize);
    this.#ops.linear(update, gate, layer.down, tokens);
  }

  async #logits(tokens: number, wanted: LogitsWanted): Promise<Float32Array> {
    const { hiddenSize, vocabularySize } = this.config;
    const count = wanted === "all" ? tokens : wanted === "last" ? 1 : 0;
    if (count === 0) return new Float32Array(0);
    const { hidden, normed } = this.#activations;
    const chosen = hidden.slice((tokens - count) * hiddenSize, count * hiddenSize);
    const logits = this.#ops.createBuffer(count * vocabularySize);
    this.#norm(chosen, this.weights.finalNorm, count);
    this.#ops.linear(logits, normed, this.weights.head, count);
    try {
      return await this.#ops.read(logits);
    } finally {
      logits.dispose();
    }
  }

  /** normed = rmsNorm(x) * weight */
  #norm(x: FloatBuffer, weight: FloatBuffer, tokens: number): void {
    const shape = { tokens, width: this.config.hiddenSize, epsilon: this.config.rmsNormEpsilon };
    this.#ops.rmsNorm(this.#activations.normed, x, weight, shape);
  }

  /** Buffers for a step of `tokens` tokens; they grow to the longest step seen. */
  #room(tokens: number): Activations {
    if (tokens > this.#activations.tokens) {
      this.#activations.dispose();
      // Empty until the larger ones stand, so that a shorter step still works when there is no room for them.
      this.#activations = new Activations(this.#ops, this.config, 0);
      this.#activations = new Activations(this.#ops, this.config, tokens);
    }
    return this.#activations;
  }
}
