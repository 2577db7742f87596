/** AdamW (Loshchilov & Hutter 2019) with a clipped gradient; decay acts on matrices only, not on norms. */
export interface OptimizerSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Largest norm of the mean gradient. */
  readonly clipNorm: number;
}

export const defaultOptimizer: OptimizerSettings = {
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  clipNorm: 1,
};
