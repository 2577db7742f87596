import { linearForward } from "./matrix-products.ts";
import type { LoadedRow, Replica } from "./replica.ts";
import type { LayerActivations } from "./workspace.ts";

/**
 * The forward pass of a packed row. Leaves all activations in the workspace, turns the logits of the trained positions into
 * their gradient and returns the summed loss, -sum log p(target). Attention and positions never cross a sample's border.
 */
export function forward(replica: Replica, row: LoadedRow): number {
  const { config, kernels, parameters, workspace } = replica;
  const { hiddenSize: hidden, vocabularySize: vocabulary } = config;
  const embedding = workspace.weights + 4 * parameters.embedding;
  const first = workspace.layers[0]?.input ?? workspace.hidden;
  kernels.gatherRows(first, embedding, workspace.tokens, row.tokens, hidden);
  workspace.layers.forEach((layer, index) => {
    attentionBlock(replica, row, index, layer);
    mlpBlock(replica, row, index, layer, workspace.layers[index + 1]?.input ?? workspace.hidden);
  });
  if (row.trained === 0) return 0;
  kernels.gatherRows(workspace.gathered, workspace.hidden, workspace.trained, row.trained, hidden);
  const weight = workspace.weights + 4 * parameters.finalNorm;
  const { finalNormed, finalInverse, gathered, logits, scratch } = workspace;
  kernels.rmsNormForward(finalNormed, finalInverse, gathered, weight, row.trained, hidden, config.normEpsilon);
  const headShape = { tokens: row.trained, inputs: hidden, outputs: vocabulary };
  linearForward(kernels, scratch, { y: logits, x: finalNormed, w: embedding }, headShape);
  return kernels.crossEntropy(logits, workspace.targets, workspace.losses, row.trained, vocabulary);
}

/** middle = input + attention(norm(input)). */
function attentionBlock(replica: Replica, row: LoadedRow, index: number, layer: LayerActivations): void {
  const { config, kernels, workspace } = replica;
  const { hiddenSize: hidden, heads, kvHeads, headDim } = config;
  const { weights, scratch, positions, cosines, sines } = workspace;
  const offsets = replica.parameters.layers[index]!;
  const tokens = row.tokens;
  const qkvWidth = (heads + 2 * kvHeads) * headDim;
  const norm = weights + 4 * offsets.inputNorm;
  kernels.rmsNormForward(layer.inputNormed, layer.inputInverse, layer.input, norm, tokens, hidden, config.normEpsilon);
  const qkv = { y: layer.qkv, x: layer.inputNormed, w: weights + 4 * offsets.qkv };
  linearForward(kernels, scratch, qkv, { tokens, inputs: hidden, outputs: qkvWidth });
  kernels.rotate(layer.qkv, qkvWidth, positions, cosines, sines, tokens, heads + kvHeads, headDim, 0);
  let kept = layer.kept;
  for (let sample = 0; sample + 1 < row.starts.length; sample++) {
    const start = row.starts[sample]!;
    const length = row.starts[sample + 1]! - start;
    const out = layer.attended + 4 * start * heads * headDim;
    kernels.attentionForward(out, kept, layer.qkv + 4 * start * qkvWidth, length, heads, kvHeads, headDim, scratch);
    kept += 4 * heads * kernels.attentionKeptFloats(length);
  }
  kernels.copy(layer.middle, layer.input, tokens * hidden);
  const output = { y: layer.middle, x: layer.attended, w: weights + 4 * offsets.output, accumulate: true };
  linearForward(kernels, scratch, output, { tokens, inputs: heads * headDim, outputs: hidden });
}

/** out = middle + down(silu(gate) * up) of norm(middle). out [tokens, hidden] */
function mlpBlock(replica: Replica, row: LoadedRow, index: number, layer: LayerActivations, out: number): void {
  const { config, kernels, workspace } = replica;
  const { hiddenSize: hidden, intermediateSize: wide } = config;
  const { weights, scratch } = workspace;
  const offsets = replica.parameters.layers[index]!;
  const tokens = row.tokens;
  const norm = weights + 4 * offsets.middleNorm;
  const { middleNormed, middleInverse, middle } = layer;
  kernels.rmsNormForward(middleNormed, middleInverse, middle, norm, tokens, hidden, config.normEpsilon);
  const gateUp = { y: layer.gateUp, x: middleNormed, w: weights + 4 * offsets.gateUp };
  linearForward(kernels, scratch, gateUp, { tokens, inputs: hidden, outputs: 2 * wide });
  kernels.swigluForward(layer.activated, layer.gateUp, tokens, wide);
  kernels.copy(out, middle, tokens * hidden);
  const down = { y: out, x: layer.activated, w: weights + 4 * offsets.down, accumulate: true };
  linearForward(kernels, scratch, down, { tokens, inputs: wide, outputs: hidden });
}
