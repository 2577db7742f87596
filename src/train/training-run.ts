import { HermesError } from "../errors.ts";
import { loadCheckpoint, type RunState, saveCheckpoint } from "./checkpoint.ts";
import { initialiseWeights } from "./initialise.ts";
import type { TrainedModelConfig } from "./model-config.ts";
import { createParameterTable } from "./parameters.ts";
import type { PackedRow, Sample } from "./row.ts";
import { RowStream, type StreamPosition } from "./row-stream.ts";
import { createSchedule, learningRate } from "./schedule.ts";
import { StopRule } from "./stop-rule.ts";
import { type StepResult, Trainer } from "./trainer.ts";

/** What a run is; a resumed run takes all of it but the folder, threads and samples from its checkpoint. */
export interface RunOptions {
  /** Where checkpoints lie. */
  readonly folder: string;
  readonly resume: boolean;
  readonly config: TrainedModelConfig;
  /** How long to train: steps, or the minutes from which steps are worked out by a short measurement. */
  readonly length: { readonly steps: number } | { readonly minutes: number };
  readonly peakRate: number;
  readonly seed: number;
  readonly threads: number;
  /** Tokens of a full row, and rows of a batch over all threads. */
  readonly rowLength: number;
  readonly rowsPerStep: number;
  /** Samples of pool `index`; the same index gives the same samples. */
  readonly samples: (index: number) => readonly Sample[];
  readonly heldOutRows?: readonly PackedRow[];
  readonly checkpointSeconds: number;
  readonly evaluateSeconds: number;
  /** Stops after the step in hand, with a checkpoint. */
  readonly signal?: AbortSignal;
  readonly report: (event: RunEvent) => void;
}

export type RunEvent =
  | {
      readonly type: "started";
      readonly step: number;
      readonly totalSteps: number;
      readonly parameters: number;
      readonly wide: boolean;
    }
  | ({ readonly type: "step"; readonly step: number; readonly totalSteps: number } & StepFigures)
  | { readonly type: "evaluated"; readonly step: number; readonly losses: Readonly<Record<string, number>> }
  | { readonly type: "saved"; readonly step: number };

export interface StepFigures extends StepResult {
  readonly rate: number;
  /** Tokens in the batch's rows. */
  readonly tokens: number;
  readonly seconds: number;
  readonly packingEfficiency: number;
  /** Samples longer than a row, left out so far. */
  readonly droppedSamples: number;
}

/** Steps of the measurement from which minutes become steps, and warm-up steps before it (V8 optimises meanwhile). */
const MEASURED_STEPS = 4;
const UNMEASURED_STEPS = 3;

/**
 * Trains, or goes on training, until the planned steps are done or `signal` fires; returns the trainer for export (the
 * caller disposes it). A kill at any moment loses the steps since the last checkpoint, and resuming repeats them exactly.
 */
export async function runTraining(options: RunOptions): Promise<{ trainer: Trainer; run: Omit<RunState, "arrays"> }> {
  const saved = options.resume ? await loadCheckpoint(options.folder, createParameterTable) : null;
  if (options.resume && saved === null) {
    const message = `There is no checkpoint in ${options.folder} to resume from. Start the run without --resume.`;
    throw new HermesError("training-invalid", message, { what: "checkpoint" });
  }
  const { config, rowLength, seed, rowsPerStep } = saved?.run ?? options;
  const trainer = await Trainer.create({ config, threads: options.threads, rowLength });
  try {
    if (saved !== null) {
      trainer.restore(saved.state);
      return { trainer, run: await trainSteps(trainer, options, saved.run) };
    }
    const weights = new Float32Array(trainer.parameters.count);
    initialiseWeights(weights, trainer.parameters, seed);
    trainer.restore({ weights });
    const totalSteps = await planSteps(trainer, options);
    trainer.restore({ weights });
    const schedule = createSchedule(options.peakRate, totalSteps);
    const position = { pool: 0, row: 0 };
    const start = { step: 0, position, config, schedule, seed, rowLength, rowsPerStep, tokensSeen: 0 };
    return { trainer, run: await trainSteps(trainer, options, start) };
  } catch (error) {
    await trainer.dispose();
    throw error;
  }
}

/** The number of steps that fit the time asked for. */
async function planSteps(trainer: Trainer, options: RunOptions): Promise<number> {
  if ("steps" in options.length) return options.length.steps;
  const stream = new RowStream(options);
  let began = 0;
  for (let step = 0; step < UNMEASURED_STEPS + MEASURED_STEPS; step++) {
    if (step === UNMEASURED_STEPS) began = performance.now();
    await trainer.step(stream.next(options.rowsPerStep), step, 0);
  }
  const secondsPerStep = (performance.now() - began) / 1000 / MEASURED_STEPS;
  return Math.max(1, Math.floor((options.length.minutes * 60) / secondsPerStep));
}

async function trainSteps(
  trainer: Trainer,
  options: RunOptions,
  start: Omit<RunState, "arrays">,
): Promise<Omit<RunState, "arrays">> {
  const { schedule, seed, rowLength, rowsPerStep } = start;
  const { totalSteps } = schedule;
  const stream = new RowStream({ samples: options.samples, rowLength, seed, position: start.position });
  const stopRule = new StopRule();
  const timers = { saved: performance.now(), evaluated: performance.now() };
  options.report({
    type: "started",
    step: start.step,
    totalSteps,
    parameters: trainer.parameters.count,
    wide: trainer.wide,
  });
  let { step, tokensSeen, position } = start;
  let savedStep: number | undefined;
  const state = () => ({ ...start, step, tokensSeen, position });
  const save = async () => {
    await saveCheckpoint(options.folder, state(), trainer.parameters, trainer.state());
    options.report({ type: "saved", step });
    savedStep = step;
    timers.saved = performance.now();
  };
  let rows = stream.next(rowsPerStep);
  while (step < totalSteps && !options.signal?.aborted) {
    const began = performance.now();
    const before = position;
    const rate = learningRate(schedule, step);
    const stepping = trainer.step(rows, step, rate);
    const tokens = rows.reduce((sum, row) => sum + row.tokens.length, 0);
    position = stream.position;
    const packing = { packingEfficiency: stream.efficiency, droppedSamples: stream.dropped };
    // The next batch is made while the threads compute.
    rows = stream.next(rowsPerStep);
    const result = await stepping;
    refuseBadLoss(stopRule, result.loss, step, before);
    step++;
    tokensSeen += tokens;
    const seconds = (performance.now() - began) / 1000;
    options.report({ type: "step", step, totalSteps, ...result, ...packing, rate, tokens, seconds });
    if (isDue(timers.evaluated, options.evaluateSeconds) || step === totalSteps) {
      await reportHeldOut(trainer, options, step);
      timers.evaluated = performance.now();
    }
    if (isDue(timers.saved, options.checkpointSeconds)) await save();
  }
  if (savedStep !== step) await save();
  return state();
}

function isDue(since: number, seconds: number): boolean {
  return performance.now() - since >= 1000 * seconds;
}

function refuseBadLoss(rule: StopRule, loss: number, step: number, position: StreamPosition): void {
  const reason = rule.check(loss);
  if (reason === null) return;
  const where = `at step ${step}, whose first row is row ${position.row} of pool ${position.pool}`;
  const message = `Training stopped ${where}: ${reason}. Resume from the last checkpoint with a lower rate or other data.`;
  throw new HermesError("training-invalid", message, { what: "loss" });
}

/** Mean loss a trained token of every kind, on rows that are never trained. */
async function reportHeldOut(trainer: Trainer, { heldOutRows, report }: RunOptions, step: number): Promise<void> {
  if (heldOutRows === undefined || heldOutRows.length === 0) return;
  const sums = new Map<string, { loss: number; tokens: number }>();
  for (const { kind, loss, tokens } of await trainer.evaluate(heldOutRows)) {
    const sum = sums.get(kind) ?? { loss: 0, tokens: 0 };
    sums.set(kind, { loss: sum.loss + loss, tokens: sum.tokens + tokens });
  }
  const losses = [...sums].sort().map(([kind, { loss, tokens }]) => [kind, loss / tokens] as const);
  report({ type: "evaluated", step, losses: Object.fromEntries(losses) });
}
