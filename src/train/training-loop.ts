import { HermesError } from "../errors.ts";
import { type RunState, saveCheckpoint } from "./checkpoint.ts";
import { RowStream } from "./row-stream.ts";
import type { RunOptions } from "./run-options.ts";
import { learningRate } from "./schedule.ts";
import { StopRule } from "./stop-rule.ts";
import type { Trainer } from "./trainer.ts";

/** A run's state before its arrays are saved. */
export type RunProgress = Omit<RunState, "arrays">;

/** Makes steps until the schedule is done or the signal fires, saves as it goes and at the end, and returns where it stands. */
export async function trainSteps(trainer: Trainer, options: RunOptions, start: RunProgress): Promise<RunProgress> {
  const { folder, report, signal, checkpointSeconds, evaluateSeconds } = options;
  const { totalSteps } = start.schedule;
  const stream = new RowStream({ ...start, samples: options.samples });
  const stopRule = new StopRule();
  const saving = createTimer(checkpointSeconds);
  const evaluating = createTimer(evaluateSeconds);
  let run = start;
  let savedStep = -1;
  const save = async (): Promise<void> => {
    await saveCheckpoint(folder, run, trainer.parameters, trainer.state());
    savedStep = run.step;
    report({ type: "saved", step: run.step });
    saving.reset();
  };
  report({ type: "started", step: run.step, totalSteps, parameters: trainer.parameters.count, wide: trainer.wide });
  let rows = stream.next(start.rowsPerStep);
  while (run.step < totalSteps && !signal?.aborted) {
    const began = performance.now();
    const rate = learningRate(start.schedule, run.step);
    const stepping = trainer.step(rows, run.step, rate);
    const tokens = rows.reduce((sum, row) => sum + row.tokens.length, 0);
    const { position, efficiency, dropped } = stream;
    // The next batch is made while the threads compute.
    rows = stream.next(start.rowsPerStep);
    const result = await stepping;
    refuseBadLoss(stopRule, result.loss, run);
    run = { ...run, step: run.step + 1, position, tokensSeen: run.tokensSeen + tokens };
    const packing = { packingEfficiency: efficiency, droppedSamples: dropped };
    const seconds = (performance.now() - began) / 1000;
    report({ type: "step", step: run.step, totalSteps, ...result, ...packing, rate, tokens, seconds });
    if (evaluating.isDue() || run.step === totalSteps) {
      await reportHeldOut(trainer, options, run.step);
      evaluating.reset();
    }
    if (saving.isDue()) await save();
  }
  if (savedStep !== run.step) await save();
  return run;
}

function createTimer(seconds: number) {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since >= 1000 * seconds,
    reset: () => {
      since = performance.now();
    },
  };
}

function refuseBadLoss(rule: StopRule, loss: number, { step, position }: RunProgress): void {
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
