import { setImmediate } from "node:timers/promises";
import type { Encoding } from "./contract.ts";
import type { EncodingSteps } from "./segment-encoder.ts";

/** How long the thread encodes before it looks after others. */
const SLICE_MS = 5;

/** Encodes without a pause. */
export function finishAtOnce(steps: EncodingSteps): number[] {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Lets encodings go on in turn: however many there are, one slice runs in a round of the event loop. */
export class SliceQueue {
  #lastTurn: Promise<unknown> = Promise.resolve();

  /** Finishes an encoding in slices; ends it early once it has more than `mostTokens`. Throws what the encoding throws. */
  async finish(steps: EncodingSteps, mostTokens = Number.POSITIVE_INFINITY): Promise<Encoding> {
    for (let sliceEnd = performance.now() + SLICE_MS; ; ) {
      const step = steps.next();
      if (step.done) return { ids: step.value, whole: true };
      if (step.value.length > mostTokens) return { ids: [...step.value], whole: false };
      if (performance.now() < sliceEnd) continue;
      await this.#turn();
      sliceEnd = performance.now() + SLICE_MS;
    }
  }

  #turn(): Promise<unknown> {
    this.#lastTurn = this.#lastTurn.then(() => setImmediate());
    return this.#lastTurn;
  }
}
