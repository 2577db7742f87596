import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool, SharedV4Warning } from "@ai-sdk/provider";
import { effortBudget, type RawJson, type ReasoningEffort, type Tool } from "../chat/index.ts";
import { HermesError } from "../errors.ts";
import type { ChatRequest } from "../hermes.ts";
import { type HermesProviderOptions, parseProviderOptions } from "./hermes-options.ts";
import { toMessages } from "./to-messages.ts";

export interface TranslatedCall {
  readonly request: ChatRequest;
  readonly warnings: SharedV4Warning[];
}

/**
 * A call of the AI SDK as a request. Throws HermesError "usage", "prompt-invalid", or "unsupported" for what would change the answer and
 * cannot be had; what the answer does not depend on is a warning.
 */
export function toRequest(options: LanguageModelV4CallOptions): TranslatedCall {
  const own = parseProviderOptions(options.providerOptions?.hermes);
  const request: ChatRequest = {
    messages: toMessages(options.prompt),
    ...thinkingOf(options, own),
    ...defined({
      ...offerTools(options),
      constraint: toConstraint(options.responseFormat, own),
      parallelToolCalls: own.parallelToolCalls,
      finishWithinBudget: own.finishWithinBudget,
      keepCots: own.keepCots,
      continueFinalMessage: own.continueFinalMessage,
      cacheSalt: own.cacheSalt,
      maxTokens: options.maxOutputTokens,
      stop: options.stopSequences,
    }),
    sampling: defined({
      temperature: options.temperature,
      topP: options.topP,
      topK: options.topK,
      minP: own.minP,
      repetitionPenalty: own.repetitionPenalty,
      presencePenalty: options.presencePenalty,
      frequencyPenalty: options.frequencyPenalty,
      logitBias: own.logitBias,
      seed: options.seed,
    }),
  };
  return { request, warnings: warningsOf(options) };
}

/** `reasoning` of the AI SDK and our own options: a budget means on, 0 means off, an effort is a share of the token limit. */
function thinkingOf(
  { reasoning = "provider-default", maxOutputTokens }: LanguageModelV4CallOptions,
  own: HermesProviderOptions,
): Pick<ChatRequest, "thinking" | "thinkingBudget"> {
  const effort: ReasoningEffort | null = reasoning === "provider-default" ? null : reasoning;
  const wishes = [
    effort === null ? undefined : effort !== "none",
    own.thinking,
    own.thinkingBudget === undefined ? undefined : own.thinkingBudget > 0,
  ].filter((wish) => wish !== undefined);
  if (wishes.includes(true) && wishes.includes(false)) {
    const message = "reasoning, thinking and thinkingBudget contradict each other; send only one of them.";
    throw new HermesError("usage", message, { argument: "providerOptions.hermes.thinking" });
  }
  if (wishes[0] !== true) return defined({ thinking: wishes[0] });
  const share = effort === null || effort === "none" ? undefined : effortBudget(effort, maxOutputTokens);
  return { thinking: true, ...defined({ thinkingBudget: own.thinkingBudget ?? share }) };
}

function offerTools({
  tools,
  toolChoice = { type: "auto" },
}: LanguageModelV4CallOptions): Pick<ChatRequest, "tools" | "toolChoice"> {
  // Told of no tools, the model calls none.
  if (toolChoice.type === "none") return {};
  const choice = toolChoice.type === "tool" ? { name: toolChoice.toolName } : toolChoice.type;
  return defined({ tools: tools?.map(toTool), toolChoice: choice });
}

function toTool(tool: NonNullable<LanguageModelV4CallOptions["tools"]>[number]): Tool {
  if (tool.type !== "function") throw unsupported(`the tool ${tool.id} of another provider`, ["function tools"]);
  const { name, description, inputSchema, strict } = tool satisfies LanguageModelV4FunctionTool;
  // In this order: the prompt shows a tool's fields as they come, and models have seen them so.
  const definition = { name, ...defined({ description }), parameters: inputSchema as RawJson };
  return { type: "function", function: { ...definition, ...(strict === true ? { strict } : {}) } };
}

/** The schema alone binds the answer; its name and description are for other models' prompts. */
function toConstraint(
  format: LanguageModelV4CallOptions["responseFormat"],
  { lenient, constraint }: HermesProviderOptions,
): ChatRequest["constraint"] {
  if (format?.type !== "json") return constraint;
  if (constraint !== undefined) {
    const message = "providerOptions.hermes.constraint cannot stand beside an output schema; send only one of them.";
    throw new HermesError("usage", message, { argument: "providerOptions.hermes.constraint" });
  }
  if (format.schema === undefined) return { type: "json-object" };
  return { type: "json-schema", schema: format.schema, ...defined({ lenient }) };
}

function warningsOf({ headers = {}, tools = [] }: LanguageModelV4CallOptions): SharedV4Warning[] {
  const warnings: SharedV4Warning[] = [];
  // The AI SDK always names itself in a user-agent.
  const sent = Object.keys(headers).filter((name) => name.toLowerCase() !== "user-agent");
  if (sent.length > 0) {
    const details = "Headers of an endpoint belong into createHermes({ remote: { headers } }).";
    warnings.push({ type: "unsupported", feature: `headers (${sent.join(", ")})`, details });
  }
  if (tools.some((tool) => tool.type === "function" && tool.inputExamples !== undefined)) {
    warnings.push({
      type: "unsupported",
      feature: "inputExamples",
      details: "The prompt format has no place for them.",
    });
  }
  return warnings;
}

function unsupported(what: string, supported: readonly string[]): HermesError {
  const message = `Hermes cannot give ${what} here yet; it gives ${supported.join(" or ")}.`;
  return new HermesError("unsupported", message, { what, supported });
}

type Defined<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> };

/** Optional fields of a request are absent, never undefined. */
function defined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<Value>;
}
