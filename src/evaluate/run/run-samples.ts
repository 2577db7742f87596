import type { Score, Services, Trajectory } from "../../environments/index.ts";
import type { SampleRow } from "../contract.ts";
import { AdaptiveLimit } from "../pace/adaptive-limit.ts";
import { PacedModel } from "../pace/paced-model.ts";
import { PATIENCE, type Patience, pause } from "../pace/patience.ts";
import { AnswerRecorder } from "./answer-recorder.ts";
import type { EvaluatedModel } from "./evaluated-model.ts";
import type { PlannedSample } from "./plan.ts";
import { isCausedBy, isLost, runFailure, sampleErrorOf } from "./sample-failure.ts";
import { type AnswerFields, answerOf, awaitsScore, createRow, describeAnswer } from "./sample-row.ts";
import { takeSample } from "./take-sample.ts";

export interface RunOptions {
  readonly model: EvaluatedModel;
  readonly services: Services;
  /** Requests at once, to the model and to the judge, each. Fewer where the other side refuses more. */
  readonly concurrency: number;
  /** Answers that are scored at once. */
  readonly scoringConcurrency: number;
  /** What an error that is not the model's fault does: ends the run, or becomes a row without a score. */
  readonly onError: "stop" | "record";
  /** Lets nothing new begin. What is asked already is answered, scored and given. */
  readonly stop?: AbortSignal;
  /** Called with every row as soon as it is known; the row counts when it is settled. */
  readonly onRow: (row: SampleRow) => Promise<void> | void;
  readonly patience?: Patience;
  /** Answers of earlier runs without a score (see `awaitsScore`), by the key of their sample: they are scored, and not asked for again. */
  readonly answered?: ReadonlyMap<string, SampleRow>;
  /** Given once, to look at while samples run. */
  readonly onStart?: (requests: RunningRequests) => void;
}

/** The model's requests. */
export interface RunningRequests {
  readonly running: number;
  /** Most at once, for now. */
  readonly current: number;
}

/**
 * Takes and scores samples: asking and scoring go on side by side, each under a limit of its own. Resolves when all are taken, or when
 * `stop` has let the running ones end. Throws HermesError "environment-failed" at the first error of a sample, unless errors are recorded,
 * and whatever is no sample's error, such as "usage"; samples that ran then are taken first.
 */
export async function runSamples(samples: Iterable<PlannedSample>, options: RunOptions): Promise<void> {
  await new SampleRun(options).run(samples);
}

/** Where so many samples in a row have no score, something is broken for all; to list them all would help nobody. */
const MOST_ERRORS_IN_ROW = 100;

const OVERLONG = { value: 0, correct: false, extracted: null, rejected: [], reason: "overlong" } as const;

/**
 * Of an answer whose thought the limit cut off nothing is read as the answer. The task is asked nevertheless, without a judge, for what its
 * own figures need of every sample.
 */
async function scoreOverlong({ task: { environment }, item }: PlannedSample, trajectory: Trajectory): Promise<Score> {
  try {
    const { verdict } = await environment.score(item, { ...trajectory, mode: "reasoning" }, {});
    return verdict === undefined ? OVERLONG : { ...OVERLONG, verdict };
  } catch {
    return OVERLONG;
  }
}

class SampleRun {
  readonly #options: RunOptions;
  readonly #patience: Patience;
  readonly #services: Services;
  readonly #modelLimit: AdaptiveLimit;
  readonly #scoring: AdaptiveLimit;
  /** Samples that are begun: enough to keep both limits busy, so few that their texts do not fill the memory. */
  readonly #begun: AdaptiveLimit;
  readonly #stop = new AbortController();
  #errorsInRow = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(options: RunOptions) {
    const { concurrency, scoringConcurrency, services, patience = PATIENCE } = options;
    this.#options = options;
    this.#patience = patience;
    this.#modelLimit = new AdaptiveLimit(concurrency);
    this.#scoring = new AdaptiveLimit(scoringConcurrency);
    this.#begun = new AdaptiveLimit(2 * concurrency + 2 * scoringConcurrency);
    const { judge } = services;
    const paced = judge && new PacedModel(judge, new AdaptiveLimit(concurrency), { patience });
    this.#services = paced === undefined ? services : { ...services, judge: paced };
  }

  async run(samples: Iterable<PlannedSample>): Promise<void> {
    const { stop } = this.#options;
    const stopWithCaller = () => this.#stop.abort(stop?.reason);
    if (stop?.aborted) stopWithCaller();
    stop?.addEventListener("abort", stopWithCaller, { once: true });
    this.#options.onStart?.(this.#modelLimit);
    const running = new Set<Promise<void>>();
    try {
      for (const sample of samples) {
        const permit = await this.#begun.acquire();
        if (this.#stop.signal.aborted) break;
        const work = this.#work(sample).finally(() => {
          running.delete(work);
          this.#begun.release(permit);
        });
        running.add(work);
      }
      await Promise.all(running);
    } finally {
      stop?.removeEventListener("abort", stopWithCaller);
    }
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Never rejects. */
  async #work(sample: PlannedSample): Promise<void> {
    try {
      const row = await this.#take(sample);
      if (row !== null) await this.#options.onRow(row);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The first failure is the run's. */
  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stop.abort(error);
  }

  /** Null for a sample that was not begun before the run was stopped. */
  async #take(sample: PlannedSample): Promise<SampleRow | null> {
    const earlier = this.#options.answered?.get(sample.key);
    if (earlier !== undefined) {
      const { trajectory, answer } = answerOf(sample, earlier);
      return await this.#score(sample, trajectory, answer);
    }
    const stop = this.#stop.signal;
    for (let repetition = 0; ; repetition++) {
      const recorder = this.#recorder(sample);
      const model = new PacedModel(recorder, this.#modelLimit, { stop, patience: this.#patience });
      let trajectory: Trajectory;
      try {
        trajectory = await takeSample(sample, model, recorder);
      } catch (error) {
        if (stop.aborted && isCausedBy(error, stop.reason)) return null;
        if (repetition >= this.#patience.lost || stop.aborted || !isLost(error)) {
          return await this.#failed(sample, error, describeAnswer(sample, recorder, null));
        }
        if (await this.#isOverWithin(this.#patience.firstMs * 2 ** repetition)) return null;
        continue;
      }
      return await this.#score(sample, trajectory, describeAnswer(sample, recorder, trajectory));
    }
  }

  #recorder({ task: { config, overrides }, seed }: PlannedSample): AnswerRecorder {
    return new AnswerRecorder(this.#options.model, { defaults: config.sampling, overrides, seed });
  }

  /** Whether the run is stopped before so many milliseconds are over. */
  async #isOverWithin(ms: number): Promise<boolean> {
    await pause(ms, this.#stop.signal).catch(() => {});
    return this.#stop.signal.aborted;
  }

  async #score(sample: PlannedSample, trajectory: Trajectory, answer: AnswerFields): Promise<SampleRow> {
    const { environment } = sample.task;
    const permit = await this.#scoring.acquire();
    const start = performance.now();
    try {
      const score = answer.overlong
        ? await scoreOverlong(sample, trajectory)
        : await environment.score(sample.item, trajectory, this.#services);
      if (!Number.isFinite(score.value)) throw new TypeError(`the scorer of ${environment.id} gave ${score.value}`);
      this.#errorsInRow = 0;
      return createRow(sample, answer, { score, error: null }, performance.now() - start);
    } catch (error) {
      return await this.#failed(sample, error, answer, performance.now() - start);
    } finally {
      this.#scoring.release(permit);
    }
  }

  /** The row of a sample that has no score. Where errors end the run, throws; an answer that is there is kept all the same. */
  async #failed(sample: PlannedSample, cause: unknown, answer: AnswerFields, scoringMs?: number): Promise<SampleRow> {
    const error = sampleErrorOf(cause, scoringMs !== undefined);
    if (error === null) throw cause;
    const row = createRow(sample, answer, { score: null, error }, scoringMs ?? 0);
    const isAllThereIs = ++this.#errorsInRow >= MOST_ERRORS_IN_ROW;
    if (this.#options.onError === "record" && !isAllThereIs) return row;
    if (awaitsScore(row)) await this.#options.onRow(row);
    throw runFailure(sample, error, cause);
  }
}
