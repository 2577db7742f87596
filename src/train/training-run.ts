import { HermesError } from "../errors.ts";
import { loadCheckpoint } from "./checkpoint.ts";
import { initialiseWeights } from "./initialise.ts";
import { createParameterTable } from "./parameters.ts";
import { RowStream } from "./row-stream.ts";
import type { RunOptions } from "./run-options.ts";
import { createSchedule } from "./schedule.ts";
import { Trainer } from "./trainer.ts";
import { type RunProgress, trainSteps } from "./training-loop.ts";

/** Steps of the measurement from which minutes become steps, and warm-up steps before it (V8 optimises meanwhile). */
const MEASURED_STEPS = 4;
const UNMEASURED_STEPS = 3;

/** A finished or stopped run. The caller disposes the trainer. */
export interface FinishedRun {
  readonly trainer: Trainer;
  readonly run: RunProgress;
}

/**
 * Trains, or goes on training, until the planned steps are done or the signal fires. A kill at any moment loses the steps
 * since the last checkpoint; resuming repeats them exactly. Throws `training-invalid` when there is nothing to resume,
 * sizes cannot be trained, or the loss goes wrong.
 */
export async function runTraining(options: RunOptions): Promise<FinishedRun> {
  return options.resume ? resumeRun(options) : startRun(options);
}

async function startRun(options: RunOptions): Promise<FinishedRun> {
  const { config, seed, rowLength, rowsPerStep, threads } = options;
  const trainer = await Trainer.create({ config, threads, rowLength });
  return disposeOnFailure(trainer, async () => {
    const weights = new Float32Array(trainer.parameters.count);
    initialiseWeights(weights, trainer.parameters, seed);
    trainer.restore({ weights });
    const totalSteps = await planSteps(trainer, options);
    trainer.restore({ weights });
    const schedule = createSchedule(options.peakRate, totalSteps);
    const position = { pool: 0, row: 0 };
    const start = { step: 0, position, config, schedule, seed, rowLength, rowsPerStep, tokensSeen: 0 };
    return trainSteps(trainer, options, start);
  });
}

async function resumeRun(options: RunOptions): Promise<FinishedRun> {
  const saved = await loadCheckpoint(options.folder, createParameterTable);
  if (saved === null) {
    const message = `There is no checkpoint in ${options.folder} to resume from. Start the run without --resume.`;
    throw new HermesError("training-invalid", message, { what: "checkpoint" });
  }
  const { config, rowLength } = saved.run;
  const trainer = await Trainer.create({ config, threads: options.threads, rowLength });
  return disposeOnFailure(trainer, () => {
    trainer.restore(saved.state);
    return trainSteps(trainer, options, saved.run);
  });
}

async function disposeOnFailure(trainer: Trainer, train: () => Promise<RunProgress>): Promise<FinishedRun> {
  try {
    return { trainer, run: await train() };
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
