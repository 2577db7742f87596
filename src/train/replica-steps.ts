import type { Heap } from "./heap.ts";
import { backward } from "./llama-backward.ts";
import { forward } from "./llama-forward.ts";
import type { OptimizerSettings } from "./optimizer.ts";
import { loadRow, type Replica } from "./replica.ts";
import { IGNORED, type PackedRow } from "./row.ts";
import { STAGING_FLOATS } from "./workspace.ts";

/** Zeroes the gradients, then adds those of every row. Returns the summed loss over all trained tokens. */
export function accumulateGradients(replica: Replica, rows: readonly PackedRow[]): number {
  replica.kernels.clear(replica.workspace.gradients, replica.parameters.count);
  let loss = 0;
  for (const row of rows) {
    const loaded = loadRow(replica, row);
    loss += forward(replica, loaded);
    backward(replica, loaded);
  }
  return loss;
}

/** gradientSum = the gradients of all replicas, added in the order given: every replica gets the same bits. */
export function sumGradients(replica: Replica, heaps: readonly Heap[]): void {
  const { kernels, heap, workspace, parameters } = replica;
  const staging = heap.floats(workspace.staging, STAGING_FLOATS);
  kernels.clear(workspace.gradientSum, parameters.count);
  for (const other of heaps) {
    const gradients = other.floats(workspace.gradients, parameters.count);
    for (let first = 0; first < parameters.count; first += STAGING_FLOATS) {
      const count = Math.min(STAGING_FLOATS, parameters.count - first);
      staging.set(gradients.subarray(first, first + count));
      kernels.accumulate(workspace.gradientSum + 4 * first, workspace.staging, count);
    }
  }
}

export interface UpdateSettings {
  readonly optimizer: OptimizerSettings;
  /** Updates made before this one. */
  readonly step: number;
  readonly rate: number;
  /** Trained tokens of the whole batch. */
  readonly trainedTokens: number;
}

/** Clips the mean gradient to the largest norm allowed, then makes one AdamW step. Returns the norm before clipping. */
export function updateWeights(replica: Replica, settings: UpdateSettings): number {
  const { kernels, workspace, parameters } = replica;
  const { optimizer, rate } = settings;
  const norm = Math.sqrt(kernels.squaredNorm(workspace.gradientSum, parameters.count)) / settings.trainedTokens;
  const clip = norm > optimizer.clipNorm ? optimizer.clipNorm / norm : 1;
  const correction1 = 1 / (1 - optimizer.beta1 ** (settings.step + 1));
  const correction2 = 1 / (1 - optimizer.beta2 ** (settings.step + 1));
  const update = (first: number, end: number, decay: number): void => {
    const at = 4 * first;
    kernels.adamw(
      workspace.weights + at,
      workspace.gradientSum + at,
      workspace.means + at,
      workspace.variances + at,
      end - first,
      clip / settings.trainedTokens,
      rate,
      decay,
      optimizer.beta1,
      optimizer.beta2,
      optimizer.epsilon,
      correction1,
      correction2,
    );
  };
  update(0, parameters.matrixCount, optimizer.weightDecay);
  update(parameters.matrixCount, parameters.count, 0);
  return norm;
}

/** Loss of one sample: the sum over its trained tokens, and how many they are. */
export interface SampleLoss {
  readonly kind: string;
  readonly loss: number;
  readonly tokens: number;
}

/** Losses of every sample of a row, without touching gradients. */
export function evaluateRow(replica: Replica, row: PackedRow): SampleLoss[] {
  const loaded = loadRow(replica, row);
  forward(replica, loaded);
  const losses = replica.heap.floats(replica.workspace.losses, loaded.trained);
  let next = 0;
  return row.kinds.map((kind, sample) => {
    let [loss, tokens] = [0, 0];
    for (let t = row.starts[sample]! + 1; t < row.starts[sample + 1]!; t++) {
      if (row.labels[t] === IGNORED) continue;
      loss += losses[next++]!;
      tokens++;
    }
    return { kind, loss, tokens };
  });
}
