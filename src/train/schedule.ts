/** Warm-up and cosine. Steps count from 0. */
export interface Schedule {
  readonly peak: number;
  readonly warmUpSteps: number;
  readonly totalSteps: number;
  /** Last rate as a share of the peak. */
  readonly floor?: number;
}

/** The Hermes 4 report warms up for 300 of 9,000 steps. */
const WARM_UP_SHARE = 300 / 9000;

/** A schedule with the report's share of warm-up. */
export function createSchedule(peak: number, totalSteps: number): Schedule {
  return { peak, totalSteps, warmUpSteps: Math.max(1, Math.round(totalSteps * WARM_UP_SHARE)) };
}

/** lr(s) = p (s+1)/W before W; p (r + (1-r) (1 + cos(pi (s-W)/(T-W))) / 2) after. */
export function learningRate({ peak, warmUpSteps, totalSteps, floor = 0 }: Schedule, step: number): number {
  if (step < warmUpSteps) return (peak * (step + 1)) / warmUpSteps;
  const progress = Math.min(1, (step - warmUpSteps) / (totalSteps - warmUpSteps));
  return peak * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
