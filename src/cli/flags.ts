import { type Command, InvalidArgumentError, Option } from "commander";
import type { PresetName, RemoteMode } from "../backends/index.ts";
import type { ProfileName } from "../chat/index.ts";
import type { CacheDtype, ComputeMode } from "../kernels/index.ts";

/** What the commands that generate text are told, by flags and by the configuration. */
export interface GenerationFlags {
  readonly model: string;
  /** Insist on what runs the model. */
  readonly backend?: BackendName;
  readonly thinking?: boolean;
  readonly keepCots?: boolean;
  readonly thinkingBudget?: number;
  readonly system?: string;
  readonly tools?: string;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly minP?: number;
  readonly repetitionPenalty?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly threads?: number;
  readonly compute?: ComputeMode;
  readonly context?: number;
  readonly cacheDtype?: CacheDtype;
  readonly cacheTokens?: number;
  readonly cache?: string;
  readonly gpu?: "auto" | "metal" | "cuda" | "vulkan";
  readonly parallel?: number;
  readonly served?: string;
  readonly endpoint?: PresetName;
  readonly mode?: RemoteMode;
  readonly profile?: ProfileName;
  readonly keyFile?: string;
}

/** What runs a model: our own engine, llama.cpp with a GGUF file, or an endpoint. */
export type BackendName = "native" | "llama-cpp" | "remote";

/** Adds the options of the commands that answer one caller; `thinks` says whether they think unless told. */
export function addGenerationOptions(command: Command, thinks: boolean): Command {
  return addOnceOptions(addAnswerOptions(addModelOptions(command), thinks));
}

/** Adds the options that only one caller's answers have. */
export function addOnceOptions(command: Command): Command {
  return command
    .option("--system <text>", "system prompt")
    .option("--tools <file>", "JSON file with a list of tools in OpenAI form")
    .option("--max-tokens <n>", "most tokens to generate, the thought included", parseWhole(1))
    .option("--stop <text>", "end the answer at this text; may be given several times", collect);
}

/** Adds the options that say how answers are made. */
export function addAnswerOptions(command: Command, thinks: boolean): Command {
  return command
    .option("--thinking", `think before answering${thinks ? " (default)" : ""}`)
    .option("--no-thinking", `answer at once${thinks ? "" : " (default)"}`)
    .option("--keep-cots", "keep earlier thoughts in the prompt")
    .option("--thinking-budget <n>", "close the thought after this many tokens", parseWhole(0))
    .option("--temperature <x>", "randomness; 0 always takes the likeliest token", parseNumber)
    .option("--top-p <x>", "keep the likeliest tokens up to this probability", parseNumber)
    .option("--top-k <n>", "keep this many likeliest tokens; 0 keeps all", parseWhole(0))
    .option("--min-p <x>", "keep tokens with this fraction of the best probability", parseNumber)
    .option("--seed <n>", "same seed, same question, same answer", parseWhole(0));
}

/** Adds the options that say which model answers, and how it is run; and where the configuration is. */
export function addModelOptions(command: Command): Command {
  command
    .option("--model <what>", "nano (default), a model folder, a .gguf file, http://…/v1, or a fetched model")
    .addOption(
      new Option("--backend <name>", "insist on what runs the model").choices(["native", "llama-cpp", "remote"]),
    );
  return addEndpointOptions(addEngineOptions(command))
    .option("--cache <file>", "keep what was computed of prompts in this file, for the next start")
    .option("--cache-tokens <n>", "tokens kept at once, for all answers together", parseWhole(2))
    .addOption(new Option("--gpu <layer>", "what computes a GGUF model").choices(["auto", "metal", "cuda", "vulkan"]))
    .option("--parallel <n>", "answers at a time of a GGUF model", parseWhole(1))
    .option("--config <file>", "a configuration instead of your own (hermes config shows it)")
    .option("--no-config", "no configuration file");
}

/** Adds the options of a model behind an address. */
function addEndpointOptions(command: Command): Command {
  return command
    .option("--served <name>", "which model of an endpoint, where it has several")
    .option("--endpoint <kind>", "what an endpoint is: vllm, sglang, llama-cpp, ollama, openrouter, …")
    .addOption(
      new Option("--mode <mode>", "completions: an endpoint gets our prompt; chat: it renders its own").choices([
        "completions",
        "chat",
      ]),
    )
    .addOption(
      new Option(
        "--profile <format>",
        "prompt format of an endpoint's model: llama3 (70B, 405B), chatml (14B)",
      ).choices(["llama3", "chatml"]),
    )
    .option("--key-file <file>", "file with an endpoint's key; else the variable of its kind, or HERMES_API_KEY");
}

/** Adds the options that decide how a model is held in memory. */
export function addEngineOptions(command: Command): Command {
  return command
    .option("--threads <n>", "worker threads of the engine", parseWhole(1))
    .addOption(
      new Option("--compute <mode>", "fast (default) makes weights int8, exact keeps them as stored").choices([
        "exact",
        "fast",
      ]),
    )
    .option("--context <n>", "a shorter context than the model's own, in tokens", parseWhole(2))
    .addOption(
      new Option("--cache-dtype <form>", "how keys and values are kept").choices(["float32", "float16", "int8"]),
    );
}

/** Any number. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("Expected a number.");
  return value;
}

/** A whole number of at least `lowest`. */
export function parseWhole(lowest: number): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (!Number.isSafeInteger(value) || value < lowest) {
      throw new InvalidArgumentError(`Expected a whole number of at least ${lowest}.`);
    }
    return value;
  };
}

/** A list of such numbers with commas between: "1,8". */
export function parseWholes(lowest: number): (text: string) => readonly number[] {
  return (text) => text.split(",").map(parseWhole(lowest));
}

export function collect(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}
