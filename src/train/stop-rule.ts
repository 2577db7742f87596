/** Steps in a row with a bad loss before training stops. */
const PATIENCE = 20;
const FACTOR = 3;
/** Weight of a new loss in the running mean. */
const MEAN_SHARE = 0.02;

/** Watches the loss: not finite at once, or above three times its running mean for 20 steps, means stop. */
export class StopRule {
  #mean: number | undefined;
  #badSteps = 0;

  /** Why training must stop after a step with this loss, or null. */
  check(loss: number): string | null {
    if (!Number.isFinite(loss)) return `the loss is ${loss}`;
    const mean = this.#mean ?? loss;
    this.#badSteps = loss > FACTOR * mean ? this.#badSteps + 1 : 0;
    if (this.#badSteps >= PATIENCE) {
      return `the loss (${loss.toFixed(3)}) stayed above ${FACTOR} times its running mean (${mean.toFixed(3)}) for ${PATIENCE} steps`;
    }
    // A bad loss does not enter the mean, or it would excuse itself.
    if (this.#badSteps === 0) this.#mean = mean + MEAN_SHARE * (loss - mean);
    return null;
  }
}
