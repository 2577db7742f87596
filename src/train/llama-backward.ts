import { linearBackward } from "./matrix-products.ts";
import type { LoadedRow, Replica } from "./replica.ts";
import type { LayerActivations } from "./workspace.ts";

/** The backward pass of the row that `forward` has just run: adds d(summed loss)/d(weight) to the gradients. */
export function backward(replica: Replica, row: LoadedRow): void {
  if (row.trained === 0) return;
  const { config, kernels, parameters, workspace } = replica;
  const hidden = config.hiddenSize;
  headBackward(replica, row);
  for (let index = workspace.layers.length - 1; index >= 0; index--) {
    const layer = workspace.layers[index]!;
    mlpBackward(replica, row, index, layer);
    attentionBackward(replica, row, index, layer);
  }
  const dEmbedding = workspace.gradients + 4 * parameters.embedding;
  kernels.scatterAddRows(dEmbedding, workspace.dHidden, workspace.tokens, row.tokens, hidden);
}

/** From the gradient of the logits to that of the last layer's output, in dHidden. */
function headBackward({ config, kernels, parameters, workspace }: Replica, row: LoadedRow): void {
  const { hiddenSize: hidden, vocabularySize: vocabulary } = config;
  const { weights, gradients, scratch, finalNormed, dFinalNormed, dGathered, gathered, finalInverse } = workspace;
  const head = {
    ...{ dx: dFinalNormed, dw: gradients + 4 * parameters.embedding, dy: workspace.logits },
    ...{ x: finalNormed, w: weights + 4 * parameters.embedding },
  };
  linearBackward(kernels, scratch, head, { tokens: row.trained, inputs: hidden, outputs: vocabulary });
  kernels.clear(dGathered, row.trained * hidden);
  const [weight, dWeight] = [weights + 4 * parameters.finalNorm, gradients + 4 * parameters.finalNorm];
  kernels.rmsNormBackward(dGathered, dWeight, dFinalNormed, gathered, finalInverse, weight, row.trained, hidden);
  kernels.clear(workspace.dHidden, row.tokens * hidden);
  kernels.scatterAddRows(workspace.dHidden, dGathered, workspace.trained, row.trained, hidden);
}

/** dHidden: from the layer's output to `middle`. */
function mlpBackward(replica: Replica, row: LoadedRow, index: number, layer: LayerActivations): void {
  const { config, kernels, workspace } = replica;
  const { hiddenSize: hidden, intermediateSize: wide } = config;
  const { weights, gradients, scratch, dHidden, dNormed, dActivated } = workspace;
  const offsets = replica.parameters.layers[index]!;
  const tokens = row.tokens;
  const down = {
    ...{ dx: dActivated, dw: gradients + 4 * offsets.down, dy: dHidden },
    ...{ x: layer.activated, w: weights + 4 * offsets.down },
  };
  linearBackward(kernels, scratch, down, { tokens, inputs: wide, outputs: hidden });
  kernels.swigluBackward(layer.gateUp, dActivated, layer.gateUp, tokens, wide);
  const gateUp = {
    ...{ dx: dNormed, dw: gradients + 4 * offsets.gateUp, dy: layer.gateUp },
    ...{ x: layer.middleNormed, w: weights + 4 * offsets.gateUp },
  };
  linearBackward(kernels, scratch, gateUp, { tokens, inputs: hidden, outputs: 2 * wide });
  const [weight, dWeight] = [weights + 4 * offsets.middleNorm, gradients + 4 * offsets.middleNorm];
  kernels.rmsNormBackward(dHidden, dWeight, dNormed, layer.middle, layer.middleInverse, weight, tokens, hidden);
}

/** dHidden: from `middle` to the layer's input. */
function attentionBackward(replica: Replica, row: LoadedRow, index: number, layer: LayerActivations): void {
  const { config, kernels, workspace } = replica;
  const { hiddenSize: hidden, heads, kvHeads, headDim } = config;
  const { weights, gradients, scratch, dHidden, dNormed, dQkv, dAttended } = workspace;
  const offsets = replica.parameters.layers[index]!;
  const tokens = row.tokens;
  const qkvWidth = (heads + 2 * kvHeads) * headDim;
  const output = {
    ...{ dx: dAttended, dw: gradients + 4 * offsets.output, dy: dHidden },
    ...{ x: layer.attended, w: weights + 4 * offsets.output },
  };
  linearBackward(kernels, scratch, output, { tokens, inputs: heads * headDim, outputs: hidden });
  samplesBackward(replica, row, layer);
  const { positions, cosines, sines } = workspace;
  kernels.rotate(dQkv, qkvWidth, positions, cosines, sines, tokens, heads + kvHeads, headDim, 1);
  const qkv = {
    ...{ dx: dNormed, dw: gradients + 4 * offsets.qkv, dy: dQkv },
    ...{ x: layer.inputNormed, w: weights + 4 * offsets.qkv },
  };
  linearBackward(kernels, scratch, qkv, { tokens, inputs: hidden, outputs: qkvWidth });
  const [weight, dWeight] = [weights + 4 * offsets.inputNorm, gradients + 4 * offsets.inputNorm];
  kernels.rmsNormBackward(dHidden, dWeight, dNormed, layer.input, layer.inputInverse, weight, tokens, hidden);
}

/** dQkv from dAttended, sample by sample. */
function samplesBackward({ config, kernels, workspace }: Replica, row: LoadedRow, layer: LayerActivations): void {
  const { heads, kvHeads, headDim } = config;
  const { dQkv, dAttended, scratch, attentionWork } = workspace;
  const qkvWidth = (heads + 2 * kvHeads) * headDim;
  kernels.clear(dQkv, row.tokens * qkvWidth);
  let kept = layer.kept;
  for (let sample = 0; sample + 1 < row.starts.length; sample++) {
    const start = row.starts[sample]!;
    const length = row.starts[sample + 1]! - start;
    const dOut = dAttended + 4 * start * heads * headDim;
    const at = 4 * start * qkvWidth;
    const [dSample, sampleQkv] = [dQkv + at, layer.qkv + at];
    kernels.attentionBackward(dSample, dOut, kept, sampleQkv, length, heads, kvHeads, headDim, scratch, attentionWork);
    kept += 4 * heads * kernels.attentionKeptFloats(length);
  }
}
