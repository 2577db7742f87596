import type { ModelConfig } from "../formats/index.ts";
import type { Backend, FloatBuffer } from "../kernels/index.ts";
import { Activations } from "./activations.ts";
import { rotaryFrequencies } from "./rope.ts";
import type { LayerWeights, ModelWeights } from "./weights.ts";

/** What attention remembers, as one step sees it. */
export interface StepMemory {
  /** Where each of the step's tokens stands in its text. [tokens] */
  readonly positions: Uint32Array;
  /** Keeps the step's rotated keys and its values. keys, values [tokens, kvHeads, headDim] */
  store(layer: number, keys: FloatBuffer, values: FloatBuffer): void;
  /** Attends from each token to all up to itself. out, query [tokens, heads, headDim] */
  attend(layer: number, out: FloatBuffer, query: FloatBuffer): void;
}

/** Consecutive tokens of a step. */
export interface TokenRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Llama 3.1 (Grattafiori et al. 2024) and its relatives: pre-norm blocks of grouped-query attention with rotary positions and
 * a SwiGLU MLP. A step takes any number of tokens that follow what `memory` holds; a prompt and a single new token go the same way.
 */
export class Llama {
  readonly config: ModelConfig;
  readonly weights: ModelWeights;
  readonly #ops: Backend;
  readonly #frequencies: Float64Array; // [headDim / 2], radians a position
  #activations: Activations;

  constructor(config: ModelConfig, weights: ModelWeights, ops: Backend) {
    this.config = config;
    this.weights = weights;
    this.#ops = ops;
    this.#frequencies = rotaryFrequencies(config);
    this.#activations = new Activations(ops, config, 1);
  }

  /** Runs `tokens` and gives the logits of the `wanted` ones. [wanted tokens, vocabularySize] */
  async step(tokens: Uint32Array, memory: StepMemory, wanted: readonly TokenRange[]): Promise<Float32Array> {
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
    return this.#logits(wanted);
  }

  /** Frees all but the weights, which belong to whoever loaded them. Harmless when repeated. */
  dispose(): void {
    this.#activations.dispose();
  }

  /** update = W_o * attention(rotate(W_q x), rotate(W_k x), W_v x), with x = normed. */
  #attention(layer: LayerWeights, index: number, tokens: number, memory: StepMemory): void {
    const { heads, kvHeads, headDim } = this.config;
    const { normed, query, key, value, attended, update } = this.#activations;

    this.#ops.linear(query, normed, layer.query, tokens); // [tokens, heads, headDim]
    this.#ops.linear(key, normed, layer.key, tokens); // [tokens, kvHeads, headDim]
    this.#ops.linear(value, normed, layer.value, tokens); // [tokens, kvHeads, headDim]
    this.#normHeads(query, layer.queryNorm, tokens * heads);
    this.#normHeads(key, layer.keyNorm, tokens * kvHeads);
    this.#ops.rotary(query, this.#frequencies, memory.positions, { heads, headDim });
    this.#ops.rotary(key, this.#frequencies, memory.positions, { heads: kvHeads, headDim });
    memory.store(index, key, value);
    memory.attend(index, attended, query);
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

  async #logits(wanted: readonly TokenRange[]): Promise<Float32Array> {
    const { hiddenSize, vocabularySize } = this.config;
    const { hidden, normed } = this.#activations;
    let rows = 0;
    for (const { first, count } of wanted) {
      const [from, length] = [first * hiddenSize, count * hiddenSize];
      this.#norm(hidden.slice(from, length), this.weights.finalNorm, count, normed.slice(rows * hiddenSize, length));
      rows += count;
    }
    if (rows === 0) return new Float32Array(0);
    const logits = this.#ops.createBuffer(rows * vocabularySize);
    try {
      this.#ops.linear(logits, normed, this.weights.head, rows);
      return await this.#ops.read(logits);
    } finally {
      logits.dispose();
    }
  }

  /** x = rmsNorm(x) * weight, head by head, in place. x [heads of all tokens, headDim]. Qwen3 has such norms (Yang et al. 2025). */
  #normHeads(x: FloatBuffer, weight: FloatBuffer | null, heads: number): void {
    if (weight === null) return;
    this.#ops.rmsNorm(x, x, weight, { tokens: heads, width: this.config.headDim, epsilon: this.config.rmsNormEpsilon });
  }

  /** normed = rmsNorm(x) * weight */
  #norm(x: FloatBuffer, weight: FloatBuffer, tokens: number, normed = this.#activations.normed): void {
    const shape = { tokens, width: this.config.hiddenSize, epsilon: this.config.rmsNormEpsilon };
    this.#ops.rmsNorm(normed, x, weight, shape);
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
