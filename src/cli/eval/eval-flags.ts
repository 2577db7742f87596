import { type Command, Option } from "commander";
import type { GenerationFlags } from "../flags.ts";
import { addModelOptions, collect, parseNumber, parseWhole, parseWholes } from "../flags.ts";

/** Options of `hermes eval` beside those of the model. */
export interface EvalFlags {
  readonly judge?: string;
  readonly judgeServed?: string;
  readonly judgeEndpoint?: NonNullable<GenerationFlags["endpoint"]>;
  readonly judgeKeyFile?: string;
  readonly option?: readonly string[];
  readonly limit?: number;
  readonly samples?: number;
  readonly seed: number;
  readonly thinking: "on" | "off" | "both";
  readonly out?: string;
  readonly data?: readonly string[];
  readonly concurrency?: number;
  readonly scoring?: number;
  readonly onError: "stop" | "record" | "wrong";
  readonly allowPartial?: boolean;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly maxTokens?: number;
  readonly passK?: readonly number[];
  readonly logSeconds: number;
  readonly list?: boolean;
  readonly json?: boolean;
}

export function addEvalOptions(command: Command): Command {
  addModelOptions(command);
  const endpoint = command.options.find(({ long }) => long === "--endpoint")!;
  endpoint.description = `address of an endpoint, whose model is --model; or, with --model http://…, ${endpoint.description}`;
  return addSamplingOptions(addRunOptions(addJudgeOptions(command)));
}

/** Who judges. */
export function addJudgeOptions(command: Command): Command {
  return command
    .option("--judge <what>", "who judges answers, as --model: http://…/v1, nano, a folder, a .gguf file")
    .option("--judge-served <name>", "which model of the judge's endpoint, where it has several")
    .option("--judge-endpoint <kind>", "what the judge's endpoint is: vllm, openai, openrouter, …")
    .option("--judge-key-file <file>", "file with the key of the judge's endpoint");
}

/** The option that says where data lie. */
export function addDataOption(command: Command): Command {
  return command.option(
    "--data <where>",
    "folder of data (default: HERMES_DATA), or NAME=FILE; may be given several times",
    collect,
  );
}

function addRunOptions(command: Command): Command {
  return addDataOption(command)
    .option(
      "--limit <n>",
      "items of a file, drawn at random; items of each category of a generated task",
      parseWhole(1),
    )
    .option(
      "--option <task.name=value>",
      "a setting of a task's own, as in refusalbench.fallback=on; may be given several times",
      collect,
    )
    .option("--out <folder>", "folder of the run; a run that is in it goes on (default: one by model and settings)")
    .option(
      "--concurrency <n>",
      "requests at once (default: 32 for an endpoint, 8 here); less where it is refused",
      parseWhole(1),
    )
    .option("--scoring <n>", "answers that are scored at once (default: 8)", parseWhole(1))
    .addOption(
      new Option(
        "--on-error <what>",
        "an error ends the run; is listed, without a score; or is listed and counts as wrong",
      )
        .choices(["stop", "record", "wrong"])
        .default("stop"),
    )
    .option("--allow-partial", "print scores of the samples that are there where some are missing")
    .option("--log-seconds <n>", "seconds between lines of progress where nobody watches", parseWhole(1), 10)
    .option("--list", "list the tasks, what they need, and which data are there")
    .option("--json", "print one object with all figures");
}

function addSamplingOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--thinking <mode>", "answer with a thought, without, or both")
        .choices(["on", "off", "both"])
        .default("both"),
    )
    .option("--samples <n>", "answers to each item (default: as the task is published)", parseWhole(1))
    .option("--seed <n>", "seed of the answers; the items are the same for all", parseWhole(0), 1)
    .option("--temperature <x>", "instead of the task's", parseNumber)
    .option("--top-p <x>", "instead of the task's", parseNumber)
    .option("--top-k <n>", "instead of the task's; 0 keeps all", parseWhole(0))
    .option("--max-tokens <n>", "most tokens of an answer, the thought included, instead of the task's", parseWhole(1))
    .option("--pass-k <n,…>", "also print pass@k for these k", parseWholes(1));
}
