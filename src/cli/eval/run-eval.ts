import { join } from "node:path";
import type { Command } from "commander";
import { HELD_OUT_PER_CATEGORY } from "../../environments/index.ts";
import { HermesError, isHermesError } from "../../errors.ts";
import {
  type EvaluationPlan,
  evaluate,
  judgingNotes,
  type Missing,
  RunFolder,
  type RunMetrics,
} from "../../evaluate/index.ts";
import { EMBEDDED_MODEL } from "../../hub/index.ts";
import { printableText } from "../chat/printable-text.ts";
import { findBackend } from "../check-backend.ts";
import { abortOnInterrupt, interruptedExitCode } from "../interrupt.ts";
import { closeModel } from "../load-model.ts";
import type { Terminal } from "../terminal.ts";
import { chooseTasks } from "./choose-tasks.ts";
import { describeRun, modesOf } from "./describe-run.ts";
import type { EvalFlags } from "./eval-flags.ts";
import {
  checkNeeds,
  judgeFlags,
  type OpenedModel,
  openEvaluated,
  openJudge,
  openSandboxFor,
  readModelFlags,
  servicesOf,
} from "./open-models.ts";
import { planTasks } from "./plan-tasks.ts";
import { readData } from "./read-data.ts";
import { readTaskOptions } from "./read-task-options.ts";
import { renderMetrics, renderSettings } from "./render-metrics.ts";
import { EvalProgress, type SampleCounts } from "./show-progress.ts";

const REMOTE_CONCURRENCY = 32;
const LOCAL_CONCURRENCY = 8;
const SCORING_CONCURRENCY = 8;

/** Measures a model on tasks, or goes on with it. Returns the exit code: 0 where every sample that counts is there. */
export async function runEval(names: readonly string[], command: Command, terminal: Terminal): Promise<number> {
  const flags = command.opts<EvalFlags>();
  if (names.length === 0) {
    const message = "Which tasks? Name them, as in hermes eval arithmetic; hermes eval list shows all.";
    throw new HermesError("usage", message, { argument: "tasks" });
  }
  const chosen = chooseTasks(names);
  const judging = judgeFlags(flags);
  const settings = readTaskOptions(flags.option, chosen);
  const opened = await openSandboxFor(chosen);
  checkNeeds(chosen, { judge: judging !== null, sandbox: opened }, settings);
  // Everything that can be wrong here is told before a model is loaded.
  const modelFlags = await readModelFlags(command, terminal);
  const tasks = await planTasks(chosen, settings, readData(flags.data, chosen, terminal), flags);
  const plan = { tasks, modes: modesOf(flags.thinking), seed: flags.seed };
  const isSeen = modelFlags.model === EMBEDDED_MODEL && chosen.some(({ group }) => group === "generated");
  if (isSeen && (flags.limit ?? 0) > HELD_OUT_PER_CATEGORY) {
    const message = `only the first ${HELD_OUT_PER_CATEGORY} items of each category were kept out of the training of ${EMBEDDED_MODEL}`;
    terminal.writeError(`warning: ${message}; others it may have seen\n`);
  }
  const model = await openEvaluated(modelFlags, terminal);
  let judge: OpenedModel | null = null;
  try {
    judge = judging === null ? null : await openJudge(judging, terminal);
    return await measure({
      plan,
      model,
      judge,
      flags,
      terminal,
      services: servicesOf(judge?.hermes ?? null, opened.sandbox),
    });
  } finally {
    await closeModel(model.hermes, modelFlags, terminal);
    await judge?.hermes.dispose();
  }
}

interface Measuring {
  readonly plan: EvaluationPlan;
  readonly model: OpenedModel;
  readonly judge: OpenedModel | null;
  readonly services: ReturnType<typeof servicesOf>;
  readonly flags: EvalFlags;
  readonly terminal: Terminal;
}

async function measure(parts: Measuring): Promise<number> {
  const { plan, model, judge, flags, terminal } = parts;
  const config = describeRun(model, judge, plan.tasks, flags, parts.services.sandbox ?? null);
  const path = flags.out ?? join("evaluations", `${fileName(config.model)}-${config.hash.slice(0, 8)}`);
  const folder = await RunFolder.open(path, config);
  const progress = new EvalProgress(terminal, flags.logSeconds);
  let interrupted = false;
  try {
    const metrics = await abortOnInterrupt((stop) => {
      stop.addEventListener("abort", () => {
        interrupted = true;
        progress.say("stopping: what is asked already is answered first; Ctrl-C again ends at once");
      });
      return evaluate(plan, {
        ...{ config, folder, stop, services: parts.services, model: model.hermes },
        concurrency: flags.concurrency ?? defaultConcurrency(model),
        scoringConcurrency: flags.scoring ?? SCORING_CONCURRENCY,
        onError: flags.onError === "stop" ? "stop" : "record",
        missing: missingRule(flags),
        passAtK: flags.passK ?? [],
        onStart: (requests) => progress.start(requests),
        onProgress: (figures, row) => progress.add(figures, row),
      });
    });
    progress.stop();
    return report(metrics, path, interrupted, parts);
  } catch (error) {
    const counts = progress.counts;
    if (counts !== null) progress.say(describeCounts(counts, path));
    throw withAdvice(error);
  } finally {
    progress.stop();
    await folder.close();
  }
}

function report(metrics: RunMetrics, path: string, interrupted: boolean, parts: Measuring): number {
  const { flags, terminal } = parts;
  const { tasks } = metrics;
  terminal.write(
    flags.json
      ? `${JSON.stringify({ folder: path, ...metrics })}\n`
      : // Names of categories and models are others' texts.
        printableText(renderMetrics(tasks) + renderSettings(parts.plan.tasks, parts.judge)),
  );
  const sum = (count: (task: (typeof tasks)[number]) => number) => tasks.reduce((all, task) => all + count(task), 0);
  const [ok, errors] = [sum(({ samples }) => samples), sum((task) => task.errors)];
  const say = (text: string) => terminal.writeError(`${text}\n`);
  for (const note of tasks.flatMap((task) => judgingNotes(task))) say(`warning: ${note}`);
  say(describeCounts({ ok, errors, total: sum(({ expected }) => expected) }, path));
  if (interrupted) {
    say("stopped; the same command goes on from here");
    return interruptedExitCode;
  }
  if (tasks.every(({ score }) => score !== null)) return 0;
  say("no score where samples are missing: the same command tries them again, --allow-partial leaves them out");
  return 1;
}

function describeCounts({ ok, errors, total }: SampleCounts, path: string): string {
  return `n_ok ${ok}, n_error ${errors}, of ${total}; samples and figures are in ${path}`;
}

function missingRule({ allowPartial, onError }: EvalFlags): Missing {
  if (allowPartial) return "leave-out";
  return onError === "wrong" ? "errors-are-wrong" : "refuse";
}

/** An endpoint says itself what is too much; here more answers at once only wait for each other. */
function defaultConcurrency({ flags: { model, parallel } }: OpenedModel): number {
  return findBackend(model) === "remote" ? REMOTE_CONCURRENCY : (parallel ?? LOCAL_CONCURRENCY);
}

/** A name that every file system takes. */
function fileName(model: string): string {
  return model.replace(/[^\w.-]+/g, "-").replace(/^[-.]+/, "") || "model";
}

function withAdvice(error: unknown): unknown {
  if (isHermesError(error, "usage") && error.facts.argument === "sampling.topK") {
    const advice = `Tasks set top-k; --top-k 0 goes without it, and --endpoint says what the endpoint is, as in --endpoint vllm.`;
    return new HermesError("usage", `${error.message}\n${advice}`, error.facts, { cause: error });
  }
  if (!isHermesError(error, "environment-failed")) return error;
  const advice = "The same command goes on from here; --on-error record goes past such errors.";
  return new HermesError("environment-failed", `${error.message}\n${advice}`, error.facts, { cause: error });
}
