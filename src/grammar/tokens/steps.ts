/** Work that may pause: between two steps the thread can serve others. */
export type Steps<Result> = Generator<void, Result, void>;

/** Works without a pause. */
export function finishAtOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
