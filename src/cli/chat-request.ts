import { type ChatMessage, parseRawJson, type Tool } from "../chat/index.ts";
import { HermesError } from "../errors.ts";
import type { ChatRequest } from "../hermes.ts";
import { resolveSampling } from "../sampling/index.ts";
import type { GenerationFlags } from "./flags.ts";
import { readUserFile } from "./read-input.ts";

/**
 * What the flags say about every turn: tools, limits, sampling. Absent flags leave the model's defaults. Throws usage for a
 * sampling value out of range, so that nobody waits for a model before being told.
 */
export function createChatRequest(
  flags: GenerationFlags,
  messages: readonly ChatMessage[],
  tools: readonly Tool[] | undefined,
): ChatRequest {
  const sampling = withoutUndefined({
    temperature: flags.temperature,
    topP: flags.topP,
    topK: flags.topK,
    minP: flags.minP,
    repetitionPenalty: flags.repetitionPenalty,
    presencePenalty: flags.presencePenalty,
    frequencyPenalty: flags.frequencyPenalty,
    seed: flags.seed,
  });
  resolveSampling(sampling);
  return {
    messages,
    ...withoutUndefined({
      tools,
      thinking: flags.thinking,
      keepCots: flags.keepCots,
      thinkingBudget: flags.thinkingBudget,
      maxTokens: flags.maxTokens,
      stop: flags.stop,
    }),
    sampling,
  };
}

/** The system message of `--system`, where there is one. */
export function systemMessages(system: string | undefined): ChatMessage[] {
  return system === undefined ? [] : [{ role: "system", content: system }];
}

/** Reads a list of tools in OpenAI form; numbers and key order stay as written. Throws file-missing or prompt-invalid. */
export async function readTools(path: string): Promise<readonly Tool[]> {
  const tools = parseRawJson(await readUserFile(path, "the tools"), `the tools file ${path}`);
  if (!Array.isArray(tools)) throw invalidTools(path, "is not a list of tools: put [ and ] around them");
  const odd = tools.findIndex((tool) => typeof tool?.function?.name !== "string");
  if (odd >= 0) {
    throw invalidTools(
      path,
      `item ${odd} is no tool: expected {"type": "function", "function": {"name": …, "parameters": …}}`,
    );
  }
  return tools as readonly Tool[];
}

function invalidTools(path: string, what: string): HermesError {
  return new HermesError("prompt-invalid", `the tools file ${path}: ${what}`, { field: "tools" });
}

type Defined<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> };

/** Optional fields of a request are absent, never undefined. */
export function withoutUndefined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<Value>;
}
