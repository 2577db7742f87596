import { estimateMemory, type MemoryRule } from "./memory-estimate.ts";
import type { ModelFacts } from "./model-facts.ts";
import { tensorSizes } from "./parallelism.ts";

/** Machines that hold a model. */
export interface Fit {
  readonly nodes: number;
  readonly gpus: number;
  readonly gpuBytes: number;
}

/** Memory of GPUs in use, in bytes: L4 and RTX 4090, L40S, A100 and H100, H200, B200. */
const GPU_SIZES = [24e9, 48e9, 80e9, 141e9, 180e9];
/** GPUs of the largest ordinary machine. */
const ACCELERATORS_A_MACHINE = 8;
const MOST_NODES = 4;

/** For every size of GPU, the fewest that hold the model with this context; the size at hand may take several machines. */
export function findFits(model: ModelFacts, rule: MemoryRule, contextLength: number, atHand: number): readonly Fit[] {
  const sizes = [...new Set([atHand, ...GPU_SIZES])].sort((one, other) => one - other);
  return sizes.flatMap((gpuBytes) => {
    const most = gpuBytes === atHand ? MOST_NODES : 1;
    const fit = smallest(model, rule, contextLength, gpuBytes, most);
    return fit === null ? [] : [fit];
  });
}

function smallest(
  model: ModelFacts,
  rule: MemoryRule,
  contextLength: number,
  gpuBytes: number,
  mostNodes: number,
): Fit | null {
  const sizes = tensorSizes(model, ACCELERATORS_A_MACHINE);
  for (let nodes = 1; nodes <= mostNodes; nodes++) {
    for (const gpus of nodes === 1 ? sizes : sizes.slice(-1)) {
      const { cacheTokens } = estimateMemory(model, { tensor: gpus, pipeline: nodes }, gpuBytes, rule);
      if (cacheTokens >= contextLength) return { nodes, gpus, gpuBytes };
    }
  }
  return null;
}

export function renderFit({ nodes, gpus, gpuBytes }: Fit): string {
  const cards = `${gpus} x ${gpuBytes / 1e9} GB`;
  return nodes === 1 ? cards : `${nodes} machines of ${cards}`;
}
